"""The promise is to speak with somebody: the pages lead there first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import today
from inroads.programme.referrals.actions import decline_referral, withdraw_referral
from inroads.programme.referrals.tests.factories import (
    TEST,
    a_champion,
    a_person,
    a_referral,
    a_session,
    a_venue,
    accepted,
    agreed,
    reached_by,
)
from inroads.programme.referrals.wording import numbers_to_ring, standing

pytestmark = pytest.mark.django_db
NUMBER = "+441632960001"


@pytest.fixture
def referral(surgery, council, agreement):
    person = a_person()
    reached_by(person, "voice", NUMBER, note="After ten")
    return a_referral(surgery, council, person, promise_on=today() - timedelta(days=2))


def text_of(client, referral) -> str:
    return " ".join(client.get(referral.get_absolute_url()).text.split())


def test_whoever_answers_can_ring_from_the_top_of_the_page(
    signed_in, coordinator, referrer, referral
):
    pages = [text_of(signed_in(user), referral) for user in (coordinator, referrer)]

    assert [f'href="tel:{NUMBER}"' in page for page in pages] == [True, False]
    assert pages[0].index("tel:") < pages[0].index("How it stands")
    assert "After ten" in pages[0]


def test_when_it_is_over_nobody_need_be_rung(signed_in, coordinator, referral, now):
    accepted(referral, outcome="sorted", closed_at=now)

    assert "tel:" not in text_of(signed_in(coordinator), referral).split("How it stands")[0]


def test_the_number_they_like_best_comes_first_and_one_for_texts_only_if_there_is_no_other():
    many, texts = a_person(), a_person()
    reached_by(many, "voice", "1")
    reached_by(many, "voice", "2", preferred=True)
    reached_by(many, "text", "3")
    reached_by(many, "post")
    reached_by(texts, "text", "4")

    assert [[way.value for way in numbers_to_ring(each)] for each in (many, texts)] == [
        ["2", "1"],
        ["4"],
    ]


def test_until_somebody_has_spoken_with_them_that_is_the_first_button(
    signed_in, coordinator, council, referral, now
):
    route = accepted(referral)
    client = signed_in(coordinator)

    def first_button():
        route_part = text_of(client, referral).split(">Route</h2>")[1]
        return [
            words
            for words in ("I have spoken with them", "Find help near them")
            if words in route_part.split("govuk-button--secondary")[0]
        ]

    assert first_button() == ["I have spoken with them"]
    route.spoken_on = today()
    route.save()
    assert first_button() == ["Find help near them"]
    venue = a_venue()
    agreed(route, a_champion(council, venue=venue), a_session(council, venue))
    assert first_button() == []


@pytest.mark.parametrize(
    "days, words", [(2, "It keeps the promise to speak with them by"), (-2, "It is late")]
)
def test_a_promise_that_is_broken_is_not_said_to_be_kept(
    signed_in, coordinator, council, surgery, agreement, days, words
):
    person = a_person()
    referral = a_referral(surgery, council, person, promise_on=today() + timedelta(days=days))
    accepted(referral)
    venue = a_venue()
    champion, session = a_champion(council, venue=venue), a_session(council, venue)
    address = reverse("referrals_choose", args=[referral.pk, champion.pk, session.pk])

    text = signed_in(coordinator).get(address).text

    said = [each in text for each in ("It keeps the promise to speak with them by", "It is late")]
    assert said == [days > 0, days < 0]
    assert words in text


def test_a_withdrawn_referral_says_who_took_it_back_and_when(
    signed_in, coordinator, referrer, referral, now
):
    withdraw_referral(referral, at=now, by=referrer)
    day = timezone.localdate(now)

    text = text_of(signed_in(coordinator), referral)

    assert f"Withdrawn by Sherton Surgery on {day.day} {day:%B %Y}" in text
    assert "No longer needed" in text
    assert "Answered by" not in text


def test_how_it_stands_is_said_in_the_same_words_everywhere(surgery, council, agreement, now):
    waiting, open_, spoken, closed, declined = (
        a_referral(surgery, council, a_person()) for _ in range(5)
    )
    accepted(open_)
    accepted(spoken, spoken_on=today())
    accepted(closed, outcome="said_no", said_no="scams", closed_at=now)
    declined = decline_referral(declined, reason="They live outside.", at=now, by=TEST)

    said = [standing(each, is_told=True) for each in (waiting, open_, spoken, closed, declined)]

    assert said == [
        "Waiting for an answer",
        "Accepted",
        f"Spoken with, {today().day} {today():%B}",
        "They said no (afraid of scams)",
        "Declined: They live outside.",
    ]
    assert standing(closed, is_told=False).startswith("Closed.")


def test_the_page_before_declining_and_closing_says_who_it_is_about(
    signed_in, coordinator, referral
):
    client = signed_in(coordinator)

    decline = client.get(reverse("referrals_decline", args=[referral.pk])).text
    accepted(referral)
    close = client.get(reverse("referrals_close", args=[referral.pk])).text

    assert [f"Referral {referral.pk}, Grace Melbury" in page for page in (decline, close)] == [
        True,
        True,
    ]
