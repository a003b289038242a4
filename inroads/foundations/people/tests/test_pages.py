import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inroads.foundations.history.models import Event
from inroads.foundations.organisations.models import Purpose
from inroads.foundations.people.models import Consent, ContactWay, Person
from inroads.foundations.people.tests.factories import a_consent, a_holding, a_person, answers

pytestmark = pytest.mark.django_db
XSS = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def test_who_has_a_list_of_people(
    signed_in, manager, coordinator, referrer, partner_admin, stranger, helper, auditor
):
    cast = [None, manager, coordinator, referrer, partner_admin, stranger, helper, auditor]

    codes = [signed_in(user).get("/people/").status_code for user in cast]

    assert codes == [302, 200, 200, 200, 200, 200, 403, 403]


def test_a_list_asks_as_often_for_thirty_as_for_three(signed_in, coordinator, council):
    client = signed_in(coordinator)
    client.get("/people/")
    queries = []
    for rows in (range(3), range(3, 30)):
        for number in rows:
            a_person(council, phone=f"+4416329600{number:02}")
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/people/")
        queries.append(len(asked))

    assert queries[0] == queries[1]
    assert "?page=2" in page.content.decode()


def names_on(page) -> list[str]:
    return [str(person) for person in page.context["page"]]


def test_whoever_arranges_help_sees_those_to_be_helped_first(signed_in, coordinator, council):
    a_person(council, name="Ivy")
    a_person(council, name="Grace", purpose=Purpose.HELPING)
    client = signed_in(coordinator)

    shown = [
        names_on(client.get("/people/")),
        names_on(client.get("/people/?everyone=yes")),
        names_on(client.get("/people/?q=grace")),
    ]

    assert shown == [["Ivy"], ["Grace", "Ivy"], ["Grace"]]


def test_a_referrer_has_one_list_and_no_choice(signed_in, referrer, surgery):
    a_person(surgery, name="Ivy", purpose=Purpose.REFERRING)

    page = signed_in(referrer).get("/people/")

    assert names_on(page) == ["Ivy"]
    assert "Everyone" not in page.text


def test_whoever_gave_no_name_comes_last(signed_in, coordinator, council):
    nameless = a_person(council, name="")
    a_person(council, name="Ivy")

    names = names_on(signed_in(coordinator).get("/people/"))

    assert names == ["Ivy", f"Someone, number {nameless.pk}"]


def test_a_telephone_number_in_the_list_can_be_rung(signed_in, coordinator, council):
    a_person(council, phone="+441632960001")

    page = signed_in(coordinator).get("/people/").text

    assert 'href="tel:+441632960001">01632 960 001<' in page


def test_the_look_at_a_page_is_recorded(signed_in, coordinator, council):
    person = a_person(council)

    signed_in(coordinator).get(f"/people/{person.pk}/")

    event = Event.objects.get()
    assert (event.verb, event.thing) == ("person.viewed", f"people.person/{person.pk}")
    assert event.by == f"accounts.user/{coordinator.pk}"


def test_looks_are_counted_and_do_not_hide_what_was_done(signed_in, manager, coordinator, council):
    person = a_person(council)
    looked = [signed_in(user) for user in (coordinator, manager, manager)]
    for client in looked:
        page = client.get(f"/people/{person.pk}/")

    assert "Looked at 3 times" in page.text
    assert "coordinator@wessex.example" in page.text
    assert page.context["events"] == []


def test_somebody_elses_person_is_not_there(signed_in, stranger, council):
    person, consent = a_person(council), None
    consent = a_consent(person, council)
    holding = person.holdings.get()
    client = signed_in(stranger)
    paths = ["", "change/", "household/", "consent/", f"consent/{consent.pk}/withdraw/"]
    paths += [f"holding/{holding.pk}/let-go/", "export/", "export.json", "erase/"]

    looked = {client.get(f"/people/{person.pk}/{path}").status_code for path in paths}
    posted = {
        client.post(f"/people/{person.pk}/{path}", answers()).status_code
        for path in [*paths[1:6], "household/leave/", "erase/"]
    }

    assert looked == posted == {404}
    assert not Event.objects.exists()


def test_who_sees_but_may_not_do(signed_in, referrer, partner_admin, surgery, council):
    person = a_person(surgery, purpose=Purpose.REFERRING)
    a_holding(person, council)
    holding = person.holdings.get(organisation=surgery)

    codes = [
        signed_in(referrer).get(f"/people/{person.pk}/change/").status_code,
        signed_in(referrer).post(f"/people/{person.pk}/holding/{holding.pk}/let-go/").status_code,
        signed_in(partner_admin).get("/people/add/").status_code,
        signed_in(partner_admin).get(f"/people/{person.pk}/consent/").status_code,
    ]

    assert codes == [403, 403, 403, 403]


