"""The counts behind the figures, each one query whatever the number of rows."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count

from inroads.foundations.places.models import Area, AreaKind
from inroads.programme.help.models import HelpRecord
from inroads.programme.referrals.reaching import reached_first_help_by_ward


class Ward(NamedTuple):
    """A ward as a figure names it."""

    code: str
    name: str


UNKNOWN_WARD = Ward("", "Ward not known")


def helps_by_ward(
    starts: datetime, until: datetime, *, as_at: datetime
) -> dict[Ward, tuple[int, ...]]:
    """Helps given in the period and known by then, by the ward of their venue; wards with a venue but no help too."""
    venues = Area.objects.filter(kind=AreaKind.WARD, venues__is_open=True)
    counts: dict[Ward, tuple[int, ...]] = {
        Ward(*ward): (0,) for ward in venues.order_by().values_list("code", "name").distinct()
    }
    helps = HelpRecord.objects.standing(as_at).filter(given_at__gte=starts, given_at__lt=until)
    for code, name, number in (
        helps.order_by()
        .values_list("venue__ward__code", "venue__ward__name")
        .annotate(number=Count("pk"))
    ):
        counts[Ward(code, name) if code else UNKNOWN_WARD] = (number,)
    return counts


def referrals_by_ward(first: date, last: date, *, as_at: datetime) -> dict[Ward, tuple[int, ...]]:
    """Referrals that reached first help, and that had not by then, by the ward where the person lived."""
    return {
        Ward(row.ward_code, row.ward_name or "") if row.ward_code else UNKNOWN_WARD: (
            row.reached,
            row.sent - row.reached,
        )
        for row in reached_first_help_by_ward(first, last, as_at=as_at)
    }
