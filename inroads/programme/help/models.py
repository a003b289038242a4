"""What a help record and a recording link are."""

import uuid
from datetime import datetime, timedelta

from django.db import models

from inroads.foundations.core.models import Model, spoken_code
from inroads.foundations.people.models import Person
from inroads.foundations.places.models import Venue
from inroads.programme.champions.models import Champion
from inroads.programme.directory.models import Topic
from inroads.programme.timetable.local_time import local
from inroads.programme.timetable.models import Session

# In this time the safeguarding lead has said that they have a concern.
ACKNOWLEDGED_WITHIN = timedelta(hours=4)


class Helps(models.QuerySet["HelpRecord"]):
    """Help records, and which of them count."""

    def standing(self, as_at: datetime | None = None) -> "Helps":
        """Those that count: what was put right as it was put right, void ones not at all; as known by a moment."""
        known = self if as_at is None else self.filter(received_at__lt=as_at)
        later = HelpRecord.objects.filter(supersedes=models.OuterRef("pk"))
        if as_at is not None:
            later = later.filter(received_at__lt=as_at)
        return known.filter(~models.Exists(later), is_void=False)


class HelpRecord(Model):
    """One help given: when, where, topic, minutes, outcome. It is never changed after it is made.

    What was wrong is put right by a new record that supersedes it; a void one says that it never happened.
    """

    personal = {"person", "champion"}
    not_personal = {
        "sender_id",
        "given_at",
        "received_at",
        "door",
        "session",
        "venue",
        "topic",
        "minutes",
        "outcome",
        "supersedes",
        "is_void",
    }

    class Door(models.TextChoices):
        TAP = "tap", "Champion's link"
        TEXT = "text", "Text"
        PHONE = "phone", "Hotline"
        PAPER = "paper", "Paper sheet"
        KIOSK = "kiosk", "At the venue"

    class Minutes(models.IntegerChoices):
        FIVE = 5, "Up to 5 minutes"
        QUARTER = 15, "About 15 minutes"
        HALF = 30, "About 30 minutes"
        HOUR = 60, "An hour or more"

    class Outcome(models.TextChoices):
        SORTED = "sorted", "Sorted"
        STARTED = "started", "Made a start"
        PASSED_ON = "passed_on", "Passed on"
        NOT_YET = "not_yet", "Not this time"

    # Chosen by whoever sends it, so that sending twice makes one.
    sender_id = models.UUIDField(unique=True, default=uuid.uuid4)
    given_at = models.DateTimeField()
    received_at = models.DateTimeField()
    door = models.CharField(max_length=6, choices=Door)
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="helps"
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="helps"
    )
    champion = models.ForeignKey(
        Champion, on_delete=models.PROTECT, null=True, blank=True, related_name="helps"
    )
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="helps")
    minutes = models.PositiveSmallIntegerField(choices=Minutes)
    outcome = models.CharField(max_length=9, choices=Outcome)
    # Only for a person who was booked: drop-in help needs no name.
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="helps"
    )
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    is_void = models.BooleanField(default=False)

    objects = Helps.as_manager()

    class Meta:
        ordering = ["-given_at"]
        indexes = [
            models.Index(fields=["given_at"], name="help_by_day"),
            models.Index(fields=["champion", "given_at"], name="help_by_champion"),
            models.Index(fields=["venue", "given_at"], name="help_by_venue"),
        ]
        constraints = [
            models.CheckConstraint(
                name="only_a_correction_is_void",
                condition=models.Q(is_void=False) | models.Q(supersedes__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic}, {local(self.given_at):%d %B %Y}"


class RecordingLink(Model):
    """A champion's own address for recording help without signing in; it can do nothing else.

    Only the digest of the secret in the address is kept, so that the database opens no door.
    """

    personal = {"champion"}
    not_personal = {"digest", "made_at", "expires_at", "revoked_at", "last_used_at"}
    # The secret stands in the message that carries it, so the outbox forgets its words once it is sent.
    opens_a_door = True
    goes_with_person = True

    champion = models.ForeignKey(Champion, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def opens_at(self, moment) -> bool:
        """The link is neither revoked nor past its day."""
        return self.revoked_at is None and moment < self.expires_at


class Sheet(Model):
    """A paper tick sheet for a session: its code, and what is printed on it in which order."""

    not_personal = {"code", "session", "topics", "made_at", "kept_at", "helps"}

    code = models.CharField(max_length=8, unique=True, default=spoken_code)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="sheets")
    # The topics as they are numbered on the paper, by their keys.
    topics = models.JSONField(default=list)
    made_at = models.DateTimeField()
    # When it was keyed in, and how many helps it held.
    kept_at = models.DateTimeField(null=True, blank=True)
    helps = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.code

    def printed_topics(self) -> list[Topic]:
        """The topics in the order of their numbers; one that was deleted would still have been printed."""
        found = Topic.objects.in_bulk(self.topics)
        return [found[key] for key in self.topics if key in found]


class Concern(Model):
    """A worry about somebody's safety, for the safeguarding lead alone; it stands nowhere else.

    Who raised it is kept as the history names things, so that it stays when they leave or are erased.
    """

    personal = {"told", "outcome"}
    not_personal = {
        "sender_id",
        "raised_by",
        "raised_at",
        "venue",
        "acknowledged_at",
        "acknowledged_by",
        "closed_at",
    }

    sender_id = models.UUIDField(unique=True, default=uuid.uuid4)
    # Whom to ring: `champions.champion/12`, `accounts.user/4`.
    raised_by = models.CharField(max_length=80)
    raised_at = models.DateTimeField()
    venue = models.ForeignKey(
        Venue, on_delete=models.SET_NULL, null=True, blank=True, related_name="concerns"
    )
    told = models.TextField(blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=80, blank=True)
    outcome = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.CheckConstraint(
                name="a_concern_is_acknowledged_before_it_is_closed",
                condition=models.Q(closed_at__isnull=True)
                | models.Q(acknowledged_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        raised = local(self.raised_at)
        return f"Concern of {raised.day} {raised:%B %Y}"

    @property
    def due_at(self) -> datetime:
        """By when the safeguarding lead has said that they have it."""
        return self.raised_at + ACKNOWLEDGED_WITHIN

    def is_late(self, at: datetime) -> bool:
        return self.acknowledged_at is None and self.due_at < at


class Tally(Model):
    """How many people somebody says that they helped in a week: claimed, and added to nothing that is counted."""

    personal = {"champion"}
    not_personal = {"week", "people", "topic", "told_at", "door"}

    champion = models.ForeignKey(Champion, on_delete=models.PROTECT, related_name="tallies")
    week = models.DateField()  # its Monday
    people = models.PositiveSmallIntegerField()
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="tallies"
    )
    told_at = models.DateTimeField()
    door = models.CharField(max_length=6, choices=HelpRecord.Door)

    class Meta:
        ordering = ["-week"]
        constraints = [
            models.UniqueConstraint(fields=["champion", "week"], name="one_tally_a_week"),
            models.CheckConstraint(
                name="a_tally_is_what_one_can_have_helped", condition=models.Q(people__lte=200)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.people} in the week of {self.week.day} {self.week:%B %Y}, claimed"


class Visit(Model):
    """A champion is at somebody's home: since when, until when, and where, which goes once they are out."""

    personal = {"champion", "where"}
    not_personal = {"began_at", "due_at", "ended_at"}
    goes_with_person = True

    champion = models.ForeignKey(Champion, on_delete=models.CASCADE, related_name="visits")
    where = models.CharField(max_length=120, blank=True)
    began_at = models.DateTimeField()
    # By when they say that they are out.
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["champion"],
                condition=models.Q(ended_at__isnull=True),
                name="one_home_visit_at_a_time",
            ),
            models.CheckConstraint(
                name="where_a_visit_was_is_forgotten",
                condition=models.Q(ended_at__isnull=True) | models.Q(where=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Home visit of {self.champion}"


class VenueLink(Model):
    """The address behind the QR code at a venue, where anybody there counts a help; it can do nothing else."""

    not_personal = {"venue", "digest", "made_at", "revoked_at"}
    opens_a_door = True

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"QR code of {self.venue}"
