import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from conftest import make_user
from inroads.foundations.accounts.invitations import waits_for_invitation
from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.foundations.organisations.actions import add_member, change_role, invite, remove_member
from inroads.foundations.organisations.models import Membership, Role
from inroads.foundations.organisations.permissions import grantable_roles
from inroads.foundations.organisations.tests.factories import a_member, a_team

BY = Machine("test")
NEW = "three quiet herons"


def membership_of(user) -> Membership:
    return Membership.objects.get(user=user)


def send_invitation(client, organisation, **typed):
    typed = {"email": "new@sherton.example", "role": "referrer", **typed}
    return client.post(f"/organisations/{organisation.pk}/members/invite/", typed)


@pytest.fixture
def invited(signed_in, surgery, partner_admin, django_capture_on_commit_callbacks):
    """Someone new was invited; the link in the e-mail."""
    with django_capture_on_commit_callbacks(execute=True):
        send_invitation(signed_in(partner_admin), surgery)
    return re.search(r"/accounts/invitation/\S+", mail.outbox[0].body).group()


def test_the_invited_come_in_by_the_link_in_the_e_mail(invited, surgery):
    client = Client()

    client.post(invited, {"password1": NEW, "password2": NEW})
    done = client.post("/accounts/login/", {"login": "new@sherton.example", "password": NEW})

    assert done["Location"] == "/"
    assert client.get("/organisations/")["Location"] == "/accounts/second-factor/"
    assert membership_of(User.objects.get(email="new@sherton.example")).role == Role.REFERRER


def test_the_e_mail_says_what_they_may_do_and_leads_to_our_own_host(invited):
    message = mail.outbox[0]

    assert message.to == ["new@sherton.example"]
    assert "Refers people for help" in message.body
    assert "http://localhost:8000/accounts/invitation/" in message.body


def test_the_link_lets_in_once(invited):
    statuses = [
        Client().post(invited, {"password1": NEW, "password2": NEW}).status_code for _ in range(2)
    ]

    assert statuses == [302, 410]


