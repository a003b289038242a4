"""A tick sheet is printed for a session, and keyed in once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.programme.champions.models import Champion
from inroads.programme.help.actions.recording import record_help
from inroads.programme.help.models import HelpRecord, Sheet
from inroads.programme.help.queries import topics_at
from inroads.programme.help.sheets import TOPICS_ON_A_SHEET, Row
from inroads.programme.timetable.local_time import local
from inroads.programme.timetable.models import Session

# The ids of helps that sheets make: each row of a sheet has one, for ever.
SHEETS = UUID("0b6cf7a4-53a4-5b0e-8f0a-0c8f5f1b7d52")


@transaction.atomic
def make_sheet(session: Session, *, at: datetime, by: Actor) -> Sheet:
    """A sheet with a code of its own, and on it what is helped with most at that venue."""
    if session.is_draft:
        raise Refused("This session is only a draft")
    topics = topics_at(session.venue, at)[:TOPICS_ON_A_SHEET]
    if not topics:
        raise Refused("There are no topics yet. Add some first, so that there is something to tick")
    sheet = Sheet.objects.create(session=session, topics=[topic.pk for topic in topics], made_at=at)
    record("sheet.made", sheet, by=by, changes={"session": session.pk})
    return sheet


@transaction.atomic
def keep_sheet(
    sheet: Sheet, rows: Sequence[Row], *, champion: Champion | None, at: datetime, by: Actor
) -> list[HelpRecord]:
    """All rows of a sheet are written down together; the same sheet never twice."""
    sheet = locked(sheet)
    if sheet.kept_at:
        day = local(sheet.kept_at)
        raise Refused(
            f"This sheet was keyed in on {day.day} {day:%B %Y}, with {sheet.helps} helps."
            " It is not kept again"
        )
    if sheet.session.starts_at > at:
        raise Refused("This session has not begun yet. Look at the code again")
    made = [
        record_help(
            sender_id=uuid5(SHEETS, f"{sheet.code} {number}"),
            given_at=sheet.session.starts_at,
            received_at=at,
            door=HelpRecord.Door.PAPER,
            topic=row.topic,
            minutes=row.minutes,
            outcome=row.outcome,
            champion=champion,
            session=sheet.session,
            person=row.booking.person if row.booking else None,
            by=by,
        )[0]
        for number, row in enumerate(rows, 1)
    ]
    sheet.kept_at, sheet.helps = at, len(made)
    sheet.save(update_fields=["kept_at", "helps"])
    record("sheet.kept", sheet, by=by, changes={"helps": len(made)})
    return made
