"""What others did with a topic this week: a few counts, and only where they single nobody out."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from inroads.programme.champions.models import Champion
from inroads.programme.directory.models import Topic
from inroads.programme.directory.queries import counted_under
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.queries import helps_between
from inroads.programme.timetable.local_time import local, week_of

# Of fewer than so many others nothing is said.
FEWEST_OTHERS = 3


@dataclass(frozen=True)
class Others:
    """How many other people gave help with a topic, and how many of them could sort it out at least once."""

    helped: int
    sorted: int


def others_this_week(champion: Champion, topic: Topic, at: datetime) -> Others | None:
    """What others did with this topic from Monday on; nothing if they are so few that one could tell who."""
    helps = helps_between(*week_of(local(at).date())).filter(
        topic__in=counted_under(topic), champion__isnull=False
    )
    is_sorted = Q(outcome=HelpRecord.Outcome.SORTED)
    # By person: somebody in two networks is one other.
    counts = helps.exclude(champion__person=champion.person_id).aggregate(
        helped=Count("champion__person", distinct=True),
        sorted=Count("champion__person", distinct=True, filter=is_sorted),
    )
    return Others(**counts) if counts["helped"] >= FEWEST_OTHERS else None
