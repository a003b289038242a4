"""Who sees a referral, and what they may do with it."""

from uuid import uuid4

import pytest
from django.urls import reverse

from inroads.foundations.history.models import Event
from inroads.foundations.organisations.models import Membership
from inroads.programme.referrals.permissions import (
    can_answer,
    can_refer,
    can_withdraw,
    visible_referrals,
)
from inroads.programme.referrals.tests.factories import (
    a_champion,
    a_referral,
    a_session,
    a_venue,
    accepted,
    agreed,
    screen,
)

pytestmark = pytest.mark.django_db
NOT_FOUND, FORBIDDEN = 404, 403


@pytest.fixture
def referral(surgery, council, agreement):
    return a_referral(surgery, council)


def pages_of(referral, step=None) -> list[tuple[str, str]]:
    """Every page of a referral, with its method."""
    one = [
        ("get", "show"),
        ("post", "accept"),
        ("get", "decline"),
        ("post", "decline"),
        ("get", "withdraw"),
        ("post", "withdraw"),
        ("post", "spoken"),
        ("get", "close"),
        ("post", "close"),
        ("get", "suggest"),
    ]
    pages = [(method, reverse(f"referrals_{name}", args=[referral.pk])) for method, name in one]
    if step:
        pages += [
            (method, reverse(f"referrals_{name}", args=args))
            for method, name, args in (
                ("get", "choose", [referral.pk, step.champion_id, step.session_id]),
                ("post", "choose", [referral.pk, step.champion_id, step.session_id]),
                ("get", "cancel_step", [step.pk]),
                ("post", "cancel_step", [step.pk]),
                ("get", "card", [step.pk]),
            )
        ]
    return pages


def test_only_the_two_organisations_see_a_referral(
    referral, manager, coordinator, auditor, helper, referrer, partner_admin, stranger
):
    cast = {
        "manager": manager,
        "coordinator": coordinator,
        "auditor": auditor,
        "helper": helper,
        "referrer": referrer,
        "partner_admin": partner_admin,
        "stranger": stranger,
    }

    seeing = {name for name, user in cast.items() if visible_referrals(user).exists()}

    assert seeing == {"manager", "coordinator", "referrer", "partner_admin"}


def test_only_the_receiver_answers_and_only_the_sender_withdraws(
    referral, manager, coordinator, referrer, partner_admin, stranger
):
    cast = (manager, coordinator, referrer, partner_admin, stranger)

    assert [can_answer(user, referral) for user in cast] == [True, True, False, False, False]
    assert [can_withdraw(user, referral) for user in cast] == [False, False, True, False, False]
    assert [can_refer(user) for user in cast] == [True, True, True, False, True]


def test_a_referral_of_another_organisation_is_not_found_anywhere(
    signed_in, council, surgery, agreement, stranger, auditor, helper
):
    venue = a_venue()
    route = accepted(a_referral(surgery, council))
    step = agreed(route, a_champion(council, venue=venue), a_session(council, venue))
    for user in (stranger, auditor, helper):
        client = signed_in(user)
        for method, url in [
            *pages_of(route.referral, step),
            ("get", reverse("referrals_sent", args=[route.referral.pk])),
        ]:
            answer = getattr(client, method)(url)
            assert answer.status_code == NOT_FOUND, (user, method, url)


def test_a_coordinator_of_another_organisation_sees_nothing_of_it(
    signed_in, referral, stranger, housing
):
    Membership.objects.create(user=stranger, organisation=housing, role="coordinator")
    client = signed_in(stranger)

    assert {getattr(client, m)(url).status_code for m, url in pages_of(referral)} == {NOT_FOUND}
    assert str(referral.person) not in client.get(reverse("referrals_list")).content.decode()


def test_the_sender_sees_but_does_not_answer(
    signed_in, council, surgery, agreement, referrer, partner_admin
):
    venue = a_venue()
    route = accepted(a_referral(surgery, council))
    step = agreed(route, a_champion(council, venue=venue), a_session(council, venue))
    for user in (referrer, partner_admin):
        client = signed_in(user)
        for method, url in pages_of(route.referral, step):
            expected = 200 if url == route.referral.get_absolute_url() else FORBIDDEN
            if url.endswith("withdraw/") and user == referrer:
                expected = 200 if method == "get" else 422
            assert getattr(client, method)(url).status_code == expected, (user, method, url)


def test_who_is_not_signed_in_is_asked_to(signed_in, referral):
    client = signed_in()
    for method, url in [
        *pages_of(referral),
        ("get", reverse("referrals_list")),
        ("get", reverse("referrals_list_sent")),
        ("get", reverse("referrals_begin")),
        ("get", screen(referral.sender, "need")),
    ]:
        answer = getattr(client, method)(url)
        assert answer.status_code == 302
        assert "login" in answer.url


def test_lists_are_for_those_who_work_with_them(
    signed_in, coordinator, referrer, partner_admin, auditor, helper
):
    expected = {
        coordinator: (200, 200, 302),
        referrer: (302, 200, 302),
        partner_admin: (302, 200, 403),
        auditor: (403, 403, 403),
        helper: (403, 403, 403),
    }
    for user, statuses in expected.items():
        client = signed_in(user)
        names = ("referrals_list", "referrals_list_sent", "referrals_begin")
        assert tuple(client.get(reverse(name)).status_code for name in names) == statuses


def test_nobody_refers_for_an_organisation_that_is_not_theirs(
    signed_in, stranger, partner_admin, auditor, surgery, council, agreement
):
    for step in ("need", "who", "check"):
        url = screen(surgery, step, uuid4())
        assert signed_in(stranger).get(url).status_code == NOT_FOUND
        assert signed_in(stranger).post(url, {"name": "x"}).status_code == NOT_FOUND
        assert signed_in(partner_admin).post(url, {"name": "x"}).status_code == FORBIDDEN
        assert signed_in(auditor).post(url, {"name": "x"}).status_code == FORBIDDEN


def test_looking_at_a_referral_is_recorded(signed_in, coordinator, referral):
    signed_in(coordinator).get(referral.get_absolute_url())

    event = Event.objects.get(verb="person.viewed")
    assert event.thing == f"people.person/{referral.person_id}"
    assert event.by == f"accounts.user/{coordinator.pk}"


def test_a_person_who_is_no_longer_held_is_not_shown(signed_in, coordinator, referral, council):
    holding = referral.person.holdings.get(organisation=council)
    holding.ends_on = holding.starts_on
    holding.save()
    client = signed_in(coordinator)

    page = client.get(referral.get_absolute_url()).content.decode()
    listed = client.get(reverse("referrals_list")).content.decode()

    assert "Melbury" not in page + listed
    assert not Event.objects.filter(verb="person.viewed").exists()
