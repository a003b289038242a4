"""A check that is missing, unsuited or has run out stops one-to-one help, wherever it would be agreed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.foundations.people.actions import erase_person
from inroads.programme.champions.actions import ask_for_check, ask_no_longer, record_check
from inroads.programme.champions.checking import cleared, why_not_alone, with_checks_due
from inroads.programme.champions.models import Champion, Check
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import an_organisation, queries_of
from inroads.programme.timetable.tests.factories import someone

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")


@pytest.fixture
def champion(council):
    return a_champion(council)


def seen(champion, *, kind="references", outcome="suited", days=365, **given):
    on = today()
    values = {
        "seen_on": on - timedelta(days=1000),
        "review_on": on + timedelta(days=days),
        "on": on,
    }
    return record_check(champion, kind=kind, outcome=outcome, by=SAMPLE, **(values | given))


def may_alone(champion):
    """Both ways of asking say the same."""
    one = why_not_alone(champion, today()) == ""
    assert one == cleared(Champion.objects.all(), today()).filter(pk=champion.pk).exists()
    return one


def test_where_no_role_asks_for_any_nobody_is_stopped(champion):
    assert may_alone(champion)


def test_who_has_not_shown_what_their_role_asks_for_is_stopped_until_they_have(champion):
    asked = ask_for_check(network="community", kind="references", why="They help alone", by=SAMPLE)
    ask_for_check(network="workplace", kind="basic", why="Another role", by=SAMPLE)

    assert why_not_alone(champion, today()) == "Two references: not seen yet"
    assert not may_alone(champion)

    seen(champion)
    assert may_alone(champion)

    ask_no_longer(asked, by=SAMPLE)
    assert may_alone(champion)


def test_unsuited_stops_whoever_asks_for_it(champion):
    seen(champion, outcome="unsuited")

    assert why_not_alone(champion, today()) == "Two references: not suited"
    assert not may_alone(champion)


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (1, True)])
def test_a_check_holds_up_to_its_last_day(champion, days, may):
    seen(champion, days=days)

    assert may_alone(champion) == may


def test_a_check_that_is_renewed_holds_again(champion):
    seen(champion, days=-1)
    seen(champion, days=100)

    assert may_alone(champion)
    assert champion.checks.count() == 1


kinds = st.sampled_from(Check.Kind.values)
story = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), kinds),
        st.tuples(st.just("suited"), kinds, st.integers(-40, 400)),
        st.tuples(st.just("unsuited"), kinds, st.integers(-40, 400)),
    ),
    max_size=8,
)


@given(story=story)
def test_whatever_was_seen_and_asked_the_rule_is_the_same_for_one_and_for_all(
    django_db_setup, story
):
    with transaction.atomic():
        champion = a_champion(an_organisation())
        latest, asked = {}, set()
        for what, kind, *days in story:
            if what == "ask":
                try:
                    ask_for_check(network="community", kind=kind, why="Why", by=SAMPLE)
                except Refused:
                    assert kind in asked
                asked.add(kind)
            else:
                seen(champion, kind=kind, outcome=what, days=days[0])
                latest[kind] = what == "suited" and days[0] >= 0
        expected = all(latest.values()) and all(latest.get(kind) for kind in asked)
        assert may_alone(champion) == expected
        transaction.set_rollback(True)


def test_those_to_see_to_are_listed_before_it_is_too_late(council):
    names = ["Anne", "Bob", "Cytherea"]
    fine, soon, out = (a_champion(council, person=someone(name=name)) for name in names)
    seen(fine, days=200)
    seen(soon, days=20)
    seen(out, days=-5)

    assert set(with_checks_due(Champion.objects.all(), today())) == {soon, out}


def test_the_database_itself_keeps_one_of_a_kind(champion):
    check = seen(champion)

    with pytest.raises(IntegrityError):
        Check.objects.create(
            champion=champion, kind="references", outcome="suited",
            seen_on=check.seen_on, review_on=check.review_on,
        )  # fmt: skip


def test_the_number_of_a_certificate_is_not_in_the_history_and_goes_with_the_person(champion, now):
    seen(champion, number="001234567890")
    seen(champion, number="009999999999")

    assert "0012345" not in str(list(Event.objects.values()))
    assert "0099999" not in str(list(Event.objects.values()))
    erase_person(champion.person, at=now, by=SAMPLE)
    assert not Check.objects.exists()


# On the pages


def dates(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_what_was_seen_is_written_down_and_shown(champion, coordinator, signed_in):
    on = today()
    client = signed_in(coordinator)

    typed = {"kind": "basic", "outcome": "suited", "number": "00123"}
    typed |= dates("seen_on", on) | dates("review_on", on + timedelta(days=900))
    page = client.post(reverse("champions_check", args=[champion.pk]), typed, follow=True)

    assert "Basic DBS check: suited, holds until" in page.content.decode()
    assert champion.checks.get().seen_by == coordinator


def test_a_day_that_cannot_be_is_said_beside_the_field(champion, coordinator, signed_in):
    answer = signed_in(coordinator).post(
        reverse("champions_check", args=[champion.pk]), {"kind": "basic", "outcome": "suited"}
    )

    assert answer.status_code == 422
    assert not champion.checks.exists()


def test_a_role_asks_and_asks_no_longer(manager, signed_in):
    client = signed_in(manager)
    asking = {"network": "community", "kind": "references", "why": "They help alone"}

    page = client.post(reverse("champions_roles_ask"), asking, follow=True).content.decode()
    assert "Two references: They help alone" in page
    again = client.post(reverse("champions_roles_ask"), asking)
    assert again.status_code == 422
    assert "This role asks for that already" in again.content.decode()


def test_the_list_of_checks_costs_the_same_however_many_there_are(council, manager, signed_in):
    client, costs = signed_in(manager), []
    for _ in range(2):
        for number in range(5):
            seen(a_champion(council, person=someone(name=f"Name {number}")), days=-1)
        costs.append(queries_of(client, reverse("champions_checks_due")))

    assert costs[0] == costs[1]
