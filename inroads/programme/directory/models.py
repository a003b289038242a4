"""What topics, services and schedules are (the last two as in Open Referral UK)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from inroads.foundations.core.models import Model, public_id
from inroads.foundations.design.clock import hours_words
from inroads.foundations.organisations.models import Organisation
from inroads.foundations.places.models import Venue
from inroads.programme.directory.naming import LONGEST_SYNONYMS


class Topic(Model):
    """What help can be about, in plain words; an online service of the council is a topic."""

    not_personal = {
        "public_id",
        "name",
        "synonyms",
        "is_online_service",
        "is_guarded",
        "guide",
        "guide_url",
        "retired",
        "merged_into",
    }

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)

    name = models.CharField(max_length=60, unique=True)
    # Other words that people type, with spaces between.
    synonyms = models.CharField(max_length=LONGEST_SYNONYMS, blank=True)
    is_online_service = models.BooleanField(default=False)
    # Money or benefits: the boundaries are said before the help begins.
    is_guarded = models.BooleanField(default=False)
    # A few steps in plain words, to be handed over on one page of paper; and where more is to be read.
    guide = models.TextField(blank=True)
    guide_url = models.URLField(max_length=200, blank=True)
    retired = models.BooleanField(default=False)
    # What was recorded about this topic counts under that one, which is itself never merged into another.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="merged_topic_is_retired", condition=Q(merged_into=None) | Q(retired=True)
            ),
            models.CheckConstraint(
                name="topic_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="guide_address_is_secure",
                condition=Q(guide_url="") | Q(guide_url__startswith="https://"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> "Topic":
        """The topic under which this one counts: the one that took its place, or itself."""
        return self.merged_into or self

    @property
    def has_guide(self) -> bool:
        """There is something to hand over."""
        return bool(self.guide or self.guide_url)


class Service(Model):
    """What an organisation offers to people."""

    not_personal = {
        "organisation",
        "name",
        "description",
        "topics",
        "champions_needed",
        "retired",
    }

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="services"
    )
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    topics = models.ManyToManyField(Topic, related_name="services", blank=True)
    # How many champions each of its sessions needs, so that it is covered.
    champions_needed = models.PositiveSmallIntegerField(default=1)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="service_once_for_an_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory_show", args=[self.pk])


class Weekday(models.IntegerChoices):
    """The days as Python counts them."""

    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class Repeats(models.TextChoices):
    """In which weeks something happens on its weekday."""

    WEEKLY = "weekly", "Every week"
    FORTNIGHTLY = "fortnightly", "Every other week"
    FIRST = "first", "The first of the month"
    SECOND = "second", "The second of the month"
    THIRD = "third", "The third of the month"
    FOURTH = "fourth", "The fourth of the month"
    LAST = "last", "The last of the month"


# How RFC 5545 counts a weekday within its month.
IN_MONTH = {
    Repeats.FIRST: 1,
    Repeats.SECOND: 2,
    Repeats.THIRD: 3,
    Repeats.FOURTH: 4,
    Repeats.LAST: -1,
}


class Schedule(Model):
    """When and where a service happens, week by week or month by month, in the local time of the place."""

    not_personal = {
        "service",
        "venue",
        "weekday",
        "repeats",
        "on_bank_holidays",
        "starts",
        "ends",
        "capacity",
        "valid_from",
        "valid_to",
    }

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="schedules")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="schedules")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    repeats = models.CharField(max_length=11, choices=Repeats, default=Repeats.WEEKLY)
    on_bank_holidays = models.BooleanField(default=False)
    starts = models.TimeField()
    ends = models.TimeField()
    capacity = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(
                name="schedule_ends_after_it_starts", condition=Q(ends__gt=F("starts"))
            ),
            models.UniqueConstraint(
                fields=["service", "venue", "weekday", "repeats", "starts", "valid_from"],
                name="schedule_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days_in_words}, {hours_words(self.starts, self.ends)}, at {self.venue}"

    @property
    def days_in_words(self) -> str:
        """On which days: Thursdays; every other Thursday; the last Thursday of the month."""
        day = str(self.get_weekday_display())
        if self.repeats == Repeats.WEEKLY:
            return f"{day}s"
        if self.repeats == Repeats.FORTNIGHTLY:
            return f"every other {day}"
        return f"the {self.repeats} {day} of the month"
