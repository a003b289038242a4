"""Help records as staff and signed-in champions see and make them."""

import csv
import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import today
from inroads.programme.champions.tests.factories import a_champion, a_shift
from inroads.programme.directory.tests.factories import a_topic, a_venue, queries_of
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.queries import (
    active_champions,
    first_help_after,
    helps_between,
)
from inroads.programme.help.tests.factories import a_help, taps
from inroads.programme.timetable.tests.factories import a_booking, a_session, someone

NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
FORMULA = "=HYPERLINK(1)"


def keyed(topic, **given):
    day = today()
    return {
        "sender_id": str(uuid4()),
        "door": "paper",
        "day_day": day.day,
        "day_month": day.month,
        "day_year": day.year,
        "topic": topic.pk,
        "minutes": "30",
        "outcome": "passed_on",
    } | given


def test_a_paper_sheet_is_keyed_row_after_row(signed_in, coordinator, champion, topic):
    venue, day = a_venue(), today() - timedelta(days=3)
    client = signed_in(coordinator)
    sent = keyed(topic, venue=venue.pk, champion=champion.pk)
    sent |= {"day_day": day.day, "day_month": day.month, "day_year": day.year}

    answer = client.post(reverse("help_add"), sent, follow=True)

    made = HelpRecord.objects.get()
    assert (made.door, made.venue, made.champion, made.person) == ("paper", venue, champion, None)
    assert timezone.localdate(made.given_at) == day
    assert f'value="{venue.pk}" selected' in answer.text
    assert f'value="{sent["sender_id"]}"' not in answer.text
    client.post(reverse("help_add"), sent)
    assert HelpRecord.objects.count() == 1


def test_a_page_that_was_saved_and_then_changed_is_saved_as_another_help(
    signed_in, coordinator, champion, topic
):
    client, other = signed_in(coordinator), a_topic(name="Cookery")
    sent = keyed(topic, champion=champion.pk)
    client.post(reverse("help_add"), sent)

    asked = client.post(reverse("help_add"), sent | {"topic": other.pk})
    assert asked.status_code == 422
    assert "This page was saved before" in asked.text
    new_id = re.search(r'name="sender_id" value="([^"]+)"', asked.text)[1]
    client.post(reverse("help_add"), sent | {"topic": other.pk, "sender_id": new_id})

    assert set(HelpRecord.objects.values_list("topic__name", flat=True)) == {topic.name, "Cookery"}


def test_the_card_of_a_booked_person_can_be_keyed(signed_in, coordinator, topic):
    day = today() - timedelta(days=2)
    session = a_session(starts_at=timezone.make_aware(datetime(day.year, day.month, day.day, 10)))
    booking = a_booking(session)
    on = {"day_day": day.day, "day_month": day.month, "day_year": day.year}

    signed_in(coordinator).post(reverse("help_add"), keyed(topic, card=booking.code.lower()) | on)

    made = HelpRecord.objects.get()
    assert (made.person, made.session, made.venue) == (booking.person, session, session.venue)


def test_a_card_of_another_day_or_of_nobody_is_not_taken(signed_in, coordinator, topic):
    booking = a_booking(a_session(starts_at=timezone.now() - timedelta(days=9)))
    client = signed_in(coordinator)

    other_day = client.post(reverse("help_add"), keyed(topic, card=booking.code))
    nobodys = client.post(reverse("help_add"), keyed(topic, card="NO-SUCH"))

    assert "This card is for" in other_day.text
    assert "No card has this code" in nobodys.text
    assert not HelpRecord.objects.exists()


def test_who_helps_now_is_offered_first_and_who_helped_in_the_last_row_stays_chosen(
    signed_in, coordinator, council, champion, topic
):
    active = a_champion(council, person=someone(name="Zillah Oak"))
    a_help(champion=active)

    answer = signed_in(coordinator).post(
        reverse("help_add"), keyed(topic, champion=champion.pk), follow=True
    )

    options = answer.text.split('name="champion"')[1].split("</select>")[0]
    assert f'value="{champion.pk}" selected' in options
    quiet = a_champion(council, person=someone(name="Abel Whittle"))
    names = signed_in(coordinator).get(reverse("help_add")).text.split('name="champion"')[1]
    assert names.index("Zillah Oak (Community)") < names.index(f"{quiet} (Community, not active")


