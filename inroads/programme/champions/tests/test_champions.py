"""Who is a champion, where, when and with what."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.foundations.people.models import Person
from inroads.foundations.people.permissions import visible_people
from inroads.programme.champions.actions import add_champion, set_status
from inroads.programme.champions.models import Champion
from inroads.programme.champions.tests.factories import a_champion, a_shift
from inroads.programme.directory.tests.factories import a_topic, a_venue, queries_of
from inroads.programme.timetable.tests.factories import a_session, someone

SAMPLE = Machine("sample")
NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def form_of(organisation, **given):
    day = today()
    return {
        "network": "community",
        "organisation": organisation.pk,
        "capacity": "3",
        "days": ["1", "3"],
        "joined_on_day": day.day,
        "joined_on_month": day.month,
        "joined_on_year": day.year,
    } | given


def new_form_of(organisation, **given):
    person = {"name": "Bathsheba Everdene", "languages": "pl", "phone": "01632 960 002"}
    return form_of(organisation, phone_use="voice", **(person | given))


def test_who_becomes_a_champion_is_held_by_their_organisation_and_by_the_one_that_leads(
    council, surgery, coordinator
):
    person = someone()

    add_champion(
        person, network="embedded", organisation=surgery, joined_on=date(2026, 1, 1), by=SAMPLE
    )

    holders = person.holdings.filter(purpose="helping", ends_on=None)
    assert {holding.organisation for holding in holders} == {council, surgery}
    assert person in visible_people(coordinator)


def test_nobody_is_a_champion_twice_in_a_network(council):
    champion = a_champion(council)

    with pytest.raises(Refused, match="already"):
        add_champion(
            champion.person,
            network="community",
            organisation=council,
            joined_on=date(2026, 1, 1),
            by=SAMPLE,
        )


def test_someone_known_is_made_a_champion(signed_in, coordinator, council):
    person, venue, topic = someone(council), a_venue(), a_topic()
    form = form_of(council, venue=venue.pk, topics=[topic.pk], status="left", person=99)

    address = reverse("champions_add_known", args=[person.pk])
    answer = signed_in(coordinator).post(address, form)

    champion = Champion.objects.get()
    assert answer.url == champion.get_absolute_url()
    assert (champion.person, champion.venue, champion.status) == (person, venue, "active")
    assert (champion.days, champion.capacity, champion.topics.get()) == ([1, 3], 3, topic)


def test_someone_new_is_made_a_champion_in_one_page(signed_in, coordinator, council):
    answer = signed_in(coordinator).post(reverse("champions_add_new"), new_form_of(council))

    champion = Champion.objects.get()
    assert answer.url == champion.get_absolute_url()
    assert (champion.person.name, champion.person.languages) == ("Bathsheba Everdene", ["pl"])
    assert champion.person.contact_ways.get().value == "+441632960002"


def test_it_is_said_before_that_one_way_to_reach_them_is_enough(signed_in, coordinator, council):
    client, address = signed_in(coordinator), reverse("champions_add_new")

    asked = client.get(address).text
    refused = client.post(address, new_form_of(council, phone=""))
    taken = client.post(address, new_form_of(council, phone="", email="b@everdene.example"))

    assert "One way to reach them is enough" in asked
    assert refused.status_code == 422
    assert taken.status_code == 302


def test_someone_new_who_may_be_known_is_asked_about_first(signed_in, coordinator, council):
    client = signed_in(coordinator)
    form = new_form_of(council, postcode="DT1 1AA")
    client.post(reverse("champions_add_new"), form)

    asked = client.post(reverse("champions_add_new"), form | {"network": "workplace"})
    after = Person.objects.count()
    sure = client.post(
        reverse("champions_add_new"), form | {"network": "workplace", "not_the_same": "on"}
    )

    assert asked.status_code == 422
    assert "Is it one of these?" in asked.text
    assert after == 1
    assert (sure.status_code, Person.objects.count()) == (302, 2)


def test_a_person_whom_the_user_may_not_see_is_not_made_a_champion(
    signed_in, coordinator, council, surgery
):
    address = reverse("champions_add_known", args=[someone(surgery).pk])

    assert signed_in(coordinator).post(address, form_of(council)).status_code == 404
    assert not Champion.objects.exists()


@pytest.mark.parametrize("who", ["referrer", "partner_admin", "auditor", "stranger", "helper"])
def test_others_have_no_register_and_see_no_champion(signed_in, request, council, who):
    champion = a_champion(council)
    client = signed_in(request.getfixturevalue(who))

    assert client.get(reverse("champions_list")).status_code == 403
    assert client.get(reverse("champions_add")).status_code == 403
    assert client.get(reverse("champions_add_new")).status_code == 403
    for page in ("show", "change", "status", "sessions"):
        assert client.get(reverse(f"champions_{page}", args=[champion.pk])).status_code == 404


def test_a_champion_sees_themselves_and_changes_nothing(signed_in, helper, council):
    person = someone(user=helper)
    own, other = a_champion(council, person=person), a_champion(council)
    client = signed_in(helper)

    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(reverse("champions_change", args=[own.pk])).status_code == 403
    assert client.post(reverse("champions_status", args=[own.pk])).status_code == 403
    assert not Event.objects.filter(verb="person.viewed").exists()


def test_a_look_at_a_champion_is_written_down(signed_in, coordinator, council):
    champion = a_champion(council)

    signed_in(coordinator).get(champion.get_absolute_url())

    event = Event.objects.get(verb="person.viewed")
    assert event.thing == f"people.person/{champion.person_id}"


def test_a_change_reaches_the_persons_languages_and_keeps_the_first_first(
    signed_in, coordinator, council, surgery
):
    champion = a_champion(council, person=someone(languages=["pl", "en"]))
    form = form_of(surgery, network="embedded", languages=["en", "fr", "pl"], capacity="0")

    signed_in(coordinator).post(reverse("champions_change", args=[champion.pk]), form)

    champion = Champion.objects.get()
    assert (champion.network, champion.organisation, champion.venue) == ("embedded", surgery, None)
    assert champion.person.languages == ["pl", "en", "fr"]
    holders = champion.person.holdings.filter(purpose="helping", ends_on=None)
    assert {holding.organisation for holding in holders} == {council, surgery}


@pytest.mark.parametrize(
    "wrong",
    [
        {"network": "pirates"},
        {"organisation": "0"},
        {"venue": "999999"},
        {"topics": ["999999"]},
        {"days": ["9"]},
        {"capacity": "-1"},
        {"capacity": "9" * 100_000},
        {"joined_on_year": "2999"},
    ],
)
def test_what_makes_no_sense_is_said_and_not_written(signed_in, coordinator, council, wrong):
    person = someone(council)

    address = reverse("champions_add_known", args=[person.pk])
    answer = signed_in(coordinator).post(address, form_of(council) | wrong)

    assert answer.status_code == 422
    assert not Champion.objects.exists()


def test_a_retired_topic_and_a_closed_venue_are_not_taken(signed_in, coordinator, council):
    person = someone(council)
    form = form_of(council, venue=a_venue(is_open=False).pk, topics=[a_topic(retired=True).pk])

    address = reverse("champions_add_known", args=[person.pk])

    assert signed_in(coordinator).post(address, form).status_code == 422


def test_who_leaves_is_let_go_unless_they_still_help_in_another_network(council, coordinator):
    person = someone()
    community = a_champion(council, person=person)
    workplace = a_champion(council, person=person, network="workplace")

    set_status(community, status="left", on=today(), by=SAMPLE)
    still_seen = person in visible_people(coordinator)
    set_status(workplace, status="left", on=today(), by=SAMPLE)

    assert still_seen
    assert person not in visible_people(coordinator)


def test_who_comes_back_is_held_again(council, coordinator):
    champion = a_champion(council)
    set_status(champion, status="left", on=today(), by=SAMPLE)

    set_status(champion, status="active", on=today(), by=SAMPLE)

    assert champion.person in visible_people(coordinator)


def test_leaving_in_the_browser_goes_back_to_the_register(signed_in, coordinator, council):
    champion = a_champion(council)
    client = signed_in(coordinator)

    answer = client.post(reverse("champions_status", args=[champion.pk]), {"status": "left"})

    assert answer.url == reverse("champions_list")
    assert client.get(champion.get_absolute_url()).status_code == 404


def test_the_register_narrows_and_passes_over_nonsense(signed_in, coordinator, council):
    topic = a_topic()
    anne = a_champion(council, person=someone(name="Anne", languages=["pl"]), topics=[topic])
    bob = a_champion(council, person=someone(name="Bob", languages=["en"]), network="workplace")
    client = signed_in(coordinator)

    def listed(query):
        page = client.get(reverse("champions_list") + query).text
        return [one.get_absolute_url() in page for one in (anne, bob)]

    assert listed("") == [True, True]
    assert listed("?network=workplace") == [False, True]
    assert listed(f"?venue={anne.venue.pk}") == [True, False]
    assert listed(f"?topic={topic.pk}") == [True, False]
    assert listed("?language=pl") == [True, False]
    assert listed("?status=resting") == [False, False]
    assert listed("?language=%22&status=none&topic=x&page=zz") == [True, True]


def test_names_are_shown_as_they_were_written(signed_in, coordinator, council):
    champion = a_champion(
        council,
        person=someone(name=NASTY),
        venue=a_venue(name=NASTY),
        topics=[a_topic(name=NASTY[:60])],
    )
    client = signed_in(coordinator)

    names = ["show", "change", "status", "sessions"]
    pages = [reverse(f"champions_{name}", args=[champion.pk]) for name in names]
    pages += [reverse("champions_list"), reverse("champions_add") + "?words=script"]
    for address in pages:
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_longer_register_costs_no_more_queries(signed_in, coordinator, council):
    client = signed_in(coordinator)

    def made(number):
        for _ in range(number):
            a_champion(council, person=someone(), topics=[a_topic()])
        return queries_of(client, reverse("champions_list"))

    assert made(3) == made(20)


def test_a_join_day_long_past_is_kept(signed_in, coordinator, council):
    person, day = someone(council), today() - timedelta(days=400)
    form = form_of(
        council, joined_on_year=day.year, joined_on_month=day.month, joined_on_day=day.day
    )

    signed_in(coordinator).post(reverse("champions_add_known", args=[person.pk]), form)

    assert Champion.objects.get().joined_on == day


def test_the_register_says_when_each_was_last_at_a_session_they_promised(
    signed_in, coordinator, council, now
):
    was_there, _ = a_champion(council), a_champion(council)
    for days, status in [(2, "cancelled"), (3, "planned"), (9, "planned"), (-2, "planned")]:
        session = a_session(starts_at=now - timedelta(days=days), status=status)
        a_shift(was_there, session)

    text = signed_in(coordinator).get(reverse("champions_list")).text

    assert "There are 2 champions who have not left" in text
    rows = [row for row in text.split("<tr")[1:] if 'data-label="Last session"' in row]
    last = [row.split('data-label="Last session">')[1].split("<")[0] for row in rows]
    day = timezone.localdate(now - timedelta(days=3))
    assert sorted(last) == sorted([f"{day.day} {day:%b %Y}", "–"])


def test_the_ways_to_reach_a_new_champion_are_the_same_in_the_page_and_in_its_error(
    signed_in, coordinator, council
):
    client, address = signed_in(coordinator), reverse("champions_add_new")
    ways = "a telephone number, an e-mail address or letters"

    page = client.get(address).text
    wrong = client.post(address, new_form_of(council, phone="")).text

    assert f"One way to reach them is enough: {ways}" in page
    assert f"Enter one way to reach them: {ways}" in wrong


def test_a_champion_is_found_by_name_in_the_register(signed_in, coordinator, council):
    a_champion(council, person=someone(name="Gabriel Oak"))
    a_champion(council, person=someone(name="Joseph Poorgrass"))

    text = signed_in(coordinator).get(reverse("champions_list") + "?words=oak+gab").text

    assert ("Gabriel Oak" in text, "Joseph Poorgrass" in text) == (True, False)


def test_days_that_follow_one_another_are_drawn_together(council):
    weeks = [[0, 1, 2, 3, 4], [0, 1, 4], [1, 2, 3, 6], []]

    said = [a_champion(council, days=days).days_in_words for days in weeks]

    assert said == [
        "Monday to Friday",
        "Monday, Tuesday, Friday",
        "Tuesday to Thursday, Sunday",
        "",
    ]


def test_who_left_and_joined_again_does_not_come_back_twice(signed_in, coordinator, council):
    before = a_champion(council, status="left")
    a_champion(council, person=before.person)
    address = reverse("champions_status", args=[before.pk])

    answer = signed_in(coordinator).post(address, {"status": "active"})

    assert answer.status_code == 422
    assert "They are a champion in this network already" in answer.text
