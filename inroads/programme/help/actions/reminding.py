"""Champions are reminded, once, of a session of which nothing was recorded."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.notifications.actions import tell_person
from inroads.programme.champions.queries import current_champions
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.wording import EXAMPLE
from inroads.programme.timetable.models import Session


@transaction.atomic
def remind_to_record(session: Session, *, at: datetime, by: Actor) -> tuple[int, int]:
    """Whoever promised to be there is asked to record it; how many are told, and how many must be rung."""
    if not session.is_over(at) or session.is_cancelled:
        raise Refused("Nobody is reminded of a session that has not taken place")
    if HelpRecord.objects.standing().filter(session=session).exists():
        raise Refused("Help at this session has been recorded meanwhile")
    text = f", or text {EXAMPLE} to {settings.TEXTS_NUMBER}" if settings.TEXTS_NUMBER else ""
    told = rung = 0
    for shift in session.shifts.filter(champion__in=current_champions()).select_related(
        "champion__person"
    ):
        message = tell_person(
            shift.champion.person,
            subject="Did you help anybody?",
            body=(
                f"Thank you for being at {session.venue}, {session.when}. Nothing is recorded of it yet."
                f" If you helped somebody, record it with your page{text}; or ring {settings.HELPLINE}."
            ),
            about=shift.champion,
            once=f"remind-{session.pk}-{shift.champion_id}",
            at=at,
            by=by,
        )
        told, rung = (told + 1, rung) if message else (told, rung + 1)
    record("session.reminded", session, by=by, changes={"told": told, "to_ring": rung})
    return told, rung
