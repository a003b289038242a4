import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.foundations.organisations.actions import partners
from inroads.foundations.organisations.models import Organisation, Role
from inroads.foundations.organisations.tests.factories import (
    a_member,
    a_partner,
    a_team,
    an_agreement,
)

BY = Machine("test")
TYPED = {
    "name": "Budmouth Library",
    "kind": "library",
    "email": "desk@budmouth.example",
    "phone": "",
}


def test_whoever_runs_the_programme_sees_every_partner_and_others_their_own(
    signed_in, council, surgery, housing, manager, coordinator, auditor, referrer, helper
):
    def names(user):
        return [each.name for each in signed_in(user).get("/organisations/").context["page"]]

    everyone = ["Melchester Homes", "Sherton Surgery", "Wessex Council"]
    assert names(manager) == names(coordinator) == names(auditor) == everyone
    assert names(referrer) == ["Sherton Surgery"]
    assert names(helper) == ["Wessex Council"]


def test_a_partner_that_is_not_seen_is_not_found(signed_in, housing, referrer, partner_admin):
    pages = ["", "change/", "teams/add/", "members/invite/", "agreements/add/"]

    for user in (referrer, partner_admin):
        for page in pages:
            address = f"/organisations/{housing.pk}/{page}"
            assert signed_in(user).get(address).status_code == 404
            assert signed_in(user).post(address, TYPED).status_code in (404, 405)


def test_a_partner_that_is_seen_but_not_one_s_to_change_is_forbidden(
    signed_in, surgery, referrer, coordinator, auditor
):
    pages = ["change/", "teams/add/", "members/invite/", "agreements/add/"]

    for user in (referrer, coordinator, auditor):
        for page in pages:
            address = f"/organisations/{surgery.pk}/{page}"
            assert signed_in(user).get(address).status_code == 403
            assert signed_in(user).post(address, TYPED).status_code == 403


def test_the_programme_manager_adds_a_partner(signed_in, manager):
    response = signed_in(manager).post("/organisations/add/", TYPED)

    added = Organisation.objects.get(name="Budmouth Library")
    assert response["Location"] == f"/organisations/{added.pk}/"
    assert Event.objects.filter(
        verb="organisation.added", by=f"accounts.user/{manager.pk}"
    ).exists()


def test_nobody_else_adds_a_partner(
    signed_in, coordinator, auditor, referrer, partner_admin, helper, stranger
):
    for user in (coordinator, auditor, referrer, partner_admin, helper, stranger):
        assert signed_in(user).get("/organisations/add/").status_code == 403
        assert signed_in(user).post("/organisations/add/", TYPED).status_code == 403
    assert not Organisation.objects.filter(name="Budmouth Library").exists()


@pytest.mark.parametrize("name", ["Sherton Surgery", "SHERTON surgery", "  Sherton   Surgery "])
def test_two_partners_cannot_have_one_name(signed_in, surgery, manager, name):
    response = signed_in(manager).post("/organisations/add/", {**TYPED, "name": name})

    assert response.status_code == 422
    assert "There is a partner with this name already" in response.content.decode()


@pytest.mark.parametrize("name", ["Sherton Surgery", "SHERTON surgery"])
def test_of_two_who_give_one_name_at_the_same_moment_the_later_is_refused(
    surgery, housing, monkeypatch, name
):
    monkeypatch.setattr(partners, "check_name", lambda *looked_too_early, **besides: None)

    with pytest.raises(Refused, match="this name already"):
        partners.add_organisation(name=name, kind="nhs", by=BY)
    with pytest.raises(Refused, match="this name already"):
        partners.change_organisation(housing, name=name, kind="nhs", email="", phone="", by=BY)

    assert Organisation.objects.filter(name__iexact=name).get() == surgery


def test_an_administrator_changes_their_own_partner_and_not_who_leads(
    signed_in, surgery, partner_admin
):
    typed = {**TYPED, "kind": "nhs", "leads": "on", "id": "1", "members": "1"}

    signed_in(partner_admin).post(f"/organisations/{surgery.pk}/change/", typed)

    surgery.refresh_from_db()
    assert (surgery.name, surgery.leads) == ("Budmouth Library", False)
    (event,) = Event.objects.filter(verb="organisation.changed")
    assert event.changes["name"] == ["Sherton Surgery", "Budmouth Library"]