def test_a_get_changes_nothing(signed_in, coordinator, council):
    person = a_person(council)
    consent, holding = a_consent(person, council), person.holdings.get()
    client = signed_in(coordinator)

    client.get(f"/people/{person.pk}/consent/{consent.pk}/withdraw/")
    client.get(f"/people/{person.pk}/holding/{holding.pk}/let-go/")
    refused = client.get(f"/people/{person.pk}/household/leave/")
    client.get("/people/add/", answers())

    assert refused.status_code == 405
    assert Consent.objects.get().stands
    assert person.holdings.get().ends_on is None
    assert Person.objects.count() == 1


def test_a_coordinator_writes_someone_down(signed_in, coordinator, council):
    key = f"{council.pk}-arranging"

    answer = signed_in(coordinator).post(
        "/people/add/", answers(held_by=key, pk=77, erased_at="2020-01-01")
    )

    person = Person.objects.get()
    assert answer.url == f"/people/{person.pk}/"
    assert (person.name, person.postcode, person.erased_at) == ("Ivy Bishop", "DT1 1AA", None)
    assert person.holdings.get().organisation == council
    assert person.contact_ways.get().value == "+441632960001"


def test_a_record_is_kept_for_ones_own_organisation_only(signed_in, referrer, council, surgery):
    client = signed_in(referrer)

    for held_by in (f"{council.pk}-arranging", f"{surgery.pk}-helping", "", "x"):
        assert client.post("/people/add/", answers(held_by=held_by)).status_code == 422

    assert not Person.objects.exists()


def test_someone_who_may_be_known_is_shown_before_anything_is_saved(
    signed_in, coordinator, council
):
    known = a_person(council, name="Ivy Bishop", postcode="DT1 1AA")
    client, key = signed_in(coordinator), f"{council.pk}-arranging"

    asked = client.post("/people/add/", answers(held_by=key))
    wrong = client.post("/people/add/", answers(held_by=key, same_as="999999"))
    same = client.post("/people/add/", answers(held_by=key, same_as=known.pk))
    count = Person.objects.count()
    other = client.post("/people/add/", answers(held_by=key, same_as="somebody_else"))

    assert "Is this the same person?" in asked.content.decode()
    assert "They have the same name and postcode" in asked.content.decode()
    assert (asked.status_code, wrong.status_code) == (200, 422)
    assert same.url == f"/people/{known.pk}/"
    assert count == 1
    assert other.status_code == 302
    assert Person.objects.count() == 2


def test_of_someone_unseen_only_the_number_is_said_to_be_known(
    signed_in, referrer, council, surgery
):
    hidden = a_person(council, name="Canary Hidden", postcode="DT9 9AA", phone="+441632960001")
    client, key = signed_in(referrer), f"{surgery.pk}-referring"

    asked = client.post("/people/add/", answers(held_by=key))
    page = asked.content.decode()
    taken = client.post("/people/add/", answers(held_by=key, same_as=hidden.pk))
    other = client.post("/people/add/", answers(held_by=key, same_as="somebody_else"))

    assert "Someone with this number is already known to the programme" in page
    assert "Canary" not in page
    assert "DT9 9AA" not in page
    assert f'value="{hidden.pk}"' not in page
    assert taken.status_code == 422
    assert other.status_code == 302
    assert other.url != f"/people/{hidden.pk}/"


def test_an_unseen_namesake_is_not_given_away(signed_in, referrer, council, surgery):
    hidden = a_person(council, name="Ivy Bishop", postcode="DT1 1AA")

    answer = signed_in(referrer).post("/people/add/", answers(held_by=f"{surgery.pk}-referring"))

    new = Person.objects.exclude(pk=hidden.pk).get()
    assert answer.url == f"/people/{new.pk}/"


def test_a_record_is_corrected_and_no_way_is_lost(signed_in, coordinator, council):
    person = a_person(council, name="Ivy", phone="+441632960001", languages=["pl", "en", "uk"])
    for number in ("+441632960002", "+441632960003"):
        ContactWay.objects.create(person=person, kind="voice", value=number)
    client = signed_in(coordinator)

    page = client.get(f"/people/{person.pk}/change/").content.decode()
    client.post(
        f"/people/{person.pk}/change/",
        answers(
            name="Ivy Bishop", languages="pl", other_language="en", other_phone="01632 960 002"
        ),
    )

    person.refresh_from_db()
    assert "01632 960 001" in page
    assert (person.name, person.languages) == ("Ivy Bishop", ["pl", "en", "uk"])
    assert sorted(person.contact_ways.values_list("value", flat=True)) == [
        "+441632960001",
        "+441632960002",
        "+441632960003",
    ]


