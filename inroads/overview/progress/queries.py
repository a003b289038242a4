"""The counts behind the figures, each one query whatever the number of rows."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from inroads.foundations.places.models import Area, AreaKind
from inroads.programme.help.models import HelpRecord
from inroads.programme.referrals.models import Referral


class Ward(NamedTuple):
    """A ward as a figure names it."""

    code: str
    name: str


UNKNOWN_WARD = Ward("", "Ward not known")


def helps_by_ward(starts: datetime, until: datetime) -> dict[Ward, tuple[int, ...]]:
    """Helps given and received in the period, by the ward of their venue; wards with a venue but no help too."""
    venues = Area.objects.filter(kind=AreaKind.WARD, venues__is_open=True)
    counts: dict[Ward, tuple[int, ...]] = {
        Ward(*ward): (0,) for ward in venues.order_by().values_list("code", "name").distinct()
    }
    helps = HelpRecord.objects.filter(
        given_at__gte=starts, given_at__lt=until, received_at__lt=until
    )
    for code, name, number in (
        helps.order_by()
        .values_list("venue__ward__code", "venue__ward__name")
        .annotate(number=Count("pk"))
    ):
        counts[Ward(code, name) if code else UNKNOWN_WARD] = (number,)
    return counts


def referrals_by_ward(starts: datetime, until: datetime) -> dict[Ward, tuple[int, ...]]:
    """Referrals that reached first help, and that have not yet, by the ward where the person lives."""
    sent = Referral.objects.filter(sent_at__gte=starts, sent_at__lt=until).exclude(
        status=Referral.Status.WITHDRAWN
    )
    by_ward = (
        sent.annotate(helped=helped(until))
        .order_by()
        .values_list("person__ward__code", "person__ward__name")
        .annotate(sent=Count("pk"), reached=Count("pk", filter=Q(helped=True)))
    )
    return {
        Ward(code, name) if code else UNKNOWN_WARD: (reached, sent - reached)
        for code, name, sent, reached in by_ward
    }


def helped(until: datetime) -> Exists:
    """A help for the person was written down, given after the referral was sent."""
    return Exists(
        HelpRecord.objects.filter(
            person=OuterRef("person"),
            given_at__gte=OuterRef("sent_at"),
            given_at__lt=until,
            received_at__lt=until,
        )
    )
