"""What a scenario is: changes to the sessions of a week that are tried out before anything is changed."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from inroads.foundations.core.models import Model, public_id
from inroads.foundations.design.clock import hours_words
from inroads.foundations.organisations.models import Organisation
from inroads.foundations.places.models import Area, Venue
from inroads.programme.directory.models import Service, Weekday
from inroads.programme.timetable.models import Session

SAYS_WHEN = Q(weekday__isnull=False, starts__isnull=False, ends__isnull=False)


class Scenario(Model):
    """Some changes that are tried together, and how they are looked at: which week, whose journeys, how long."""

    personal = {"user"}
    not_personal = {
        "public_id",
        "title",
        "council",
        "organisation",
        "asked",
        "monday",
        "made_at",
        "applied_at",
    }

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    title = models.CharField(max_length=120)
    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked = models.JSONField(default=dict, blank=True)  # as the form of reach takes it
    monday = models.DateField()  # of the week whose sessions are changed
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("planning_scenario", args=[self.public_id])


class Change(Model):
    """One thing that is tried: a session more, one elsewhere or at another time, one fewer, or a venue closed."""

    not_personal = {
        "scenario",
        "kind",
        "session",
        "venue",
        "service",
        "weekday",
        "starts",
        "ends",
        "capacity",
    }

    class Kind(models.TextChoices):
        ADD = "add", "Add a session"
        MOVE = "move", "Move a session"
        CLOSE = "close", "Close a session"
        CLOSE_VENUE = "venue", "Close a venue"

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=5, choices=Kind)
    # What is moved or closed.
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    # Where a session is added or moved to; the venue that closes.
    venue = models.ForeignKey(
        Venue, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    service = models.ForeignKey(
        Service, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    weekday = models.PositiveSmallIntegerField(choices=Weekday, null=True, blank=True)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="change_says_what_changes",
                condition=Q(
                    kind="add", venue__isnull=False, service__isnull=False, capacity__isnull=False
                )
                & SAYS_WHEN
                | Q(kind="move", session__isnull=False, venue__isnull=False) & SAYS_WHEN
                | Q(kind="close", session__isnull=False)
                | Q(kind="venue", venue__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["scenario", "session"], name="a_session_changes_once_in_a_scenario"
            ),
            models.UniqueConstraint(
                fields=["scenario", "service", "venue", "weekday", "starts"],
                condition=Q(kind="add"),
                name="a_session_is_added_once_in_a_scenario",
            ),
            models.UniqueConstraint(
                fields=["scenario", "venue"],
                condition=Q(kind="venue"),
                name="a_venue_closes_once_in_a_scenario",
            ),
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.CLOSE_VENUE:
            return f"Close {self.venue}"
        if self.session is None:
            return f"Add {self.service} at {self.venue}, {self.when}, for {self.capacity}"
        session = f"{self.session}, {self.session.when}"
        if self.kind == self.Kind.CLOSE:
            return f"Close {session}"
        return f"Move {session}, to {self.venue}, {self.when}"

    @property
    def when(self) -> str:
        """The day of the week and the hours of what would be new; nothing for what closes."""
        if self.starts is None or self.ends is None:
            return ""
        return f"{self.get_weekday_display()}, {hours_words(self.starts, self.ends)}"

    @property
    def makes_a_session(self) -> bool:
        return self.kind in (self.Kind.ADD, self.Kind.MOVE)

    @property
    def offered(self) -> Service | None:
        """The service of what would be held: what is moved keeps its own."""
        return self.session.service if self.session else self.service

    @property
    def rooms(self) -> int:
        """For how many it would be held: what is moved keeps its room."""
        return self.session.capacity if self.session else self.capacity or 0

    @property
    def day(self) -> date:
        """The day in the week of the scenario on which what would be new begins."""
        return self.scenario.monday + timedelta(days=self.weekday or 0)