@pytest.mark.parametrize(
    "wrong",
    [
        {"door": "tap"},
        {"day_year": "2999"},
        {"topic": "0"},
        {"venue": "999999"},
        {"champion": "999999"},
        {"minutes": "1"},
        {"outcome": "x" * 100_000},
        {"sender_id": "1"},
    ],
)
def test_what_makes_no_sense_is_said_and_not_written(signed_in, coordinator, topic, wrong):
    answer = signed_in(coordinator).post(reverse("help_add"), keyed(topic) | wrong)

    assert answer.status_code == 422
    assert not HelpRecord.objects.exists()


def test_a_champion_whom_the_user_may_not_see_is_not_taken(signed_in, coordinator, surgery, topic):
    unseen = a_champion(surgery)

    answer = signed_in(coordinator).post(reverse("help_add"), keyed(topic, champion=unseen.pk))

    assert answer.status_code == 422


@pytest.mark.parametrize("who", ["referrer", "partner_admin", "auditor", "stranger", "helper"])
def test_others_list_key_and_take_out_nothing(signed_in, request, topic, who):
    client = signed_in(request.getfixturevalue(who))

    for page in ("help_list", "help_export", "help_add"):
        assert client.get(reverse(page)).status_code == 403
    assert client.post(reverse("help_add"), keyed(topic)).status_code == 403
    assert not HelpRecord.objects.exists()


def test_the_list_narrows_by_day_venue_and_topic_and_passes_over_nonsense(
    signed_in, coordinator, champion
):
    now = timezone.now()
    new = a_help(champion=champion, venue=champion.venue, topic=a_topic(name="Banking"))
    old = a_help(given_at=now - timedelta(days=40), topic=a_topic(name="Cookery"))
    client = signed_in(coordinator)

    def listed(query):
        page = client.get(reverse("help_list") + query).text.split("<tbody")[1]
        return [name in page for name in ("Banking", "Cookery")]

    day = timezone.localdate(old.given_at)
    last = f"last_day={day.day}&last_month={day.month}&last_year={day.year}"
    first = f"first_day={today().day}&first_month={today().month}&first_year={today().year}"
    assert listed("") == [True, True]
    assert listed(f"?{last}") == [False, True]
    assert listed(f"?{first}") == [True, False]
    assert listed(f"?venue={new.venue.pk}") == [True, False]
    assert listed(f"?topic={old.topic.pk}") == [False, True]
    assert listed("?first_day=99&first_month=x&venue=x&topic=&page=99999") == [True, True]
    assert listed("?last_day=31&last_month=12&last_year=9999") == [True, True]


def test_a_champion_who_left_is_counted_and_not_named(signed_in, coordinator, champion):
    a_help(champion=champion)
    champion.person.holdings.update(ends_on=today())

    page = signed_in(coordinator).get(reverse("help_list")).text

    assert "A champion who left" in page
    assert "Gabriel Oak" not in page


def test_the_table_names_nobody_and_runs_nothing(signed_in, coordinator, champion):
    venue = a_venue(name=FORMULA)
    session = a_session(venue=venue)
    a_help(
        champion=champion,
        venue=venue,
        session=session,
        topic=a_topic(name="+1 apps"),
        person=someone(name="Tess Durbeyfield"),
        given_at=datetime(2026, 7, 1, 9, 0, tzinfo=timezone.get_fixed_timezone(0)),
    )

    text = signed_in(coordinator).get(reverse("help_export")).content.decode("utf-8-sig")

    header, row = csv.reader(text.splitlines())
    assert len(header) == len(row)
    assert row[:4] == ["2026-07-01 10:00", f"'{FORMULA}", str(session.service), "'+1 apps"]
    assert "Gabriel" not in text
    assert "Tess" not in text


