"""A paper tick sheet is printed, comes back, is keyed in a minute, checked whole, and kept once."""

import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from inroads.foundations.core.rules import Refused
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.models import Topic
from inroads.programme.directory.tests.factories import a_topic, a_venue, queries_of
from inroads.programme.help.actions import keep_sheet, make_sheet
from inroads.programme.help.models import HelpRecord, Sheet
from inroads.programme.help.sheets import Row, read_row
from inroads.programme.help.tests.factories import a_help
from inroads.programme.help.texting import Unclear
from inroads.programme.timetable.models import Booking, Session
from inroads.programme.timetable.tests.factories import a_booking, a_session, someone

pytestmark = pytest.mark.django_db

NAMES = ["Online banking", "NHS App", "Passwords"]


@pytest.fixture
def session(council, now):
    return a_session(venue=a_venue(), starts_at=now.replace(microsecond=0))


@pytest.fixture
def sheet(session, now):
    topics = [a_topic(name=name) for name in NAMES]
    return Sheet.objects.create(session=session, topics=[one.pk for one in topics], made_at=now)


# What a row says

TOPICS = [Topic(pk=n, name=name) for n, name in enumerate([*NAMES, "Blue badge"], 1)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1", "Online banking, About 15 minutes, Sorted"),
        ("2 30", "NHS App, About 30 minutes, Sorted"),
        ("2 n", "NHS App, About 15 minutes, Not this time"),
        ("2 n 60", "NHS App, An hour or more, Not this time"),
        ("3 5 M", "Passwords, Up to 5 minutes, Made a start"),
        ("3,5,p", "Passwords, Up to 5 minutes, Passed on"),
        ("3 passed", "Passwords, About 15 minutes, Passed on"),
        ("bank", "Online banking, About 15 minutes, Sorted"),
        ("nhs 30 s", "NHS App, About 30 minutes, Sorted"),
        ("blue badge 30", "Blue badge, About 30 minutes, Sorted"),
        ("badge", "Blue badge, About 15 minutes, Sorted"),
        ("1 FX7KQA", "Online banking, About 15 minutes, Sorted, card FX7KQA"),
        ("fx7kqa nhs n", "NHS App, About 15 minutes, Not this time, card FX7KQA"),
    ],
)
def test_a_row_says_what_is_ticked(text, said):
    card = Booking(code="FX7KQA")

    assert read_row(text, printed=TOPICS[:3], topics=TOPICS, cards=[card]).in_words == said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("4", "There is no topic 4"),
        ("0", "There is no topic 0"),
        ("99999999999", "There is no topic 9999"),
        ("1 20", "We do not know “20”"),
        ("1 30 15", "two things at once"),
        ("1 s n", "two things at once"),
        ("1 x", "We do not know “x”"),
        ("qwerty", "No topic is called “qwerty”"),
        ("!", "Key the number of the topic first"),
        ("1 FX7KQA AB34CD", "each help in its own row"),
    ],
)
def test_a_row_that_is_not_understood_says_why(text, why):
    cards = [Booking(code="FX7KQA"), Booking(code="AB34CD")]

    read = read_row(text, printed=TOPICS[:3], topics=TOPICS, cards=cards)

    assert isinstance(read, Unclear)
    assert why in read.reason


@given(st.text(max_size=60))
def test_any_row_whatever_is_read_or_asked_about(text):
    assert isinstance(read_row(text, printed=TOPICS[:3], topics=TOPICS), Row | Unclear)


# The sheet


def test_a_sheet_has_on_it_what_that_venue_helps_with_most(session, coordinator, signed_in, now):
    for number in range(12):
        a_topic(name=f"Topic {number:02}")
    often = a_topic(name="Zumba videos")
    a_help(topic=often, venue=session.venue)

    page = signed_in(coordinator).post(reverse("help_sheets_make", args=[session.pk]), follow=True)

    sheet = Sheet.objects.get()
    printed = sheet.printed_topics()
    assert (printed[0], len(printed)) == (often, 10)
    assert f"</span> {sheet.code}" in page.content.decode()


def test_each_sheet_has_its_own_code(session, coordinator, topic, now):
    codes = {make_sheet(session, at=now, by=coordinator).code for _ in range(5)}

    assert len(codes) == 5


