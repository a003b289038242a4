"""Busy staff say once a week how many people they helped: it is kept as claimed."""

from datetime import datetime, time

from django.conf import settings
from django.db import transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, changes_between, record, values_of
from inroads.foundations.notifications.actions import tell_person
from inroads.foundations.notifications.models import Message
from inroads.programme.champions.checking import require_current
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
    require_current(champion)
    week, _ = week_of(local(min(told_at, at)).date())
    tally = Tally.objects.filter(champion=champion, week=week).first()
    before = values_of(tally, ["people", "topic"]) if tally else {}
    tally = tally or Tally(champion=champion, week=week)
    tally.people, tally.topic, tally.told_at, tally.door = people, topic, told_at, door
    tally.save()
    changes = changes_between(before, tally) if before else {}
    record("tally.told", tally, by=by, changes=changes)
    return tally


# Friday, from midday to late in the afternoon: nobody is woken by it.
ASKED_ON, ASKED_FROM, ASKED_UNTIL = 4, time(12), time(17)


@transaction.atomic
def ask_for_tallies(*, at: datetime, by: Actor) -> int:
    """On a Friday each embedded champion who can be written to is asked the one question, once; how many are asked."""
    here = local(at)
    if here.weekday() != ASKED_ON or not ASKED_FROM <= here.time() < ASKED_UNTIL:
        return 0
    week, _ = week_of(here.date())
    key = f"tally-{week}-"
    asked = set(Message.objects.filter(once__startswith=key).values_list("once", flat=True))
    staff = (
        Champion.objects.filter(
            network=Champion.Network.EMBEDDED,
            status=Champion.Status.ACTIVE,
            person__erased_at=None,
            person__contact_ways__kind__in=["text", "email"],
        )
        .exclude(tallies__week=week)
        .distinct()
        .select_related("person")
    )
    text = (
        f"Text W and a number to {settings.TEXTS_NUMBER}, such as W 7; or use"
        if settings.TEXTS_NUMBER
        else "Use"
    )
    told = 0
    for champion in staff:
        if (once := f"{key}{champion.pk}") not in asked:
            told += bool(
                tell_person(
                    champion.person,
                    subject="How many people did you help this week?",
                    body=f"How many people did you help this week, and with what most? {text} your page. Thank you!",
                    about=champion,
                    once=once,
                    at=at,
                    by=by,
                )
            )
    return told
