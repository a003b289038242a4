"""The very words of the consent, the card, and the messages that a referral sends."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.conf import settings
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from inroads.foundations.organisations.models import Organisation, SharedField
from inroads.foundations.people.models import ContactWay, Person
from inroads.foundations.people.queries import contact_for
from inroads.foundations.places.models import Venue
from inroads.programme.referrals.models import Referral, Route, Step
from inroads.programme.timetable.local_time import day_words
from inroads.programme.timetable.models import Booking, Session

SPOKEN = {
    SharedField.NAME: "your name",
    SharedField.CONTACT: "how to reach you",
    SharedField.PLACE: "where you live",
    SharedField.LANGUAGE: "which language you speak",
    SharedField.ACCESS: "what helps you take part",
    SharedField.NEED: "what you need help with",
}

# The ways in which a message can be written, as one says it.
WRITTEN = {
    ContactWay.Kind.TEXT: "by text",
    ContactWay.Kind.EMAIL: "by e-mail",
    ContactWay.Kind.POST: "by letter",
}


def listed(items: list[str]) -> str:
    """Items with commas and one "and".

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def consent_words(
    sender: Organisation,
    receiver: Organisation,
    *,
    passed: Collection[str],
    tells_outcome: bool,
    promise_on: date,
) -> str:
    """What is read out before a referral is sent: what is passed, to whom, and what for.

    It names only what is really passed: the agreement covers it and the person gave it.
    """
    facts = listed([words for field, words in SPOKEN.items() if field in passed] or ["your need"])
    sentences = [
        f"I would like to pass {facts} to {receiver}, so that they can speak with you"
        f" by {day_words(promise_on)} and arrange help near you."
    ]
    if sender == receiver:
        sentences = [
            f"I would like to keep {facts} at {receiver}, so that we can speak with you"
            f" by {day_words(promise_on)} and arrange help near you."
        ]
    elif tells_outcome:
        sentences.append(f"They will tell {sender} what became of it.")
    sentences.append("You can change your mind at any time. Is that all right with you?")
    return " ".join(sentences)


def venue_address(venue: Venue) -> str:
    """The address with its postcode, said once; a postcode is never broken over two lines."""
    whole = venue.address
    if venue.postcode not in whole:
        whole = ", ".join(part for part in (whole, venue.postcode) if part)
    return whole.replace(venue.postcode, venue.postcode.replace(" ", "\N{NO-BREAK SPACE}"))


def told_champion(step: Step) -> tuple[str, str]:
    """Subject and text for the champion: who comes, when, where, and the code on their card."""
    given = {
        "name": step.route.referral.person.first_name,
        "when": step.session.when,
        "venue": step.session.venue.name,
        "code": step.booking.code,
        "helpline": settings.HELPLINE,
    }
    subject = _("%(name)s is coming to see you") % given
    return subject, _(
        "%(name)s is coming to see you on %(when)s at %(venue)s. The code on their card is %(code)s."
        " If you cannot be there, ring %(helpline)s."
    ) % given


def told_person(step: Step) -> tuple[str, str]:
    """Subject and text for the person: the same facts as on their card."""
    venue = step.session.venue
    given = {
        "champion": step.champion.person.first_name,
        "when": step.session.when,
        "venue": ", ".join(part for part in (venue.name, venue_address(venue)) if part),
        "travel": venue.travel,
        "code": step.booking.code,
        "helpline": settings.HELPLINE,
    }
    sentences = [
        _("%(champion)s will help you on %(when)s at %(venue)s.") % given,
        _("Getting there: %(travel)s.") % {"travel": venue.travel.rstrip(".")}
        if venue.travel
        else "",
        _("Bring your phone or tablet if you have one, and your glasses. You need nothing else."),
        _("The help is free. If you cannot come, ring %(helpline)s.") % given,
        _("Your card code is %(code)s.") % given,
    ]
    subject = _("Your help with getting online: %(when)s") % given
    return subject, " ".join(sentence for sentence in sentences if sentence)


def told_by(person: Person) -> str:
    """How a message will reach somebody; nothing if only a voice or a face does."""
    way = contact_for(person, *WRITTEN)
    return WRITTEN[ContactWay.Kind(way.kind)] if way else ""


def numbers_to_ring(person: Person) -> list[ContactWay]:
    """On which numbers to speak with somebody, the one they like best first; those for texts only if no other."""
    ways = sorted(person.contact_ways.all(), key=lambda way: (not way.preferred, way.pk))
    calls, texts = (
        [way for way in ways if way.kind == kind and way.value]
        for kind in (ContactWay.Kind.VOICE, ContactWay.Kind.TEXT)
    )
    return calls or texts


