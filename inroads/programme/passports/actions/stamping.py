"""A passport is found by its code and stamped; a stamp set by mistake is taken back on the same day."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.places.models import Venue
from inroads.programme.passports.models import Passport, Skill, Stamp
from inroads.programme.passports.queries import CODE_MISSED, Box, code_of, refuse_replaced


@transaction.atomic
def find_passport(typed: str, *, by: User) -> Passport | None:
    """The passport of this code; None, which the history counts, if the code could be ours and is nobody's."""
    passport = Passport.objects.filter(code=code_of(typed)).first()
    if passport is None:
        record(CODE_MISSED, by, by=by)
        return None
    refuse_replaced(passport)
    return passport


@transaction.atomic
def stamp_passport(
    passport: Passport, skills: Collection[Skill], *, venue: Venue, at: datetime, by: Actor
) -> list[Stamp]:
    """What somebody saw done is stamped. What was stamped before stays as it was."""
    passport = locked(passport)
    refuse_replaced(passport)
    if not venue.is_open:
        raise Refused("This venue is closed. Choose another", field="venue")
    if any(skill.retired for skill in skills):
        raise Refused("One of these skills is no longer stamped", field="skills")
    # The passport is held, so that nobody else stamps it between this question and its answer.
    before = set(passport.stamps.values_list("skill_id", flat=True))
    new = {skill.pk: skill for skill in skills if skill.pk not in before}
    stamps = Stamp.objects.bulk_create(
        Stamp(passport=passport, skill=skill, venue=venue, stamped_at=at) for skill in new.values()
    )
    if stamps:
        record(
            "passport.stamped", passport, by=by, changes={"skills": list(new), "venue": venue.pk}
        )
    return stamps


@transaction.atomic
def take_back_stamp(passport: Passport, skill: Skill, *, at: datetime, by: Actor) -> None:
    """A stamp set by mistake is gone, if it was set today; pressing twice is the same as once."""
    passport = locked(passport)
    refuse_replaced(passport)
    stamp = passport.stamps.filter(skill=skill).first()
    if stamp is None:
        return
    if not Box(skill, stamp).may_be_taken_back(at):
        raise Refused("A stamp can be taken back only on the day on which it was set")
    stamp.delete()
    record("passport.stamp_taken_back", passport, by=by, changes={"skill": skill.pk})
