"""What is shown of passports: one by its code, its progress, and counts in which nobody can be found."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from scipy.sparse import csr_array

from inroads.engine.disclosure import SMALL, hide_small
from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import reference
from inroads.foundations.places.models import Venue
from inroads.programme.passports.codes import reads_right, tidied
from inroads.programme.passports.models import Passport, Skill, Stamp
from inroads.programme.timetable.local_time import local

LATELY = timedelta(minutes=10)
# Of one user, in that time: more is somebody who tries codes.
MOST_WRONG_CODES = 10
CODE_MISSED = "passport.code_missed"
NO_CODE = "This is not a code of a passport. Check each letter"
MOST_IN_A_BATCH = 100

# One passport, by its code


def code_of(typed: str) -> str:
    """The code that was typed, if it can be one of ours."""
    code = tidied(typed)
    if not reads_right(code):
        raise Refused(NO_CODE, field="code")
    return code


def refuse_replaced(passport: Passport) -> None:
    """A passport that was replaced is good for nothing more; that it was is all that is told."""
    if passport.replaced_at:
        day = local(passport.replaced_at)
        raise Refused(
            f"This passport was replaced on {day.day} {day:%B %Y}. Its stamps are in the new one",
            field="code",
        )


def codes_missed_lately(user: User, at: datetime) -> int:
    """How many codes that are nobody's the user has tried in the last ten minutes."""
    missed = Event.objects.filter(by=reference(user), verb=CODE_MISSED)
    return missed.filter(at__gt=at - LATELY).count()


@dataclass(frozen=True)
class Box:
    """A skill as it stands in one passport: empty, or with its stamp."""

    skill: Skill
    stamp: Stamp | None = None

    def may_be_taken_back(self, at: datetime) -> bool:
        """Whoever stamped by mistake puts it right on the same day."""
        return self.stamp is not None and local(self.stamp.stamped_at).date() == local(at).date()


def stampable_skills() -> QuerySet[Skill]:
    """What can be stamped now."""
    return Skill.objects.filter(retired=False)


def with_stamps(passports: QuerySet[Passport]) -> QuerySet[Passport]:
    """These, with all that is stamped in them."""
    stamps = Stamp.objects.select_related("skill", "venue")
    return passports.select_related("venue").prefetch_related(Prefetch("stamps", stamps))


def boxes_of(passport: Passport, skills: list[Skill]) -> list[Box]:
    """The skills that can be stamped, in their order, and before them what was stamped and has been retired since."""
    stamps = {stamp.skill_id: stamp for stamp in passport.stamps.all()}
    offered = {skill.pk for skill in skills}
    earlier = [stamp.skill for stamp in stamps.values() if stamp.skill_id not in offered]
    return [Box(skill, stamps.get(skill.pk)) for skill in [*earlier, *skills]]


# Counts


@dataclass(frozen=True)
class Counted:
    """How many passports there are, and their stamps by skill and by venue, each count in words."""

    passports: list[tuple[str, str]]
    by_skill: list[tuple[Skill, str]]
    by_venue: list[tuple[Venue, str]]


def counted(*, exactly: bool) -> Counted:
    """What is known of all passports together; for whom it is not exact, without any small count.

    The stamps by skill and by venue are the same stamps: what is hidden of one could be worked out from the other,
    so that both are hidden together.
    """
    shown = _with_count(Skill.objects.all()).filter(Q(retired=False) | Q(stamped__gt=0))
    skills = list(shown.order_by("position", "pk"))
    venues = list(_with_count(Venue.objects.all()).filter(stamped__gt=0).order_by("name"))
    counts = [one.stamped for one in [*skills, *venues]]
    words = [f"{count:,}" for count in counts] if exactly else without_small(counts, len(skills))
    printed, in_use = _passports_counted()
    totals = [
        ("Printed", f"{printed:,}" if exactly else in_words(printed)),
        ("In use: with one stamp or more", f"{in_use:,}" if exactly else about(in_use)),
    ]
    by_skill, by_venue = words[: len(skills)], words[len(skills) :]
    return Counted(
        totals, list(zip(skills, by_skill, strict=True)), list(zip(venues, by_venue, strict=True))
    )


def in_words(count: int) -> str:
    """A count that points at nobody.

    >>> [in_words(count) for count in (0, 3, 5, 1234)]
    ['0', 'fewer than 5', '5', '1,234']
    """
    small, most = SMALL
    return f"fewer than {most + 1}" if small <= count <= most else f"{count:,}"


def about(count: int) -> str:
    """To the nearest five: with one skill alone it is the sum of its stamps, from which the rest could be worked out.

    >>> [about(count) for count in (0, 3, 7, 8, 1234)]
    ['0', 'fewer than 5', 'about 5', 'about 10', 'about 1,235']
    """
    return in_words(count) if count <= SMALL[1] else f"about {round(count / 5) * 5:,}"


def _with_count(things: QuerySet[Any]) -> QuerySet[Any]:
    """With how many stamps each has, in passports that are good: one that was replaced handed its own on."""
    good = Q(stamps__passport__replaced_by=None)
    return things.annotate(stamped=Count("stamps", filter=good))


def _passports_counted() -> tuple[int, int]:
    """How many are good, and how many of them hold a stamp."""
    good = Passport.objects.filter(replaced_by=None)
    stamped = good.filter(Exists(Stamp.objects.filter(passport=OuterRef("pk"))))
    return good.count(), stamped.count()


def without_small(counts: list[int], skills: int) -> list[str]:
    """The counts by skill and then by venue in words, with none from which a small one could be worked out."""
    if not any(counts):
        return [str(count) for count in counts]
    # Both add up to the same stamps; that sum is not shown.
    both = np.where(np.arange(len(counts)) < skills, 1, -1)
    hiding = hide_small(counts, csr_array(both[np.newaxis]))
    names_small = not hiding.weaker.any()
    return [
        f"{count:,}" if shown else in_words(count) if small and names_small else "not shown"
        for count, shown, small in zip(counts, hiding.shown, hiding.small, strict=True)
    ]