def kept_in_words(step: Step) -> str:
    """A place is kept; whoever cannot be told in writing is to be rung."""
    people = [step.champion.person, step.route.referral.person]
    to_ring = [str(person) for person in people if not told_by(person)]
    return f"A place is kept. Now ring {listed(to_ring)}" if to_ring else "A place is kept"


def told_of_cancelling(step: Step, *, champion: bool) -> tuple[str, str]:
    """Subject and text for the champion, or for the person, when a step will not take place."""
    given = {
        "when": step.session.when,
        "venue": step.session.venue.name,
        "name": step.route.referral.person.first_name,
        "helpline": settings.HELPLINE,
    }
    subject = _("Cancelled: %(when)s") % given
    if champion:
        return subject, _("%(name)s is not coming on %(when)s at %(venue)s after all.") % given
    return subject, _(
        "Your help on %(when)s at %(venue)s is cancelled. If you have a question, ring %(helpline)s."
    ) % given


def told_of_referral(referral: Referral) -> tuple[str, str]:
    """Subject and text for the organisation that received it. Who it is about stands behind the sign-in."""
    return "A new referral is waiting", (
        f"Referral {referral.pk} from {referral.sender} is waiting for an answer. Somebody is promised to"
        f" speak with them by {day_words(referral.promise_on)}.\n"
        f"{settings.ADDRESS}{referral.get_absolute_url()}"
    )


def whom(referral: Referral, *, by_name: bool) -> str:
    """How an organisation is told which of its referrals is meant."""
    sent = f"whom you referred on {day_words(timezone.localdate(referral.sent_at))}"
    if by_name and referral.person.name:
        return f"{referral.person.name}, {sent}"
    return f"The person {sent} (referral {referral.pk})"


def told_of_outcome(route: Route, *, by_name: bool) -> tuple[str, str]:
    """Subject and text for the organisation that referred the person."""
    referral = route.referral
    subject = f"What became of your referral {referral.pk}"
    return subject, f"{whom(referral, by_name=by_name)}: {outcome_in_words(route)}."


def told_of_declining(referral: Referral, *, by_name: bool) -> tuple[str, str]:
    """Subject and text for the organisation whose referral was declined."""
    subject = f"Your referral {referral.pk} was declined"
    person = whom(referral, by_name=by_name)
    return subject, f"{person}: {referral.receiver} could not take this referral. {referral.reason}"


def step_standing(step: Step, at: datetime) -> str:
    """How a step stands; an agreed one may have lost its session, its place or its champion since."""
    if not step.is_agreed:
        return step.get_status_display()
    if step.session.status == Session.Status.CANCELLED:
        return "The session is cancelled. Find another"
    if step.booking.status == Booking.Status.CANCELLED:
        return "The place was given up. Find another"
    if step.session.ends_at <= at:
        return "The day has passed"
    if step.champion_id not in {shift.champion_id for shift in step.session.shifts.all()}:
        return f"{step.champion} is not coming. Find another"
    return "Agreed"


def labels(values: Iterable[str], choices: type[TextChoices]) -> str:
    """Chosen values in words, with commas; one that is no longer a choice is left out."""
    return ", ".join(str(choices(value).label) for value in values if value in choices.values)


def standing(referral: Referral, *, is_told: bool) -> str:
    """How a referral stands, in the same words on every page, for whoever may be told its outcome or may not."""
    if referral.status == Referral.Status.ACCEPTED:
        return route_standing(referral.route, is_told=is_told)
    said = referral.get_status_display()
    if referral.status == Referral.Status.WITHDRAWN and referral.answered_at:
        day = timezone.localdate(referral.answered_at)
        said = f"Withdrawn by {referral.sender} on {day.day} {day:%B %Y}"
    return f"{said}: {referral.reason}" if referral.reason else said


def route_standing(route: Route, *, is_told: bool) -> str:
    """How far somebody is who was taken on."""
    if route.is_open:
        return (
            f"Spoken with, {route.spoken_on.day} {route.spoken_on:%B}"
            if route.spoken_on
            else "Accepted"
        )
    if is_told:
        return outcome_in_words(route)
    return "Closed. Your agreement does not say that you are told more"


def outcome_in_words(route: Route) -> str:
    """The outcome, and why they said no if they did."""
    said_no = f" ({route.get_said_no_display().lower()})" if route.said_no else ""
    return f"{route.get_outcome_display()}{said_no}"
