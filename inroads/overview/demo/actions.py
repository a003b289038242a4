"""What happens when the sample place is made."""

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction
from django.db.models import F

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.notifications.actions import mark_posted
from inroads.foundations.notifications.models import Message
from inroads.foundations.notifications.queries import letters_to_print
from inroads.overview.demo.champions import make_champions
from inroads.overview.demo.county import make_county
from inroads.overview.demo.helps import make_helps
from inroads.overview.demo.names import Names
from inroads.overview.demo.offers import make_offers
from inroads.overview.demo.partners import make_partners
from inroads.overview.demo.passports import make_skills_passports
from inroads.overview.demo.queries import Made, is_empty
from inroads.overview.demo.referrals import Referring
from inroads.overview.demo.sessions import make_sessions, make_shifts
from inroads.overview.demo.sizes import Size
from inroads.programme.help.actions import make_link, send_link
from inroads.programme.timetable.local_time import local

# A letter goes into the post on the day after it was written; the latest still wait.
POSTED_AFTER = timedelta(days=1)


@transaction.atomic
def make_wessex(
    *, size: Size, seed: int, at: datetime, tell: Callable[[str], None], by: Actor
) -> Made:
    """Make the whole sample place, or nothing of it. The same seed and moment make the same place.

    What is few goes through the actions that make it in real life. Areas, postcodes, embedded staff, past
    shifts and the year's help are written in bulk, and the one event of this action tells how many of each.
    """
    if not is_empty():
        raise Refused(
            "There is something here already. The sample place is made in an empty one only"
        )
    rng = np.random.default_rng(seed)
    on = local(at).date()
    tell("the county")
    county = make_county(rng, size)
    tell("partners")
    partners = make_partners(at, on)
    tell("venues and services")
    offers = make_offers(county, partners, rng, size, on)
    tell("champions")
    names = Names(rng)
    champions = make_champions(county, partners, offers, names, size, at, on)
    tell("sessions")
    sessions = make_sessions(offers, at, on)
    promised = make_shifts(sessions, offers, champions, rng, on)
    tell("help")
    helps = make_helps(champions, offers, sessions, promised, rng, size.helps, at, on)
    tell("skills passports")
    make_skills_passports(offers, np.random.default_rng([seed, 1]), at)
    tell("referrals")
    referring = Referring(
        county, partners, offers, sessions, promised, champions.demo, names, at, on
    )
    referrals = list(referring.make(size.referrals))
    # Whatever a message was about is long past: it counts as kept to be read, and is not sent now.
    Message.objects.filter(status=Message.Status.WAITING).update(
        status=Message.Status.KEPT, sent_at=F("made_at"), done_at=F("made_at")
    )
    post_old_letters(at, by=partners.coordinator)
    link, secret = make_link(champions.demo, at=at, by=by)
    send_link(link, secret, at=at, by=by)
    made = Made(
        areas=len(county.areas),
        venues=len(offers.venues),
        sessions=len(sessions),
        helps=helps,
        referrals=len(referrals),
        recording_link=secret,
    )
    record("demo.made", partners.council, by=by, changes={"seed": seed, **made.counts})
    return made


def post_old_letters(at: datetime, *, by: Actor) -> None:
    """What was written long ago was printed and posted then, so that only the latest letters wait."""
    old = letters_to_print(Message.objects.filter(made_at__lt=at - POSTED_AFTER))
    for letter in old:
        mark_posted(letter, at=letter.made_at + POSTED_AFTER, by=by)
