"""Home visits: a champion checks in, says that they are out, or somebody is told that they have not."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.notifications.actions import tell_organisation
from inroads.foundations.organisations.models import Organisation
from inroads.programme.champions.checking import require_current, why_not_alone
from inroads.programme.champions.models import Champion
from inroads.programme.help.models import Visit
from inroads.programme.help.visiting import overdue_visits
from inroads.programme.timetable.local_time import local

LONGEST_VISIT = 240  # minutes


@transaction.atomic
def begin_visit(champion: Champion, *, where: str, minutes: int, at: datetime, by: Actor) -> Visit:
    """A champion goes into somebody's home. Whoever's checks do not let them help alone does not go."""
    champion = locked(champion)
    require_current(champion)
    if why_not := why_not_alone(champion, local(at).date()):
        raise Refused(f"No home visit yet. {why_not}. Ring {settings.HELPLINE}")
    if not 0 < minutes <= LONGEST_VISIT:
        raise Refused(f"Choose up to {LONGEST_VISIT} minutes", field="minutes")
    if not where.strip():
        raise Refused("Say where you are, so that somebody can come", field="where")
    try:
        with transaction.atomic():
            visit = Visit.objects.create(
                champion=champion,
                where=where,
                began_at=at,
                due_at=at + timedelta(minutes=minutes),
            )
    except IntegrityError:
        raise Refused("You are on a home visit already. Say first that you are out") from None
    record("visit.began", visit, by=by)
    return visit


@transaction.atomic
def stay_longer(visit: Visit, *, minutes: int, at: datetime, by: Actor) -> Visit:
    """All is well, and it takes longer."""
    visit = locked(visit)
    _refuse_if_ended(visit)
    if not 0 < minutes <= LONGEST_VISIT:
        raise Refused(f"Choose up to {LONGEST_VISIT} minutes", field="minutes")
    visit.due_at = at + timedelta(minutes=minutes)
    visit.save(update_fields=["due_at"])
    record("visit.longer", visit, by=by)
    return visit


@transaction.atomic
def end_visit(visit: Visit, *, at: datetime, by: Actor) -> Visit:
    """They are out and safe; where they were is forgotten."""
    visit = locked(visit)
    _refuse_if_ended(visit)
    visit.ended_at, visit.where = at, ""
    visit.save(update_fields=["ended_at", "where"])
    record("visit.ended", visit, by=by)
    return visit


@transaction.atomic
def tell_of_overdue_visits(*, at: datetime, by: Actor) -> int:
    """Whoever leads hears, once for each time that was promised, of a champion who has not said that they are out."""
    leading = Organisation.objects.filter(leads=True).first()
    if leading is None:
        return 0
    visits = overdue_visits(at)
    for visit in visits:
        tell_organisation(
            leading,
            subject="A champion on a home visit is overdue",
            body=(
                f"A champion meant to be out of a home visit by {local(visit.due_at):%H:%M} and has not said that they"
                " are. Open today’s page, and ring them now. If nobody answers, follow the lone working procedure."
            ),
            once=f"visit-overdue-{visit.pk}-{visit.due_at:%Y%m%d%H%M}",
            at=at,
            by=by,
        )
    return len(visits)


# What the actions above share


def _refuse_if_ended(visit: Visit) -> None:
    if visit.ended_at:
        raise Refused("This visit is over")