def test_twelve_rows_are_checked_and_then_kept(sheet, coordinator, signed_in, council):
    helper = a_champion(council)
    helper.shifts.create(session=sheet.session)
    client, address = signed_in(coordinator), reverse("help_sheets_key", args=[sheet.code])
    assert f'<option value="{helper.pk}" selected' in client.get(address).content.decode()
    rows = {f"row{n}": f"{n % 3 + 1} 30" for n in range(1, 13)} | {"champion": helper.pk}

    checked = client.post(address, rows)
    assert checked.status_code == 200
    assert "Keep 12 helps" in checked.content.decode()
    assert not HelpRecord.objects.exists()

    kept = client.post(address, hidden(checked) | {"keep": "keep"}, follow=True)

    assert f"Kept: 12 helps of sheet {sheet.code}" in kept.content.decode()
    helps = HelpRecord.objects.select_related("topic")
    assert len(helps) == 12
    assert {(one.door, one.minutes, one.champion, one.session) for one in helps} == {
        ("paper", 30, helper, sheet.session)
    }
    assert {one.given_at for one in helps} == {sheet.session.starts_at}


def hidden(page):
    """The fields that the page sends on."""
    found = re.findall(
        r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', page.content.decode()
    )
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_one_row_that_is_wrong_keeps_nothing_and_what_was_keyed_stays(sheet, manager, signed_in):
    address = reverse("help_sheets_key", args=[sheet.code])

    answer = signed_in(manager).post(address, {"row1": "1", "row2": "9", "keep": "keep"})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no topic 9 on this sheet" in html
    assert 'name="row1" value="1"' in html
    assert not HelpRecord.objects.exists()


def test_change_something_leads_back_with_what_was_keyed(sheet, manager, signed_in):
    address = reverse("help_sheets_key", args=[sheet.code])

    html = signed_in(manager).post(address, {"row1": "2 n", "change": "change"}).content.decode()

    assert 'name="row1" value="2 n"' in html


def test_an_empty_sheet_is_not_kept(sheet, manager, signed_in):
    answer = signed_in(manager).post(reverse("help_sheets_key", args=[sheet.code]), {"row5": " "})

    assert "Key at least one row" in answer.content.decode()


def test_the_same_sheet_is_never_kept_twice(sheet, manager, signed_in, now):
    address = reverse("help_sheets_key", args=[sheet.code])
    client = signed_in(manager)
    client.post(address, {"row1": "1", "keep": "keep"})

    again = client.post(address, {"row1": "1", "row2": "2", "keep": "keep"})

    assert again.status_code == 422
    assert "This sheet was keyed in on" in again.content.decode()
    assert HelpRecord.objects.count() == 1
    assert "It is not kept again" in client.get(address).content.decode()


def test_a_session_that_has_not_begun_has_no_helps(sheet, manager, now):
    Session.objects.filter(pk=sheet.session_id).update(
        starts_at=now.replace(year=now.year + 1), ends_at=now.replace(year=now.year + 2)
    )
    sheet.session.refresh_from_db()

    with pytest.raises(Refused, match="has not begun yet"):
        keep_sheet(sheet, [Row(Topic.objects.first())], champion=None, at=now, by=manager)


def test_a_card_joins_the_help_to_whoever_was_booked(sheet, manager, signed_in):
    booking = a_booking(sheet.session, code="FX7KQA")

    signed_in(manager).post(
        reverse("help_sheets_key", args=[sheet.code]), {"row1": "1 fx7kqa", "keep": "keep"}
    )

    assert HelpRecord.objects.get().person == booking.person


def test_a_sheet_is_found_by_its_code_however_it_is_typed(sheet, manager, signed_in):
    client = signed_in(manager)

    found = client.get(reverse("help_sheets"), {"code": f" {sheet.code.lower()} "})
    unknown = client.get(reverse("help_sheets"), {"code": "NONE"})

    assert found["Location"] == reverse("help_sheets_key", args=[sheet.code])
    assert (unknown.status_code, "No sheet has this code" in unknown.content.decode()) == (
        422,
        True,
    )


def test_sheets_that_did_not_come_back_are_listed(sheet, manager, signed_in, now):
    client = signed_in(manager)
    assert sheet.code in client.get(reverse("help_sheets")).content.decode()

    sheet.kept_at = now
    sheet.save()

    assert sheet.code not in client.get(reverse("help_sheets")).content.decode()


def test_keying_costs_the_same_however_many_champions_there_are(sheet, manager, signed_in, council):
    client, address = signed_in(manager), reverse("help_sheets_key", args=[sheet.code])
    a_champion(council)
    few = queries_of(client, address)
    for number in range(9):
        a_champion(council, person=someone(name=f"Helper {number}"))

    assert queries_of(client, address) == few
