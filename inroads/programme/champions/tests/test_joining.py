"""Somebody says that they would like to help, and becomes a champion step by step; each step has who and when."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.recording import Machine
from inroads.foundations.people.models import Holding, Person
from inroads.programme.champions.actions import (
    apply_to_help,
    ask_for_check,
    promise_shift,
    record_check,
    set_status,
    take_next_step,
)
from inroads.programme.champions.joining import MOST_IN_AN_HOUR, joining, steps_of
from inroads.programme.champions.models import Champion
from inroads.programme.champions.queries import current_champions
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.timetable.tests.factories import a_session

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")
APPLY = {
    "name": "Diggory Venn",
    "phone": "07700 900181",
    "network": "community",
    "days": ["1", "3"],
}


@pytest.fixture
def applicant(council, now):
    return apply_to_help(
        details={
            "name": "Diggory Venn",
            "contact_ways": [{"kind": "voice", "value": "+447700900181"}],
        },
        network="community",
        days=[1],
        at=now,
        on=today(),
        by=SAMPLE,
    )


def step(champion, by=SAMPLE):
    champion.refresh_from_db()
    return take_next_step(champion, after=champion.status, on=today(), by=by)


# At the public page


def test_anybody_says_that_they_would_like_to_help(client, council):
    answer = client.post(reverse("champions_apply"), APPLY, follow=True)

    assert "What happens next" in answer.content.decode()
    champion = Champion.objects.get()
    assert (champion.status, champion.network, champion.days) == ("applied", "community", [1, 3])
    assert champion.joined_on is None
    assert champion.person.name == "Diggory Venn"
    assert [way.value for way in champion.person.contact_ways.all()] == ["+447700900181"]
    assert Holding.objects.get(person=champion.person).organisation == council


def test_an_address_alone_is_enough(client, council):
    client.post(reverse("champions_apply"), {**APPLY, "phone": "", "email": "venn@heath.example"})

    assert Champion.objects.get().person.contact_ways.get().kind == "email"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Enter your name"),
        ({"phone": ""}, "Enter your telephone number or your e-mail address"),
        ({"phone": "12"}, "Enter a telephone number, like 01632 960 001"),
        ({"email": "nobody"}, "Enter an e-mail address in the right form"),
        ({"postcode": "X"}, "Enter a full postcode"),
        ({"network": "king"}, "Choose one from the list"),
        ({"days": ["9"]}, "Choose days from the list"),
        ({"name": "x" * 121}, "in 120 letters or fewer"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_kept_or_lost(client, council, wrong, said):
    answer = client.post(reverse("champions_apply"), {**APPLY, **wrong})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert wrong.get("phone", APPLY["phone"]) in page
    assert not Person.objects.exists()


def test_where_nobody_leads_they_are_asked_to_ring(client):
    answer = client.post(reverse("champions_apply"), APPLY)

    assert answer.status_code == 422
    assert "Ring us instead" in answer.content.decode()
    assert not Person.objects.exists()


def test_somebody_who_plays_with_the_page_is_asked_to_wait(client, council):
    for number in range(MOST_IN_AN_HOUR + 2):
        answer = client.post(reverse("champions_apply"), {**APPLY, "name": f"Name {number}"})

    assert answer.status_code == 429
    assert Champion.objects.count() == MOST_IN_AN_HOUR


def test_the_answer_is_the_same_for_somebody_known(client, council):
    first = client.post(reverse("champions_apply"), APPLY)
    second = client.post(reverse("champions_apply"), APPLY)

    assert (first.status_code, first.url) == (second.status_code, second.url)


def test_what_is_sent_twice_is_written_down_once(client, council):
    for _ in range(2):
        client.post(reverse("champions_apply"), APPLY)
    client.post(reverse("champions_apply"), {**APPLY, "name": "Thomasin Yeobright"})

    assert Champion.objects.count() == 2


# Step by step


def test_they_become_a_champion_step_by_step(applicant):
    statuses = [step(applicant).status for _ in range(3)]

    assert statuses == ["checked", "trained", "active"]
    applicant.refresh_from_db()
    assert applicant.joined_on == today()
    assert applicant in current_champions()
    with pytest.raises(Refused, match="not on the way"):
        step(applicant)


def test_a_button_pressed_twice_takes_one_step(applicant):
    take_next_step(applicant, after="applied", on=today(), by=SAMPLE)

    with pytest.raises(Refused, match="already"):
        take_next_step(applicant, after="applied", on=today(), by=SAMPLE)
    applicant.refresh_from_db()
    assert applicant.status == "checked"


def test_each_step_has_who_and_when(applicant, manager):
    for _ in range(3):
        step(applicant, by=manager)

    way = steps_of(applicant)
    assert [one.who for one in way] == ["sample", *[str(manager)] * 3]
    assert [one.at for one in way] == sorted(one.at for one in way)


def test_no_step_is_taken_without_the_checks_that_the_role_asks_for(applicant):
    ask_for_check(network="community", kind="references", why="They help alone", by=SAMPLE)

    with pytest.raises(Refused, match="Two references: not seen yet"):
        step(applicant)
    on = today()
    record_check(
        applicant, kind="references", outcome="suited", seen_on=on, review_on=on + timedelta(365),
        on=on, by=SAMPLE,
    )  # fmt: skip

    assert step(applicant).status == "checked"


def test_nobody_jumps_a_step(applicant):
    with pytest.raises(Refused, match="step by step"):
        set_status(applicant, status="active", on=today(), by=SAMPLE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Champion.objects.filter(pk=applicant.pk).update(status="active")


def test_who_declined_comes_back_only_by_the_same_steps(applicant):
    set_status(applicant, status="left", on=today(), by=SAMPLE)

    with pytest.raises(Refused, match="step by step"):
        set_status(applicant, status="active", on=today(), by=SAMPLE)
    assert not Holding.objects.filter(person=applicant.person, ends_on=None).exists()


@pytest.mark.parametrize("status", ["applied", "checked", "trained"])
def test_until_then_they_are_no_champion_anywhere(status, applicant, now):
    Champion.objects.filter(pk=applicant.pk).update(status=status)
    applicant.refresh_from_db()
    session = a_session(starts_at=now + timedelta(days=2))

    assert applicant not in current_champions()
    with pytest.raises(Refused, match="not a champion yet"):
        promise_shift(applicant, session, at=now, by=SAMPLE)


# On the pages


def test_the_coordinator_sees_who_waits_and_takes_the_next_step(applicant, coordinator, signed_in):
    client = signed_in(coordinator)
    assert "Diggory Venn" in client.get(reverse("champions_joining")).content.decode()
    assert "Diggory Venn" not in client.get(reverse("champions_list")).content.decode()
    way = applicant.person.contact_ways.get()
    assert way.as_written in client.get(applicant.get_absolute_url()).content.decode()

    for status in ("Checked", "Trained", "Active"):
        applicant.refresh_from_db()
        address = reverse("champions_next_step", args=[applicant.pk])
        page = client.post(address, {"after": applicant.status}, follow=True)
        assert f"is now: {status}" in page.content.decode()

    assert not joining(Champion.objects.all()).exists()
    assert "Diggory Venn" in client.get(reverse("champions_list")).content.decode()


def test_the_coordinator_writes_down_that_they_do_not_join(applicant, coordinator, signed_in):
    signed_in(coordinator).post(reverse("champions_decline", args=[applicant.pk]))

    applicant.refresh_from_db()
    assert applicant.has_left


def test_somebody_who_is_a_champion_already_is_not_declined(council, coordinator, signed_in):
    champion = a_champion(council)

    answer = signed_in(coordinator).post(reverse("champions_decline", args=[champion.pk]))

    assert answer.status_code == 403
    champion.refresh_from_db()
    assert champion.is_current


def test_nobody_else_sees_who_would_like_to_help(applicant, helper, referrer, signed_in):
    for user in (helper, referrer):
        client = signed_in(user)
        assert client.get(reverse("champions_joining")).status_code == 403
        assert client.get(applicant.get_absolute_url()).status_code == 404
        assert client.post(reverse("champions_next_step", args=[applicant.pk])).status_code == 404
