"""What a referral, a route and a step are."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from inroads.foundations.core.models import Model
from inroads.foundations.organisations.models import Organisation
from inroads.foundations.people.models import Consent, Person
from inroads.foundations.places.models import Area
from inroads.programme.champions.models import Champion
from inroads.programme.directory.models import Topic
from inroads.programme.timetable.models import Booking, Session


class Referral(Model):
    """One organisation asks another, with the person's consent, to help a person.

    Somebody who walks in is referred by the organisation that leads to itself.
    """

    personal = {"person", "note", "consent", "sent_by", "answered_by", "reason"}
    not_personal = {
        "sender",
        "receiver",
        "topics",
        "status",
        "sent_at",
        "promise_on",
        "answered_at",
        "journey",
        "ward",
    }

    # A topic that takes another's place takes it in what is still to be done; what is over stays as it was.
    moves_with_topic = Q(status="sent") | Q(status="accepted", route__closed_at=None)

    class Status(models.TextChoices):
        SENT = "sent", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals")
    sender = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="referrals_sent"
    )
    receiver = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="referrals_received"
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="referrals")
    topics = models.ManyToManyField(Topic, related_name="referrals")
    # Where the person lived when they were referred: a count that was published does not move with them.
    ward = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(max_length=1000, blank=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.SENT)
    sent_at = models.DateTimeField()
    # The day by which the person was promised that somebody will have spoken with them.
    promise_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    # Whoever accepted, declined or withdrew it.
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The id of the sender's journey through the screens, so that sending twice makes one.
    journey = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    reason = models.CharField("why it was declined or withdrawn", max_length=300, blank=True)

    class Meta:
        ordering = ["promise_on", "pk"]
        indexes = [models.Index(fields=["receiver", "status", "promise_on"], name="promises")]
        constraints = [
            models.CheckConstraint(
                name="referral_answered_or_waiting",
                condition=Q(status="sent", answered_at=None)
                | (~Q(status="sent") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"Referral {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("referrals_show", args=[self.pk])

    @property
    def is_walk_in(self) -> bool:
        return self.sender_id == self.receiver_id

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.SENT

    @property
    def is_in_progress(self) -> bool:
        """Something is still to be done: it waits for an answer, or its route is open."""
        if self.status == self.Status.ACCEPTED:
            return self.route.is_open
        return self.is_waiting


class Route(Model):
    """A person's way from need to outcome, opened when a referral is accepted."""

    personal = {"note"}
    not_personal = {"referral", "opened_at", "spoken_on", "outcome", "said_no", "closed_at"}

    class Outcome(models.TextChoices):
        SORTED = "sorted", "They can do what they came for"
        CARRYING_ON = "carrying_on", "They come regularly now and no longer need a route"
        PASSED_ON = "passed_on", "Someone else helps them now"
        SAID_NO = "said_no", "They said no"
        NOT_REACHED = "not_reached", "We could not reach them"

    class SaidNo(models.TextChoices):
        NOT_NOW = "not_now", "Not now"
        SCAMS = "scams", "Afraid of scams"
        NO_INTEREST = "no_interest", "Not interested"
        COST = "cost", "What it costs"
        HEALTH = "health", "Health or eyesight"
        SOMEONE_DOES = "someone_does", "Someone does it for them"
        OTHER = "other", "Another reason"

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="route")
    opened_at = models.DateTimeField()
    # The day on which somebody first spoke with the person: it keeps the promise of the referral.
    spoken_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=11, choices=Outcome, blank=True)
    said_no = models.CharField("why they said no", max_length=12, choices=SaidNo, blank=True)
    note = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="route_closed_with_an_outcome",
                condition=Q(outcome="", closed_at=None)
                | (~Q(outcome="") & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="route_says_why_they_said_no",
                condition=(Q(outcome="said_no") & ~Q(said_no=""))
                | (~Q(outcome="said_no") & Q(said_no="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Route of referral {self.referral_id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Step(Model):
    """One piece of a route: help from a champion, at a session where a place is kept."""

    personal = {"champion"}
    not_personal = {"route", "session", "booking", "status", "made_at"}

    class Status(models.TextChoices):
        AGREED = "agreed", "Agreed"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="steps")
    champion = models.ForeignKey(Champion, on_delete=models.PROTECT, related_name="steps")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="steps")
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="step")
    status = models.CharField(max_length=9, choices=Status, default=Status.AGREED)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["session__starts_at"]

    def __str__(self) -> str:
        return f"Step {self.pk}"

    @property
    def is_agreed(self) -> bool:
        return self.status == self.Status.AGREED

    @property
    def will_happen(self) -> bool:
        """It is agreed, its place is kept, and its session is not cancelled."""
        kept = self.booking.status == Booking.Status.KEPT
        return self.is_agreed and kept and not self.session.is_cancelled
