"""How many referrals reached first help: what is counted here never changes once its day has passed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from inroads.programme.help.models import HelpRecord
from inroads.programme.referrals.models import Referral
from inroads.programme.timetable.local_time import bounds


@dataclass(frozen=True)
class Reached:
    """Of the referrals sent in a period of people in one ward, how many reached first help."""

    ward_code: str | None
    ward_name: str | None
    sent: int
    reached: int


def helped_before(as_at: datetime) -> Exists:
    """A help was given to the person after they were referred, and was written down before this moment."""
    return Exists(
        HelpRecord.objects.standing(as_at).filter(
            person=OuterRef("person"), given_at__gte=OuterRef("sent_at"), given_at__lt=as_at
        )
    )


def sent_between(first: date, last: date, as_at: datetime) -> QuerySet[Referral]:
    """Referrals sent from the first day to the last, both counted, and by this moment not withdrawn."""
    begin, end = bounds(first, last)
    sent = Referral.objects.filter(sent_at__gte=begin, sent_at__lt=min(end, as_at))
    return sent.exclude(status=Referral.Status.WITHDRAWN, answered_at__lt=as_at).order_by()


def reached_first_help_by_ward(first: date, last: date, *, as_at: datetime) -> list[Reached]:
    """Referrals sent in the period, and those of them whose person had a help recorded before `as_at`.

    Declined referrals count as sent: they are people who were asked for and not helped. The ward is the one
    that the person lived in when they were referred; None is that of those whose postcode was not known.
    """
    rows = (
        sent_between(first, last, as_at)
        .annotate(helped=helped_before(as_at))
        .values_list("ward__code", "ward__name")
        .annotate(sent=Count("pk"), reached=Count("pk", filter=Q(helped=True)))
    )
    return [Reached(*row) for row in rows]