def test_saving_without_a_change_records_nothing(signed_in, surgery, partner_admin):
    typed = {"name": surgery.name, "kind": surgery.kind, "email": surgery.email, "phone": ""}

    signed_in(partner_admin).post(f"/organisations/{surgery.pk}/change/", typed)

    assert not Event.objects.filter(verb="organisation.changed").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "n" * 121),
        ("name", "a\x00b"),
        ("kind", "pirates"),
        ("email", "not an address"),
        ("email", "a@b.example\nBcc: c@d.example"),
        ("phone", "1" * 31),
        ("name", "n" * 1_500_000),
    ],
)
def test_what_cannot_be_is_an_error_of_the_form(signed_in, manager, field, value):
    response = signed_in(manager).post("/organisations/add/", {**TYPED, field: value})

    assert response.status_code == 422
    assert Organisation.objects.filter(leads=False).count() == 0


def test_a_name_stays_on_one_line(signed_in, manager):
    signed_in(manager).post("/organisations/add/", {**TYPED, "name": "Budmouth\r\nBcc: x"})

    assert Organisation.objects.filter(name="Budmouth Bcc: x").exists()


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7777*7777 }}",
        "javascript:alert(1)",
    ],
)
def test_hostile_text_is_shown_as_text(signed_in, council, manager, hostile):
    partner = a_partner(hostile, phone=hostile[:30])
    team = a_team(partner, hostile)
    a_member(partner, team=team)
    agreement = an_agreement(partner, council)
    pages = [
        "/organisations/",
        f"/organisations/{partner.pk}/",
        f"/organisations/{partner.pk}/change/",
        f"/organisations/{partner.pk}/members/invite/",
        f"/organisations/{partner.pk}/agreements/add/",
        f"/organisations/{partner.pk}/teams/{team.pk}/change/",
        f"/organisations/{partner.pk}/teams/{team.pk}/remove/",
        f"/organisations/{council.pk}/agreements/add/",
        f"/organisations/agreements/{agreement.public_id}/end/",
    ]

    for page in pages:
        response = signed_in(manager).get(page)
        assert response.status_code == 200
        html = response.content.decode()
        assert "<script>alert(1)" not in html
        assert "<img src=x" not in html
        assert 'href="javascript' not in html
        assert "60481729" not in html


def test_a_long_list_comes_in_pages_and_takes_no_more_queries(signed_in, manager):
    client = signed_in(manager)
    with CaptureQueriesContext(connection) as few:
        client.get("/organisations/")
    for number in range(30):
        a_partner(f"Partner {number}")
    with CaptureQueriesContext(connection) as many:
        response = client.get("/organisations/")

    assert len(many) <= len(few)
    assert len(response.context["page"].object_list) == 25


def test_a_partner_with_many_members_takes_no_more_queries(signed_in, council, surgery, manager):
    client = signed_in(manager)
    a_member(surgery, email="first@sherton.example", team=a_team(surgery, "First"))
    an_agreement(surgery, council)
    with CaptureQueriesContext(connection) as few:
        client.get(f"/organisations/{surgery.pk}/")
    for number in range(30):
        team = a_team(surgery, f"Team {number}")
        a_member(surgery, email=f"m{number}@sherton.example", team=team)
        an_agreement(surgery, a_partner(f"Partner {number}"))
    with CaptureQueriesContext(connection) as many:
        client.get(f"/organisations/{surgery.pk}/")

    assert len(many) <= len(few)


def test_who_works_there_is_seen_only_by_whoever_must(
    signed_in, surgery, referrer, partner_admin, manager, auditor, coordinator
):
    def sees(user):
        html = signed_in(user).get(f"/organisations/{surgery.pk}/").content.decode()
        return partner_admin.email in html

    assert [sees(user) for user in (partner_admin, manager, auditor)] == [True, True, True]
    assert [sees(user) for user in (referrer, coordinator)] == [False, False]


def test_the_sentence_of_each_role_stands_beside_it(signed_in, surgery, partner_admin):
    a_member(surgery, Role.CHAMPION)

    html = signed_in(partner_admin).get(f"/organisations/{surgery.pk}/").content.decode()

    assert "Sees no person" in html
