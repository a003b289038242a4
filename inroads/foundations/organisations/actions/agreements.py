"""What happens to what partners have agreed to share."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.organisations.models import Agreement, Organisation, Purpose, SharedField


@transaction.atomic
def add_agreement(
    giver: Organisation,
    receiver: Organisation,
    *,
    purpose: Purpose,
    fields: list[str],
    starts_on: date,
    ends_on: date | None = None,
    by: Actor,
) -> Agreement:
    """From a day on, the giver may tell the receiver these facts of a person, for this purpose."""
    giver = locked(giver)
    if giver == receiver:
        raise Refused("Choose another organisation", field="receiver")
    if not fields or set(fields) - set(SharedField.values):
        raise Refused("Choose what may be shared", field="fields")
    if ends_on and ends_on <= starts_on:
        raise Refused("The last day must come after the first", field="ends_on")
    overlapping = Agreement.objects.filter(giver=giver, receiver=receiver, purpose=purpose).filter(
        Q(ends_on=None) | Q(ends_on__gt=starts_on)
    )
    if ends_on:
        overlapping = overlapping.filter(starts_on__lt=ends_on)
    if overlapping.exists():
        raise Refused(
            "There is an agreement for this purpose in those days already. End it first",
            field="purpose",
        )
    agreement = Agreement.objects.create(
        giver=giver,
        receiver=receiver,
        purpose=purpose,
        fields=[field for field in SharedField.values if field in fields],
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record("agreement.added", agreement, by=by, changes=agreed(agreement))
    return agreement


@transaction.atomic
def end_agreement(agreement: Agreement, *, on: date, today: date, by: Actor) -> None:
    """From this day on it no longer holds; one that has not begun and never will was never made."""
    agreement = locked(agreement)
    if on < today:
        raise Refused("Choose today or a later day: until today it held", field="on")
    if agreement.ends_on and agreement.ends_on <= on:
        raise Refused("This agreement ends before that day already", field="on")
    if today < agreement.starts_on and on <= agreement.starts_on:
        record("agreement.withdrawn", agreement, by=by, changes=agreed(agreement))
        agreement.delete()
        return
    before = agreement.ends_on
    agreement.ends_on = on
    agreement.save(update_fields=["ends_on"])
    changes = agreed(agreement) | {"ends_on": [str(before), str(on)]}
    record("agreement.ended", agreement, by=by, changes=changes)


def agreed(agreement: Agreement) -> dict[str, Any]:
    """Who may tell whom what, why and when, for the history: it outlives the agreement."""
    return {
        "giver": agreement.giver_id,
        "receiver": agreement.receiver_id,
        "purpose": str(agreement.purpose),
        "fields": ", ".join(agreement.fields),
        "starts_on": str(agreement.starts_on),
        "ends_on": str(agreement.ends_on or "never"),
    }
