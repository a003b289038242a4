"""What is shown of partners, and what they have agreed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from inroads.foundations.organisations.models import (
    Agreement,
    Membership,
    Organisation,
    Purpose,
    Team,
)


def agreement_in_force(
    giver: Organisation, receiver: Organisation, purpose: Purpose, on: date
) -> Agreement | None:
    """The agreement under which the giver may tell the receiver of a person on this day, for this purpose."""
    return (
        Agreement.objects.filter(giver=giver, receiver=receiver, purpose=purpose, starts_on__lte=on)
        .filter(Q(ends_on=None) | Q(ends_on__gt=on))
        .order_by("starts_on")
        .last()
    )


@dataclass(frozen=True)
class Branch:
    """A team, how deep in the tree it stands, and the name of the team it is inside of."""

    team: Team
    depth: int
    inside: str = ""


def team_tree(organisation: Organisation) -> list[Branch]:
    """The teams in the order of the tree, each followed by those inside it; read in one query."""
    inside: dict[int | None, list[Team]] = {}
    for team in Team.objects.filter(organisation=organisation):
        inside.setdefault(team.parent_id, []).append(team)
    tree: list[Branch] = []
    waiting = [Branch(team, 0) for team in reversed(inside.get(None, []))]
    while waiting:
        branch = waiting.pop()
        tree.append(branch)
        children = inside.get(branch.team.pk, [])
        waiting += [
            Branch(child, branch.depth + 1, branch.team.name) for child in reversed(children)
        ]
    return tree


def teams_below(team: Team) -> set[int]:
    """The keys of this team and of every team inside it."""
    tree = team_tree(team.organisation)
    start = next(place for place, branch in enumerate(tree) if branch.team.pk == team.pk)
    below = {team.pk}
    for branch in tree[start + 1 :]:
        if branch.depth <= tree[start].depth:
            break
        below.add(branch.team.pk)
    return below


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Who works here, in which role."""
    return (
        Membership.objects.filter(organisation=organisation)
        .select_related("user", "team")
        .order_by("user__email", "role")
    )


def agreements_of(organisation: Organisation) -> QuerySet[Agreement]:
    """What the organisation has agreed to tell others, or to be told."""
    return Agreement.objects.filter(
        Q(giver=organisation) | Q(receiver=organisation)
    ).select_related("giver", "receiver")
