from datetime import timedelta

import pytest

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.foundations.organisations.models import Purpose
from inroads.foundations.people.actions import (
    add_person,
    change_person,
    end_holding,
    hold,
    join_household,
    leave_household,
    place_people,
    take_consent,
    withdraw_consent,
)
from inroads.foundations.people.models import Holding, Household, Person
from inroads.foundations.people.queries import contact_for, possible_duplicates
from inroads.foundations.people.tests.factories import a_consent, a_holding, a_person
from inroads.foundations.places.models import Area, Postcode

pytestmark = pytest.mark.django_db
TEST = Machine("test")


def test_a_person_needs_neither_a_name_nor_a_way_to_be_reached(now):
    person = add_person(at=now, by=TEST)

    assert str(person) == f"Someone, number {person.pk}"
    assert Event.objects.get().verb == "person.added"


def test_a_postcode_tells_where_they_live(now):
    small_area = Area.objects.create(
        kind="lsoa", vintage=2021, code="E01000001", name="Wessex 001A"
    )
    ward = Area.objects.create(
        kind="ward", vintage=2024, code="E05000001", name="Casterbridge North"
    )
    Postcode.objects.create(postcode="DT1 1AA", lat=50, lon=-2, small_area=small_area, ward=ward)

    person = add_person(postcode="dt11aa", at=now, by=TEST)
    before = (person.postcode, person.small_area, person.ward)
    moved = change_person(person, postcode="DT9 9ZZ", by=TEST)

    assert before == ("DT1 1AA", small_area, ward)
    assert (moved.small_area, moved.ward) == (None, None)
    assert Event.objects.get(verb="person.changed").changes == {"postcode": "changed"}


