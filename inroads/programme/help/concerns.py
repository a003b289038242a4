"""What waits for the safeguarding lead, and whom to ring about it."""

from datetime import datetime

from inroads.foundations.accounts.models import User
from inroads.foundations.people.models import PHONE_KINDS, Person
from inroads.programme.help.models import ACKNOWLEDGED_WITHIN, Concern


def concerns_waiting(at: datetime) -> dict[str, int]:
    """How many concerns are open, how many nobody has yet, and how many wait longer than they may."""
    waiting = Concern.objects.filter(closed_at=None)
    return {
        "open": waiting.count(),
        "new": waiting.filter(acknowledged_at=None).count(),
        "late": late_concerns(at),
    }


def late_concerns(at: datetime) -> int:
    """How many concerns wait longer than they may; what they say is for the safeguarding lead alone."""
    waiting = Concern.objects.filter(acknowledged_at=None)
    return waiting.filter(raised_at__lt=at - ACKNOWLEDGED_WITHIN).count()


def whom_to_ring(concern: Concern) -> tuple[str, str]:
    """Who raised a concern, and at which number they can be rung, as far as it is known."""
    table, _, number = concern.raised_by.partition("/")
    key = int(number)
    people = Person.objects.filter(erased_at=None)
    if table == "champions.champion":
        person = people.filter(champions=key).first()
    else:
        person = people.filter(user=key).first()
        user = User.objects.filter(pk=key).first()
        if person is None and user:
            return str(user), ""
    if person is None:
        return "somebody who is not known any more", ""
    way = person.contact_ways.filter(kind__in=PHONE_KINDS).exclude(value="").first()
    address = f", {person.user}" if person.user and not way else ""
    return f"{person}{address}", way.as_written if way else ""
