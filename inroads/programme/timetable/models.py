"""What a session and a booking are."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from inroads.foundations.core.models import Model, spoken_code
from inroads.foundations.design.clock import hours_words
from inroads.foundations.people.models import Person
from inroads.foundations.places.models import Venue
from inroads.programme.directory.models import Schedule, Service
from inroads.programme.timetable.local_time import day_words, local


class Session(Model):
    """One dated occurrence of a service at a venue."""

    not_personal = {
        "service",
        "schedule",
        "venue",
        "starts_at",
        "ends_at",
        "capacity",
        "taken",
        "status",
        "walk_ins",
        "attendance_at",
    }

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"  # only those who may plan it see it, until they decide
        PLANNED = "planned", "Planned"
        CANCELLED = "cancelled", "Cancelled"

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="sessions")
    schedule = models.ForeignKey(
        Schedule, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    # How many places are kept. One conditional UPDATE takes a place; see `actions.book`.
    taken = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=9, choices=Status, default=Status.PLANNED)
    # How many came without a place, and when that was written down; nobody asks for their names.
    walk_ins = models.PositiveSmallIntegerField(null=True, blank=True)
    attendance_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["venue", "starts_at"], name="session_at_venue")]
        constraints = [
            models.CheckConstraint(
                name="session_never_overbooked", condition=Q(taken__lte=F("capacity"))
            ),
            models.CheckConstraint(
                name="session_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.UniqueConstraint(
                fields=["service", "venue", "starts_at"],
                condition=~Q(status="cancelled"),
                name="session_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} at {self.venue}"

    @property
    def places_left(self) -> int:
        return self.capacity - self.taken

    def is_on_during(self, other: "Session") -> bool:
        """Both are on at some moment; a session is on during itself."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    def is_over(self, at: datetime) -> bool:
        """It has ended by this moment."""
        return self.ends_at <= at

    @property
    def day(self) -> date:
        """The day on which it begins, where it happens."""
        return local(self.starts_at).date()

    @property
    def hours(self) -> str:
        """From when until when, in words: 10am to midday."""
        starts, ends = local(self.starts_at).time(), local(self.ends_at).time()
        return hours_words(starts, ends)

    @property
    def when(self) -> str:
        """The day and the hours, in words."""
        return f"{day_words(self.day)}, {self.hours}"

    @property
    def is_no_longer_offered(self) -> bool:
        """Its weekly time, its service or its venue has ended since it was planned."""
        last = self.schedule.valid_to if self.schedule else None
        is_over = last is not None and last < self.day
        return is_over or self.service.retired or not self.venue.is_open

    def get_absolute_url(self) -> str:
        return reverse("timetable_show", args=[self.pk])


class Closure(Model):
    """Days on which a venue is closed, or on which nothing happens anywhere; no session is planned on them."""

    not_personal = {"venue", "first", "last", "why"}

    venue = models.ForeignKey(
        Venue, on_delete=models.CASCADE, null=True, blank=True, related_name="closures"
    )
    first = models.DateField()
    last = models.DateField()
    why = models.CharField(max_length=120)

    class Meta:
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(
                name="closure_ends_after_it_begins", condition=Q(last__gte=F("first"))
            )
        ]

    def __str__(self) -> str:
        days = day_words(self.first)
        if self.last != self.first:
            days += f" to {day_words(self.last)}"
        return f"{self.venue or 'Everywhere'}, {days}: {self.why}"


class Booking(Model):
    """A place kept for a person at a session, or waited for. Its code stands on their card and names nobody."""

    personal = {"person", "came"}
    not_personal = {"session", "code", "status", "rank"}

    class Status(models.TextChoices):
        KEPT = "kept", "Kept"
        WAITING = "waiting", "Waiting"
        CANCELLED = "cancelled", "Cancelled"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="bookings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bookings")
    code = models.CharField(max_length=8, unique=True, default=spoken_code)
    status = models.CharField(max_length=9, choices=Status, default=Status.KEPT)
    # Where they stand among those who wait; the lowest is first.
    rank = models.PositiveIntegerField(null=True, blank=True)
    # Whether they came; unknown until attendance is taken.
    came = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["session__starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(status__in=["kept", "waiting"]),
                name="one_place_for_a_person_at_a_session",
            ),
            models.UniqueConstraint(
                fields=["session", "rank"],
                condition=Q(status="waiting"),
                name="one_rank_for_each_who_waits",
            ),
            models.CheckConstraint(
                name="only_who_waits_has_a_rank",
                condition=Q(status="waiting", rank__isnull=False)
                | (~Q(status="waiting") & Q(rank__isnull=True)),
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    def __str__(self) -> str:
        return self.code
