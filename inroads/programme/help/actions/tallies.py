"""Busy staff say once a week how many people they helped: it is kept as claimed."""

from datetime import datetime

from django.db import transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, changes_between, record, values_of
from inroads.programme.champions.models import Champion
from inroads.programme.directory.models import Topic
from inroads.programme.help.models import Tally
from inroads.programme.help.texting import MOST_IN_A_WEEK
from inroads.programme.timetable.local_time import local, week_of


@transaction.atomic
def tell_tally(
    champion: Champion,
    *,
    people: int,
    topic: Topic | None = None,
    told_at: datetime,
    at: datetime,
    door: str,
    by: Actor,
) -> Tally:
    """The answer for the week in which it was told; told again in that week, the last answer counts."""
    if not 0 <= people <= MOST_IN_A_WEEK:
        raise Refused(f"Enter a number from 0 to {MOST_IN_A_WEEK}", field="people")
    champion = locked(champion)
    if champion.has_left:
        raise Refused("They are no longer a champion")
    week, _ = week_of(local(min(told_at, at)).date())
    tally = Tally.objects.filter(champion=champion, week=week).first()
    before = values_of(tally, ["people", "topic"]) if tally else {}
    tally = tally or Tally(champion=champion, week=week)
    tally.people, tally.topic, tally.told_at, tally.door = people, topic, told_at, door
    tally.save()
    changes = changes_between(before, tally) if before else {}
    record("tally.told", tally, by=by, changes=changes)
    return tally
