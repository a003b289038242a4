"""What was seen of a champion's checks, and which checks a role asks for."""

from datetime import date

from django.db import transaction

from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Actor, changes_between, record, values_of
from inroads.programme.champions.models import Champion, Check, RoleCheck


@transaction.atomic
def record_check(
    champion: Champion,
    *,
    kind: str,
    outcome: str,
    number: str = "",
    seen_on: date,
    review_on: date,
    on: date,
    by: Actor,
) -> Check:
    """What somebody saw of a check, and until when it holds. No copy of a certificate is kept."""
    if seen_on > on:
        raise Refused("Enter a day up to today", field="seen_on")
    if review_on <= seen_on:
        raise Refused("Enter a day after it was seen", field="review_on")
    told = ["outcome", "number", "seen_on", "review_on"]
    check = Check.objects.select_for_update().filter(champion=champion, kind=kind).first()
    before = values_of(check, told) if check else {}
    check = check or Check(champion=champion, kind=Check.Kind(kind))
    check.outcome, check.number = Check.Outcome(outcome), number
    check.seen_on, check.review_on = seen_on, review_on
    check.seen_by = by if isinstance(by, User) else None
    check.save()
    changes = changes_between(before, check) if before else {}
    # The number is the person's; the history says only that it changed.
    if "number" in changes:
        changes["number"] = ["", ""]
    record("check.recorded", check, by=by, changes=changes)
    return check


@transaction.atomic
def ask_for_check(*, network: str, kind: str, why: str, by: Actor) -> RoleCheck:
    """From now on this role asks for a check, for this reason; who has none does not help one to one."""
    asked, is_new = RoleCheck.objects.get_or_create(
        network=Champion.Network(network), kind=Check.Kind(kind), defaults={"why": why}
    )
    if not is_new:
        raise Refused("This role asks for that already", field="kind")
    record("role_check.asked", asked, by=by)
    return asked


@transaction.atomic
def ask_no_longer(asked: RoleCheck, *, by: Actor) -> None:
    """The role asks for this check no longer."""
    record("role_check.ended", asked, by=by)
    asked.delete()