def test_whoever_can_sign_in_already_gets_a_role_and_no_link_to_a_password(
    signed_in, surgery, stranger, partner_admin, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send_invitation(signed_in(partner_admin), surgery, email=stranger.email.upper())

    assert User.objects.filter(email__iexact=stranger.email).count() == 1
    assert Membership.objects.filter(user=stranger).count() == 2
    assert "/accounts/invitation/" not in mail.outbox[0].body
    assert "Sign in as before" in mail.outbox[0].body


def test_an_invitation_can_be_sent_again(
    invited, signed_in, surgery, partner_admin, django_capture_on_commit_callbacks
):
    member = Membership.objects.get(user__email="new@sherton.example")
    address = f"/organisations/{surgery.pk}/members/{member.pk}/invite-again/"

    with django_capture_on_commit_callbacks(execute=True):
        assert signed_in(partner_admin).get(address).status_code == 405
        signed_in(partner_admin).post(address)

    assert len(mail.outbox) == 2


def test_with_their_last_role_a_user_is_closed_and_comes_back_only_by_a_new_invitation(
    surgery, council, referrer, partner_admin, now
):
    second = add_member(referrer, council, Role.COORDINATOR, by=BY)
    open_yet = []
    for membership in (surgery.memberships.get(user=referrer), second):
        remove_member(membership, by=BY)
        referrer.refresh_from_db()
        open_yet.append(referrer.is_active)

    was_closed = (referrer.has_usable_password(), Event.objects.filter(verb="user.closed").count())
    invite(surgery, email=referrer.email.upper(), role=Role.REFERRER, at=now, by=partner_admin)
    referrer.refresh_from_db()

    assert open_yet == [True, False]
    assert was_closed == (False, 1)
    assert referrer.is_active
    assert waits_for_invitation(referrer)


def test_the_page_says_that_whoever_loses_their_last_role_can_sign_in_no_more(
    signed_in, surgery, council, referrer, manager
):
    address = f"/organisations/{surgery.pk}/members/{membership_of(referrer).pk}/remove/"

    last = signed_in(manager).get(address).text
    add_member(referrer, council, Role.COORDINATOR, by=BY)
    not_last = signed_in(manager).get(address).text

    assert "can sign in no more" in last
    assert "can sign in no more" not in not_last


def test_the_same_role_twice_is_refused(signed_in, surgery, partner_admin, referrer):
    response = send_invitation(signed_in(partner_admin), surgery, email=referrer.email)

    assert response.status_code == 422
    assert "They have this role here already" in response.content.decode()


def test_of_two_who_invite_somebody_new_at_the_same_moment_the_later_is_told(
    surgery, monkeypatch, now
):
    create = User.objects.create_user

    def somebody_was_faster(email, password):
        create(email.upper())
        return create(email, password)

    monkeypatch.setattr(User.objects, "create_user", somebody_was_faster)

    with pytest.raises(Refused, match="can sign in already"):
        invite(surgery, email="new@sherton.example", role=Role.REFERRER, at=now, by=BY)


def test_who_may_give_which_role(
    council, surgery, manager, coordinator, auditor, helper, referrer, partner_admin, stranger
):
    inside = [Role.COORDINATOR, Role.CHAMPION, Role.REFERRER, Role.PARTNER_ADMIN]
    office = make_user("office@wessex.example", council, Role.PARTNER_ADMIN)

    assert grantable_roles(manager, council) == list(Role)
    assert grantable_roles(manager, surgery) == inside
    assert grantable_roles(partner_admin, surgery) == inside
    assert grantable_roles(partner_admin, council) == []
    assert grantable_roles(office, council) == inside[1:]
    for user in (coordinator, auditor, helper, referrer, stranger):
        assert grantable_roles(user, council) == grantable_roles(user, surgery) == []


@pytest.mark.parametrize("role", ["manager", "auditor", "superuser", "", "MANAGER"])
def test_a_role_above_one_s_own_cannot_be_sent(signed_in, surgery, partner_admin, role):
    member = a_member(surgery)
    client = signed_in(partner_admin)

    on_create = send_invitation(client, surgery, role=role)
    on_update = client.post(
        f"/organisations/{surgery.pk}/members/{member.pk}/change/", {"role": role}
    )

    assert [on_create.status_code, on_update.status_code] == [422, 422]
    member.refresh_from_db()
    assert member.role == Role.REFERRER
    assert not User.objects.filter(email="new@sherton.example").exists()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_not_even_a_machine_makes_a_programme_manager_where_the_programme_is_not_led(
    surgery, stranger, role
):
    with pytest.raises(Refused, match="Only the organisation that leads"):
        add_member(stranger, surgery, role, by=BY)


def test_the_action_refuses_even_if_a_page_forgot_to(
    council, surgery, partner_admin, referrer, now
):
    with pytest.raises(PermissionDenied):
        add_member(referrer, council, Role.MANAGER, by=partner_admin)
    with pytest.raises(PermissionDenied):
        invite(council, email="x@y.example", role=Role.REFERRER, at=now, by=partner_admin)
    outsider = User.objects.create_user("outsider@example.org")
    with pytest.raises(PermissionDenied):
        change_role(membership_of(referrer), role=Role.COORDINATOR, by=outsider)


def test_nobody_changes_their_own_role(signed_in, council, surgery, manager, partner_admin):
    make_user("second@wessex.example", council, Role.MANAGER)
    make_user("second@sherton.example", surgery, Role.PARTNER_ADMIN)

    for user, organisation in ((manager, council), (partner_admin, surgery)):
        own = membership_of(user)
        for verb in ("change", "remove"):
            address = f"/organisations/{organisation.pk}/members/{own.pk}/{verb}/"
            assert signed_in(user).post(address, {"role": "coordinator"}).status_code == 403
        response = send_invitation(
            signed_in(user), organisation, email=user.email, role="coordinator"
        )
        assert response.status_code == 422
        assert "You cannot change your own role" in response.content.decode()
        assert Membership.objects.filter(user=user).count() == 1


def test_an_administrator_of_the_leading_council_cannot_touch_its_manager(
    signed_in, council, manager
):
    office = make_user("office@wessex.example", council, Role.PARTNER_ADMIN)
    make_user("second@wessex.example", council, Role.MANAGER)
    own = membership_of(manager)

    for verb in ("change", "remove"):
        address = f"/organisations/{council.pk}/members/{own.pk}/{verb}/"
        assert signed_in(office).post(address, {"role": "referrer"}).status_code == 403


def test_the_last_programme_manager_stays(council, manager):
    own = membership_of(manager)

    with pytest.raises(Refused, match="last programme manager"):
        change_role(own, role=Role.COORDINATOR, by=BY)
    with pytest.raises(Refused, match="last programme manager"):
        remove_member(own, by=BY)
    second = make_user("second@wessex.example", council, Role.MANAGER)
    change_role(own, role=Role.COORDINATOR, by=second)

    assert membership_of(manager).role == Role.COORDINATOR


def test_a_manager_who_was_closed_does_not_count(council, manager):
    second = make_user("second@wessex.example", council, Role.MANAGER)
    User.objects.filter(pk=second.pk).update(is_active=False)

    with pytest.raises(Refused, match="last programme manager"):
        remove_member(membership_of(manager), by=BY)


def test_the_last_administrator_of_a_partner_stays(signed_in, surgery, manager, partner_admin):
    own = membership_of(partner_admin)
    base = f"/organisations/{surgery.pk}/members/{own.pk}"

    changed = signed_in(manager).post(f"{base}/change/", {"role": "referrer"})
    removed = signed_in(manager).post(f"{base}/remove/")

    assert [changed.status_code, removed.status_code] == [422, 409]
    assert membership_of(partner_admin).role == Role.PARTNER_ADMIN


def test_a_change_of_role_ends_the_sessions_and_holds_from_the_next_request(
    signed_in, council, manager, coordinator
):
    second = make_user("second@wessex.example", council, Role.MANAGER)
    theirs = signed_in(second)
    assert theirs.get("/organisations/add/").status_code == 200

    signed_in(manager).post(
        f"/organisations/{council.pk}/members/{membership_of(second).pk}/change/",
        {"role": "coordinator"},
    )

    assert theirs.get("/organisations/add/")["Location"].startswith("/accounts/login/")
    second = User.objects.get(pk=second.pk)
    assert signed_in(second).get("/organisations/add/").status_code == 403


def test_whoever_is_removed_is_out_at_once(signed_in, surgery, partner_admin, referrer):
    theirs = signed_in(referrer)
    assert theirs.get(f"/organisations/{surgery.pk}/").status_code == 200

    signed_in(partner_admin).post(
        f"/organisations/{surgery.pk}/members/{membership_of(referrer).pk}/remove/"
    )

    assert theirs.get(f"/organisations/{surgery.pk}/").status_code == 302
    referrer = User.objects.get(pk=referrer.pk)
    assert signed_in(referrer).get(f"/organisations/{surgery.pk}/").status_code == 302
    assert Event.objects.filter(verb="membership.removed").exists()


def test_only_champions_need_no_second_factor(council, surgery):
    user = User.objects.create_user("diggory@wessex.example")
    champion = add_member(user, council, Role.CHAMPION, by=BY)
    user.refresh_from_db()
    seen = [user.needs_second_factor]
    referrer = add_member(user, surgery, Role.REFERRER, by=BY)
    user.refresh_from_db()
    seen.append(user.needs_second_factor)
    remove_member(referrer, by=BY)
    user.refresh_from_db()
    seen.append(user.needs_second_factor)
    remove_member(champion, by=BY)
    user.refresh_from_db()
    seen.append(user.needs_second_factor)

    assert seen == [False, True, False, True]


def test_a_member_of_another_partner_is_not_found_by_way_of_one_s_own(
    signed_in, surgery, partner_admin, stranger
):
    theirs = membership_of(stranger)

    for verb in ("change", "remove", "invite-again"):
        address = f"/organisations/{surgery.pk}/members/{theirs.pk}/{verb}/"
        assert signed_in(partner_admin).post(address, {"role": "referrer"}).status_code == 404
    theirs.refresh_from_db()


def test_a_team_of_another_partner_is_no_team_for_ours(signed_in, surgery, housing, partner_admin):
    a_team(surgery)
    theirs, member = a_team(housing, "Theirs"), a_member(surgery)
    client = signed_in(partner_admin)

    on_create = send_invitation(client, surgery, team=theirs.pk)
    on_update = client.post(
        f"/organisations/{surgery.pk}/members/{member.pk}/change/",
        {"role": "referrer", "team": theirs.pk},
    )

    assert [on_create.status_code, on_update.status_code] == [422, 422]
    member.refresh_from_db()
    assert member.team is None


def test_another_team_alone_ends_no_session(signed_in, surgery, partner_admin, referrer):
    theirs, team = signed_in(referrer), a_team(surgery)

    signed_in(partner_admin).post(
        f"/organisations/{surgery.pk}/members/{membership_of(referrer).pk}/change/",
        {"role": "referrer", "team": team.pk},
    )

    assert membership_of(referrer).team == team
    assert theirs.get("/organisations/").status_code == 200


def test_extra_fields_are_ignored(signed_in, council, surgery, partner_admin, referrer):
    member = membership_of(referrer)

    signed_in(partner_admin).post(
        f"/organisations/{surgery.pk}/members/{member.pk}/change/",
        {"role": "champion", "organisation": council.pk, "user": partner_admin.pk, "id": 1},
    )

    member.refresh_from_db()
    assert (member.organisation, member.user, member.role) == (surgery, referrer, Role.CHAMPION)


def test_the_e_mail_of_someone_invited_adds_no_header(signed_in, surgery, partner_admin):
    response = send_invitation(
        signed_in(partner_admin), surgery, email="a@b.example\nBcc: thief@example.org"
    )

    assert response.status_code == 422


def test_every_form_needs_its_own_token(surgery, partner_admin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(partner_admin)

    assert send_invitation(client, surgery).status_code == 403
