import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.foundations.organisations.actions import change_team
from inroads.foundations.organisations.models import Team
from inroads.foundations.organisations.queries import team_tree, teams_below
from inroads.foundations.organisations.tests.factories import a_member, a_partner, a_team

BY = Machine("test")


def test_an_administrator_adds_renames_moves_and_removes_teams(signed_in, surgery, partner_admin):
    client, base = signed_in(partner_admin), f"/organisations/{surgery.pk}/teams/"
    client.post(f"{base}add/", {"name": "Nurses"})
    client.post(f"{base}add/", {"name": "Desk"})
    nurses, desk = Team.objects.get(name="Nurses"), Team.objects.get(name="Desk")

    client.post(f"{base}{desk.pk}/change/", {"name": "Front desk", "parent": nurses.pk})
    desk.refresh_from_db()
    assert (desk.name, desk.parent) == ("Front desk", nurses)
    client.post(f"{base}{desk.pk}/remove/")

    assert [team.name for team in Team.objects.all()] == ["Nurses"]
    verbs = Event.objects.filter(by=f"accounts.user/{partner_admin.pk}").values_list(
        "verb", flat=True
    )
    assert {"team.added", "team.changed", "team.removed"} <= set(verbs)


def test_asking_to_remove_a_team_removes_nothing(signed_in, surgery, partner_admin):
    team = a_team(surgery)

    signed_in(partner_admin).get(f"/organisations/{surgery.pk}/teams/{team.pk}/remove/")

    assert Team.objects.exists()


def test_a_team_with_teams_inside_stays(signed_in, surgery, partner_admin):
    team = a_team(surgery)
    a_team(surgery, "Inside", parent=team)

    response = signed_in(partner_admin).post(f"/organisations/{surgery.pk}/teams/{team.pk}/remove/")

    assert response.status_code == 409
    assert "Move or remove them first" in response.content.decode()


def test_whoever_was_in_a_removed_team_still_works_there(signed_in, surgery, partner_admin):
    member = a_member(surgery, team=a_team(surgery))

    signed_in(partner_admin).post(f"/organisations/{surgery.pk}/teams/{member.team_id}/remove/")

    member.refresh_from_db()
    assert member.team is None


def test_a_team_of_another_partner_is_not_found_by_way_of_one_s_own(
    signed_in, surgery, housing, partner_admin
):
    theirs = a_team(housing)

    for verb in ("change", "remove"):
        address = f"/organisations/{surgery.pk}/teams/{theirs.pk}/{verb}/"
        assert signed_in(partner_admin).get(address).status_code == 404
        assert signed_in(partner_admin).post(address, {"name": "Ours"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.name == "Front desk"


def test_a_team_of_another_partner_is_no_place_for_ours(signed_in, surgery, housing, partner_admin):
    theirs, ours = a_team(housing, "Theirs"), a_team(surgery, "Ours")
    client, base = signed_in(partner_admin), f"/organisations/{surgery.pk}/teams/"

    on_create = client.post(f"{base}add/", {"name": "New", "parent": theirs.pk})
    on_update = client.post(f"{base}{ours.pk}/change/", {"name": "Ours", "parent": theirs.pk})

    assert [on_create.status_code, on_update.status_code] == [422, 422]
    assert "Choose a team of this organisation" in on_update.content.decode()
    ours.refresh_from_db()
    assert ours.parent is None
    assert not Team.objects.filter(name="New").exists()


def test_a_team_cannot_be_inside_itself(signed_in, surgery, partner_admin):
    top = a_team(surgery, "Top")
    below = a_team(surgery, "Below", parent=a_team(surgery, "Middle", parent=top))
    address = f"/organisations/{surgery.pk}/teams/{top.pk}/change/"

    response = signed_in(partner_admin).post(address, {"name": "Top", "parent": below.pk})
    with pytest.raises(Refused, match="inside itself"):
        change_team(top, name="Top", parent=below, by=BY)

    assert response.status_code == 422


def test_two_teams_in_one_place_have_two_names(signed_in, surgery, partner_admin):
    a_team(surgery, "Nurses")

    response = signed_in(partner_admin).post(
        f"/organisations/{surgery.pk}/teams/add/", {"name": "nurses"}
    )

    assert response.status_code == 422


def test_the_tree_is_in_order_each_team_before_those_inside_it(surgery):
    top = a_team(surgery, "A")
    a_team(surgery, "C", parent=a_team(surgery, "B", parent=top))
    a_team(surgery, "D")

    assert [(branch.team.name, branch.depth) for branch in team_tree(surgery)] == [
        ("A", 0),
        ("B", 1),
        ("C", 2),
        ("D", 0),
    ]


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(-1, 5)), max_size=15))
def test_whatever_is_moved_the_teams_stay_a_tree(moves):
    partner = a_partner(f"Partner {Team.objects.count()} {hash(tuple(moves))}")
    teams = [a_team(partner, f"Team {number}") for number in range(6)]

    for which, where in moves:
        parent = None if where < 0 else Team.objects.get(pk=teams[where].pk)
        team = Team.objects.get(pk=teams[which].pk)
        try:
            change_team(team, name=team.name, parent=parent, by=BY)
        except Refused:
            assert parent is not None
            assert parent.pk in teams_below(team)

    assert {branch.team.pk for branch in team_tree(partner)} == {team.pk for team in teams}


@pytest.mark.django_db
@pytest.mark.parametrize("inside", [False, True])
def test_the_database_itself_keeps_two_teams_of_one_name_apart(council, inside):
    parent = Team.objects.create(organisation=council, name="Libraries") if inside else None
    Team.objects.create(organisation=council, name="North", parent=parent)

    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.create(organisation=council, name="North", parent=parent)