def test_who_was_written_down_before_their_postcode_was_loaded_is_placed_once_it_is(now):
    early, unknown = (add_person(postcode=each, at=now, by=TEST) for each in ("DT1 1AA", "DT9 9ZZ"))
    small_area = Area.objects.create(
        kind="lsoa", vintage=2021, code="E01000001", name="Wessex 001A"
    )
    Postcode.objects.create(postcode="DT1 1AA", lat=50, lon=-2, small_area=small_area)

    placed = [place_people(by=TEST), place_people(by=TEST)]

    early.refresh_from_db()
    unknown.refresh_from_db()
    assert placed == [1, 0]
    assert (early.small_area, unknown.small_area) == (small_area, None)
    assert Event.objects.get(verb="person.placed").changes == {}


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"postcode": "nowhere"}, "postcode"),
        ({"birth_year": 1700}, "birth_year"),
        ({"birth_year": 2200}, "birth_year"),
        ({"languages": ["xx"]}, "languages"),
        ({"access_needs": ["flying carpet"]}, "access_needs"),
        ({"name": "Ivy\nBcc: all@example.org"}, "name"),
        ({"contact_ways": [{"kind": "voice", "value": "12"}]}, "phone"),
        ({"contact_ways": [{"kind": "email", "value": "nobody"}]}, "email"),
        (
            {"contact_ways": [{"kind": "email", "value": "a@b.example\nBcc: c@d.example"}]},
            "meet_at",
        ),
        ({"contact_ways": [{"kind": "post"}]}, "address"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field_and_nothing_is_kept(wrong, field, now):
    with pytest.raises(Refused) as refused:
        add_person(**wrong, at=now, by=TEST)

    assert refused.value.field == field
    assert not Person.objects.exists()


def test_ways_to_reach_someone_are_kept_once_each_and_one_is_preferred(now):
    person = add_person(
        contact_ways=[
            {"kind": "voice", "value": "01632 960001", "preferred": True},
            {"kind": "voice", "value": "+44 1632 960 001"},
            {"kind": "text", "value": "07700 900123", "preferred": True},
        ],
        at=now,
        by=TEST,
    )

    ways = [(way.kind, way.value, way.preferred) for way in person.contact_ways.all()]
    assert ways == [("voice", "+441632960001", True), ("text", "+447700900123", False)]
    assert contact_for(person).kind == "voice"
    assert contact_for(person, "text", "email").value == "+447700900123"
    assert contact_for(person, "post") is None


def test_a_change_is_recorded_without_what_was_there(now):
    person = add_person(name="Ivy Canary", at=now, by=TEST)

    change_person(person, name="Ivy Bishop", contact_ways=[{"kind": "in_person"}], by=TEST)

    event = Event.objects.get(verb="person.changed")
    assert event.changes == {"name": "changed", "contact_ways": "changed"}


def test_a_change_of_nothing_is_no_event(now):
    person = add_person(name="Ivy", contact_ways=[{"kind": "in_person"}], at=now, by=TEST)

    change_person(person, name="Ivy", contact_ways=[{"kind": "in_person"}], by=TEST)

    assert not Event.objects.filter(verb="person.changed").exists()


def test_holding_twice_is_holding_once_and_ending_is_at_once(council):
    person = a_person()
    first = hold(person, council, Purpose.HELPING, on=today(), by=TEST)
    second = hold(person, council, Purpose.HELPING, on=today() + timedelta(days=3), by=TEST)

    ended = end_holding(first, on=today(), by=TEST)
    end_holding(first, on=today() + timedelta(days=9), by=TEST)
    again = hold(person, council, Purpose.HELPING, on=today(), by=TEST)

    assert first == second
    assert not ended.in_force(today())
    assert again != first
    assert Holding.objects.count() == 2
    assert Event.objects.filter(verb="person.held").count() == 2


def test_a_holding_that_was_to_begin_later_ends_before_it_begins(council):
    holding = a_holding(a_person(), council, starts_on=today() + timedelta(days=5))

    ended = end_holding(holding, on=today(), by=TEST)

    assert ended.ends_on == ended.starts_on
    assert not ended.in_force(ended.starts_on)


def test_consent_keeps_the_words_and_who_heard_it(council, coordinator, now):
    consent = take_consent(
        a_person(council),
        council,
        Purpose.ARRANGING,
        words="May we?",
        how="spoken",
        at=now,
        by=coordinator,
    )

    assert (consent.words, consent.taken_by, consent.stands) == ("May we?", coordinator, True)
    assert "May we" not in str(Event.objects.get(verb="person.consented").changes)


def test_consent_without_words_is_none(council, coordinator, now):
    with pytest.raises(Refused, match="words that were read out"):
        take_consent(
            a_person(), council, Purpose.HELPING, words=" ", how="spoken", at=now, by=coordinator
        )


def test_withdrawn_consent_stays_withdrawn(council, now):
    consent = a_consent(a_person(), council, given_at=now)

    first = withdraw_consent(consent, at=now + timedelta(hours=1), by=TEST)
    second = withdraw_consent(consent, at=now + timedelta(hours=2), by=TEST)

    assert first.withdrawn_at == second.withdrawn_at == now + timedelta(hours=1)
    assert Event.objects.filter(verb="person.withdrew_consent").count() == 1


def test_a_household_begins_with_two_and_ends_with_one(now):
    ada, ben = a_person(address="1 High Street", postcode="DT1 1AA"), a_person()

    join_household(ben, ada, by=TEST)
    ben.refresh_from_db()
    written_to = ben.written_to_at
    leave_household(ben, by=TEST)

    assert written_to == "1 High Street\nDT1 1AA"
    assert not Household.objects.exists()
    with pytest.raises(Refused, match="somebody else"):
        join_household(ada, ada, by=TEST)


def test_who_stays_keeps_the_address_of_the_household_and_who_goes_loses_it(now):
    ada, ben = a_person(address="1 High Street", postcode="DT1 1AA"), a_person()
    join_household(ben, ada, by=TEST)
    change_person(ben, contact_ways=[{"kind": "post"}], by=TEST)

    leave_household(ada, by=TEST)
    ben.refresh_from_db()
    stays = (ben.household, ben.written_to_at, ben.contact_ways.count())
    join_household(ada, ben, by=TEST)
    cleo = a_person()
    join_household(cleo, ben, by=TEST)
    change_person(cleo, contact_ways=[{"kind": "post"}], by=TEST)
    leave_household(cleo, by=TEST)
    cleo.refresh_from_db()

    assert stays == (None, "1 High Street\nDT1 1AA", 1)
    assert (cleo.written_to_at, cleo.contact_ways.count()) == ("", 0)


def test_a_household_moves_with_the_one_at_whose_address_it_is_written_to():
    ada, ben = a_person(address="1 High Street", postcode="DT1 1AA"), a_person()
    cleo = a_person(address="2 Back Lane", postcode="DT2 2BB")
    join_household(ben, ada, by=TEST)
    join_household(cleo, ada, by=TEST)

    change_person(cleo, address="3 Back Lane", by=TEST)
    ben.refresh_from_db()
    of_another = ben.written_to_at
    change_person(ada, address="9 New Road", postcode="DT9 9AA", by=TEST)
    ben.refresh_from_db()

    assert of_another == "1 High Street\nDT1 1AA"
    assert ben.written_to_at == "9 New Road\nDT9 9AA"


def test_nobody_is_written_to_once_their_address_is_taken_away(now):
    person = add_person(
        address="1 High Street",
        postcode="DT1 1AA",
        contact_ways=[{"kind": "post"}, {"kind": "voice", "value": "01632 960001"}],
        at=now,
        by=TEST,
    )

    change_person(person, address="", by=TEST)

    assert [way.kind for way in person.contact_ways.all()] == ["voice"]
    event = Event.objects.get(verb="person.changed")
    assert event.changes == {"address": "changed", "contact_ways": "changed"}


def test_a_holding_with_an_end_to_come_can_end_before_it(council):
    holding = a_holding(a_person(), council, ends_on=today() + timedelta(days=30))

    ended = end_holding(holding, on=today(), by=TEST)

    assert ended.ends_on == today()


def test_someone_like_a_known_person_is_found_with_the_reason():
    ivy = a_person(name="Ivy Bishop", postcode="DT1 1AA", phone="+441632960001")
    a_person(name="Ivy Bishop", postcode="DT9 9AA")
    everyone = Person.objects.all()

    found = [
        possible_duplicates(everyone, name="", postcode="", phones=["01632 960001"]),
        possible_duplicates(everyone, name="ivy BISHOP", postcode="dt1 1aa", phones=[]),
        possible_duplicates(everyone, name="Ivy Bishop", postcode="", phones=["nonsense"]),
        possible_duplicates(everyone, name="", postcode="DT1 1AA", phones=[]),
    ]

    assert found == [
        [(ivy, "the same telephone number")],
        [(ivy, "the same name and postcode")],
        [],
        [],
    ]