def test_the_table_is_of_what_is_listed(signed_in, coordinator):
    one, _ = a_help(topic=a_topic(name="Banking")), a_help(topic=a_topic(name="Cookery"))

    answer = signed_in(coordinator).get(f"{reverse('help_export')}?topic={one.topic.pk}")

    assert "Banking" in answer.text
    assert "Cookery" not in answer.text


def test_a_signed_in_champion_uses_the_same_page(signed_in, helper, council, topic):
    own = a_champion(council, person=someone(user=helper))
    client = signed_in(helper)

    page = client.get(reverse("help_mine"))
    thanks = client.post(reverse("help_mine"), taps(topic), follow=True)

    made = HelpRecord.objects.get()
    assert page.status_code == 200
    assert made.champion == own
    assert f"{reverse('help_mine')}?like={made.sender_id}" in thanks.text


@pytest.mark.parametrize("who", ["referrer", "coordinator", "helper"])
def test_who_is_no_champion_has_no_such_page(signed_in, request, topic, who):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(reverse("help_mine")).status_code == 404
    assert client.post(reverse("help_mine"), taps(topic)).status_code == 404


def test_a_signed_in_champion_is_protected_from_other_sites(helper, council, topic):
    a_champion(council, person=someone(user=helper))
    client = Client(enforce_csrf_checks=True)
    client.force_login(helper)

    assert client.post(reverse("help_mine"), taps(topic)).status_code == 403
    page = client.get(reverse("help_mine")).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    sent = taps(topic) | {"csrfmiddlewaretoken": token}
    assert client.post(reverse("help_mine"), sent).status_code == 302


def test_names_are_shown_as_they_were_written(signed_in, coordinator, council):
    champion = a_champion(
        council, person=someone(name=NASTY, text="+447700900123"), venue=a_venue(name=NASTY)
    )
    a_help(champion=champion, venue=champion.venue, topic=a_topic(name=NASTY[:60]))
    client = signed_in(coordinator)

    pages = [reverse("help_list"), reverse("help_add"), reverse("help_links", args=[champion.pk])]
    texts = [client.get(address).text for address in pages]
    texts.append(client.post(reverse("help_links_make", args=[champion.pk])).text)
    for page in texts:
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_longer_list_costs_no_more_queries(signed_in, coordinator, champion):
    client = signed_in(coordinator)

    def made(number):
        for _ in range(number):
            a_help(champion=champion, venue=a_venue(), session=a_session())
        return [queries_of(client, reverse(page)) for page in ("help_list", "help_export")]

    assert made(3) == made(15)


def test_active_is_who_gave_help_or_was_at_a_session_in_ninety_days(council, now):
    recent, old = now - timedelta(days=10), now - timedelta(days=95)
    helped, attended, neither, left = (a_champion(council) for _ in range(4))
    a_help(champion=helped, given_at=recent)
    a_shift(attended, a_session(starts_at=recent))
    a_help(champion=neither, given_at=old)
    a_shift(neither, a_session(starts_at=old))
    a_help(champion=left, given_at=recent)
    left.status = "left"
    left.save()

    assert set(active_champions(now)) == {helped, attended}


def test_helps_are_counted_by_the_day_on_the_wall(db):
    # Half past midnight on 1 July in London.
    one = a_help(given_at=datetime(2026, 6, 30, 23, 30, tzinfo=timezone.get_fixed_timezone(0)))
    july, june = one.given_at.date() + timedelta(days=1), one.given_at.date()

    assert list(helps_between(july, july)) == [one]
    assert not helps_between(june, june).exists()


def test_the_first_help_after_a_moment_is_found(db, now):
    person = someone()
    a_help(person=person, given_at=now - timedelta(days=9))
    first = a_help(person=person, given_at=now - timedelta(days=5))
    a_help(person=person, given_at=now)

    assert first_help_after(person, now - timedelta(days=6)) == first
    assert first_help_after(person, now + timedelta(days=1)) is None