def test_wrong_answers_come_back_as_they_were_typed(signed_in, coordinator, council):
    answer = signed_in(coordinator).post(
        "/people/add/", answers(postcode="nowhere", name=XSS, held_by=f"{council.pk}-arranging")
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter a full postcode, like DT1 1AA" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_hostile_text_is_shown_as_text(signed_in, manager, council):
    person = a_person(council, name=XSS[:120], address=XSS, phone="+441632960001")
    ContactWay.objects.create(person=person, kind="in_person", value=XSS, note=XSS)
    a_consent(person, council, words=XSS)
    other = a_person(council, name=XSS[:120], postcode="DT1 1AA")
    client = signed_in(manager)
    paths = ["", "change/", "household/?q=script", "consent/", "export/", "erase/"]

    pages = [client.get(f"/people/{person.pk}/{path}").content.decode() for path in paths]
    pages.append(client.get("/people/").content.decode())
    pages.append(client.get("/people/", {"q": XSS[:90]}).content.decode())

    assert str(other.pk) in pages[2]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_ten_megabytes_of_name_are_refused(signed_in, coordinator):
    answer = signed_in(coordinator).post("/people/add/", answers(name="x" * 10_000_000))

    assert answer.status_code in (400, 413)
    assert not Person.objects.exists()


def test_whom_someone_lives_with_is_one_of_those_the_user_may_see(
    signed_in, coordinator, council, housing
):
    person = a_person(council, postcode="DT1 1AA")
    near = a_person(council, postcode="DT1 1AA", address="1 High Street")
    hidden = a_person(housing, name="Canary Hidden", postcode="DT1 1AA")
    client = signed_in(coordinator)

    page = client.get(f"/people/{person.pk}/household/").content.decode()
    refused = client.post(f"/people/{person.pk}/household/", {"lives_with": hidden.pk})
    done = client.post(f"/people/{person.pk}/household/", {"lives_with": near.pk})

    assert "Canary" not in page
    assert (refused.status_code, done.status_code) == (422, 302)
    person.refresh_from_db()
    hidden.refresh_from_db()
    near.refresh_from_db()
    assert person.household == near.household is not None
    assert hidden.household is None


def test_an_unseen_member_of_the_household_is_not_named(signed_in, coordinator, council, housing):
    person = a_person(council, postcode="DT1 1AA")
    near = a_person(council, postcode="DT1 1AA")
    hidden = a_person(housing, name="Canary Hidden", postcode="DT1 1AA")
    client = signed_in(coordinator)
    client.post(f"/people/{person.pk}/household/", {"lives_with": near.pk})
    near.refresh_from_db()
    Person.objects.filter(pk=hidden.pk).update(household=near.household)

    page = client.get(f"/people/{person.pk}/").content.decode()
    client.post(f"/people/{person.pk}/household/leave/")

    assert "Canary" not in page
    person.refresh_from_db()
    assert person.household is None


def test_consent_keeps_our_words_whatever_is_posted(signed_in, coordinator, council, surgery):
    person = a_person(council)
    client = signed_in(coordinator)

    foreign = client.post(
        f"/people/{person.pk}/consent/", {"agreed_to": f"{surgery.pk}-helping", "how": "spoken"}
    )
    done = client.post(
        f"/people/{person.pk}/consent/",
        {"agreed_to": f"{council.pk}-helping", "how": "spoken", "words": "anything", "taken_by": 1},
    )

    consent = Consent.objects.get()
    assert (foreign.status_code, done.status_code) == (422, 302)
    assert "Wessex Council would like to keep your name" in consent.words
    assert consent.taken_by == coordinator


def test_a_change_of_mind_is_written_down(signed_in, coordinator, council):
    person = a_person(council)
    consent = a_consent(person, council)
    elsewhere = a_consent(a_person(council), council)
    client = signed_in(coordinator)

    wrong = client.post(f"/people/{person.pk}/consent/{elsewhere.pk}/withdraw/")
    client.post(f"/people/{person.pk}/consent/{consent.pk}/withdraw/")

    assert wrong.status_code == 404
    assert "Withdrawn on" in client.get(f"/people/{person.pk}/").content.decode()


def test_a_record_let_go_is_seen_no_more(signed_in, coordinator, council):
    person = a_person(council)
    client = signed_in(coordinator)

    done = client.post(
        f"/people/{person.pk}/holding/{person.holdings.get().pk}/let-go/", follow=True
    )

    assert "no longer holds this record" in done.content.decode()
    assert client.get(f"/people/{person.pk}/").status_code == 404


def test_a_partner_learns_neither_who_else_holds_a_person_nor_who_looked(
    signed_in, referrer, manager, surgery, housing, council
):
    person = a_person(surgery, housing, council, purpose=Purpose.REFERRING)
    a_consent(person, housing, words="Housing canary")
    signed_in(manager).get(f"/people/{person.pk}/")

    theirs = signed_in(referrer).get(f"/people/{person.pk}/").content.decode()
    ours = signed_in(manager).get(f"/people/{person.pk}/").content.decode()

    assert "Melchester Homes" not in theirs
    assert "Housing canary" not in theirs
    assert "manager@wessex.example" not in theirs
    assert "Melchester Homes" in ours
    assert "referrer@sherton.example" in ours
