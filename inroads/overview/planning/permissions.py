"""Who may see where need is, and what the help rests on."""

from django.db.models import QuerySet

from inroads.foundations.organisations.models import Role
from inroads.foundations.organisations.permissions import (
    organisations_where,
    roles_of,
    runs_programme,
)
from inroads.overview.planning.models import NAMES_NOBODY, Proposal, Run, Scenario
from inroads.programme.referrals.permissions import ANSWERING, can_see_received


def can_see_need(user) -> bool:
    """Everyone who has a role in the programme: the figures are published, and no person is in them."""
    return bool(roles_of(user))


def can_see_cover(user) -> bool:
    """Whoever runs the programme: it names champions."""
    return runs_programme(user)


def visible_runs(user) -> QuerySet[Run]:
    """What the user's own organisations asked; what names champions or people, only for who runs the programme."""
    runs = Run.objects.filter(organisation__in=organisations_where(user))
    if not runs_programme(user):
        runs = runs.filter(question__in=NAMES_NOBODY)
    much = [f"repeats__{name}" for name in ("inputs", "result", "parts", "asked")]
    return runs.select_related("council", "organisation", "user", "repeats").defer(*much)


def can_keep_runs(user) -> bool:
    """Whoever may see need may keep what they see, for their own organisation; the auditor changes nothing."""
    return any(role != Role.AUDITOR for _, _, role in roles_of(user))


def can_change_run(user, run: Run) -> bool:
    """Whoever asked it, and whoever runs the programme, may stop it, go on with it, and remove it."""
    return can_keep_runs(user) and (run.user_id == user.pk or runs_programme(user))


def organisation_of(user) -> int:
    """For which of the organisations of somebody who may keep a run it is kept: the one that leads before others."""
    roles = roles_of(user)
    return min((not leads, key) for key, leads, role in roles if role != Role.AUDITOR)[1]


def visible_scenarios(user) -> QuerySet[Scenario]:
    """What the user's own organisations try: whoever has its address opens it if they work there."""
    scenarios = Scenario.objects.filter(organisation__in=organisations_where(user))
    return scenarios.select_related("council", "organisation", "user")


def can_plan(user) -> bool:
    """Whoever runs the programme tries changes and decides on them."""
    return runs_programme(user)


def visible_proposals(user) -> QuerySet[Proposal]:
    """Managers and coordinators see what was proposed for the people whom their organisation was asked to help."""
    organisations = organisations_where(user, *ANSWERING)
    return Proposal.objects.filter(organisation__in=organisations).select_related(
        "organisation", "user"
    )


def can_match(user) -> bool:
    """Whoever arranges help for people decides who helps whom: managers and coordinators."""
    return runs_programme(user) and can_see_received(user)


def matching_organisation(user) -> int:
    """For which organisation a proposal of somebody who may match is kept: the one that leads before others."""
    return min((not leads, key) for key, leads, role in roles_of(user) if role in ANSWERING)[1]
