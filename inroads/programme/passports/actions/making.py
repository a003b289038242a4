"""Passports are made by the batch, and one that was lost is replaced."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record, record_each
from inroads.foundations.places.models import Venue
from inroads.programme.passports.codes import new_code
from inroads.programme.passports.models import Passport, Stamp
from inroads.programme.passports.queries import (
    MOST_IN_A_BATCH,
    refuse_replaced,
    stampable_skills,
)


@transaction.atomic
def make_passports(count: int, *, venue: Venue | None, at: datetime, by: Actor) -> list[Passport]:
    """So many passports, each with a code of its own, to be printed together."""
    if not 1 <= count <= MOST_IN_A_BATCH:
        raise Refused(f"Enter a number from 1 to {MOST_IN_A_BATCH}", field="count")
    if venue and not venue.is_open:
        raise Refused("This venue is closed. Choose another", field="venue")
    if not stampable_skills().exists():
        raise Refused("There is no skill yet that can be stamped. Add the skills first")
    batch = uuid4()
    passports = Passport.objects.bulk_create(
        Passport(code=code, batch=batch, made_at=at, venue=venue) for code in _unused_codes(count)
    )
    record_each("passport.made", passports, by=by)
    return passports


@transaction.atomic
def replace_passport(passport: Passport, *, at: datetime, by: Actor) -> Passport:
    """A new passport takes over every stamp of one that was lost, and the lost one stops. No name is needed."""
    passport = locked(passport)
    refuse_replaced(passport)
    new = Passport.objects.create(
        code=_unused_codes(1)[0], batch=uuid4(), made_at=at, venue=passport.venue
    )
    Stamp.objects.bulk_create(
        Stamp(passport=new, skill=each.skill, venue=each.venue, stamped_at=each.stamped_at)
        for each in passport.stamps.select_related("skill", "venue")
    )
    passport.replaced_by, passport.replaced_at = new, at
    passport.save(update_fields=["replaced_by", "replaced_at"])
    record("passport.made", new, by=by)
    record("passport.replaced", passport, by=by, changes={"replaced_by": new.pk})
    return new


def _unused_codes(count: int) -> list[str]:
    """Codes that no passport has. There are six thousand million, so that a draw is hardly ever in vain."""
    codes: set[str] = set()
    while len(codes) < count:
        codes |= {new_code() for _ in range(count - len(codes))}
        codes -= set(Passport.objects.filter(code__in=codes).values_list("code", flat=True))
    return list(codes)
