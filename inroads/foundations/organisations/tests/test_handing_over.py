"""Where no e-mail leaves, whoever invites hands the way in over themselves."""

import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from conftest import make_user
from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.foundations.organisations.actions import change_role, hand_over_invitation
from inroads.foundations.organisations.actions import invite as invite_new
from inroads.foundations.organisations.models import Membership, Role
from inroads.foundations.organisations.tests.factories import a_member

BY = Machine("test")
NEW = "three quiet herons"
LINK = re.compile(r"http://localhost:8000(/accounts/invitation/[^\s<]+)")


def invite(client, organisation, **typed):
    typed = {"email": "new@sherton.example", "role": "referrer", **typed}
    return client.post(f"/organisations/{organisation.pk}/members/invite/", typed)


def again(client, member):
    return client.post(f"/organisations/{member.organisation_id}/members/{member.pk}/invite-again/")


def test_the_page_after_inviting_shows_a_link_that_lets_them_in(signed_in, surgery, partner_admin):
    response = invite(signed_in(partner_admin), surgery)

    html = response.content.decode()
    assert "We cannot send e-mails yet" in html
    assert "We have sent" not in html
    assert response["Cache-Control"] == "private, no-store"
    path = LINK.search(html)[1]
    Client().post(path, {"password1": NEW, "password2": NEW})
    came_in = Client().post("/accounts/login/", {"login": "new@sherton.example", "password": NEW})
    assert came_in["Location"] == "/"
    assert Client().get(path).status_code == 410


def test_it_is_shown_once_and_the_history_knows(signed_in, surgery, partner_admin):
    client = signed_in(partner_admin)
    invite(client, surgery)

    html = client.get(f"/organisations/{surgery.pk}/").content.decode()

    assert not LINK.search(html)
    assert "We have sent" not in html
    event = Event.objects.get(verb="membership.handed_over_invitation")
    assert event.by == f"accounts.user/{partner_admin.pk}"


def test_inviting_again_shows_a_new_link(signed_in, surgery, partner_admin):
    member, client = a_member(surgery), signed_in(partner_admin)

    page = client.get(f"/organisations/{surgery.pk}/").content.decode()
    html = again(client, member).content.decode()

    assert "Show a new link" in page
    assert "Send the invitation again" not in page
    assert LINK.search(html)


def test_the_form_does_not_promise_an_e_mail(signed_in, surgery, partner_admin):
    address = f"/organisations/{surgery.pk}/members/invite/"

    html = signed_in(partner_admin).get(address).content.decode()

    assert "They get an e-mail" not in html
    assert "Send the invitation" not in html
    assert "The next page shows a link" in html


def test_whoever_can_sign_in_already_is_told_so_by_the_inviter(
    signed_in, surgery, stranger, partner_admin
):
    html = invite(signed_in(partner_admin), surgery, email=stranger.email).content.decode()

    assert not LINK.search(html)
    assert "sign in as before" in html


def test_nobody_gets_the_way_in_of_someone_with_a_role_they_could_not_give(
    signed_in, surgery, council, housing, partner_admin
):
    a_member(council, Role.MANAGER, "boss@wessex.example")
    a_member(housing, Role.REFERRER, "new@melchester.example")

    for email in ("boss@wessex.example", "new@melchester.example"):
        html = invite(signed_in(partner_admin), surgery, email=email).content.decode()

        assert not LINK.search(html)
        assert "Ask a programme manager" in html
    assert not Event.objects.filter(verb="membership.handed_over_invitation").exists()


@pytest.mark.parametrize("later", ["added", "changed"])
def test_a_link_that_was_handed_over_dies_when_the_invited_get_another_role(
    surgery, council, manager, partner_admin, now, later
):
    member = invite_new(surgery, email="new@sherton.example", role=Role.REFERRER, at=now, by=BY)
    kept = hand_over_invitation(member, at=now, by=partner_admin)

    if later == "added":
        invite_new(council, email="new@sherton.example", role=Role.MANAGER, at=now, by=manager)
    else:
        change_role(member, role=Role.COORDINATOR, by=manager)
    fresh = hand_over_invitation(member, at=now, by=manager)

    assert Client().get(LINK.search(kept)[1]).status_code == 410
    assert Client().get(LINK.search(fresh)[1]).status_code == 200


def test_the_action_refuses_even_if_a_page_forgot_to(surgery, council, partner_admin, now):
    theirs = a_member(council, Role.MANAGER, "boss@wessex.example")
    known = Membership.objects.get(user=make_user("in@sherton.example", surgery, Role.REFERRER))

    with pytest.raises(PermissionDenied):
        hand_over_invitation(theirs, at=now, by=partner_admin)
    with pytest.raises(Refused, match="sign in as before"):
        hand_over_invitation(known, at=now, by=partner_admin)


@pytest.mark.parametrize(
    "way",
    [
        {"SMTP_URL": "smtp://localhost"},
        {"NOTIFY_KEY": "a-key", "NOTIFY_TEMPLATES": {"email": "a-template"}},
        {"DEMO": True},
    ],
)
def test_where_e_mails_leave_or_are_read_in_the_sample_place_no_link_is_shown(
    signed_in, surgery, partner_admin, settings, django_capture_on_commit_callbacks, way
):
    for name, value in way.items():
        setattr(settings, name, value)

    with django_capture_on_commit_callbacks(execute=True):
        response = invite(signed_in(partner_admin), surgery)

    assert response.status_code == 302
    assert len(mail.outbox) == 1


def test_a_key_without_a_template_for_e_mails_sends_none(
    signed_in, surgery, partner_admin, settings
):
    settings.NOTIFY_KEY, settings.NOTIFY_TEMPLATES = "a-key", {"sms": "a-template"}

    assert LINK.search(invite(signed_in(partner_admin), surgery).content.decode())
