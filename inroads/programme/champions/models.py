"""What a champion, a shift and a check are."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from inroads.foundations.accounts.models import User
from inroads.foundations.core.models import Model
from inroads.foundations.organisations.models import Organisation
from inroads.foundations.people.models import Language, Person
from inroads.foundations.places.models import Venue
from inroads.programme.directory.models import Topic, Weekday
from inroads.programme.timetable.models import Session


class Champion(Model):
    """A person in a network who helps others, at a venue, with some topics, on some days."""

    personal = {"person"}
    not_personal = {
        "network",
        "organisation",
        "venue",
        "topics",
        "days",
        "capacity",
        "status",
        "tier",
        "joined_on",
    }

    class Network(models.TextChoices):
        COMMUNITY = "community", "Community"
        WORKPLACE = "workplace", "Workplace"
        COUNCILLOR = "councillor", "Councillor"
        EMBEDDED = "embedded", "Embedded"
        DESIGN = "design", "Design"

    class Status(models.TextChoices):
        APPLIED = "applied", "Applied"
        CHECKED = "checked", "Checked"
        TRAINED = "trained", "Trained"
        ACTIVE = "active", "Active"
        RESTING = "resting", "Resting"
        LEFT = "left", "Left"

    # Each step on the way to becoming one, in this order; and who is one.
    JOINING = (Status.APPLIED, Status.CHECKED, Status.TRAINED)
    CURRENT = (Status.ACTIVE, Status.RESTING)

    class Tier(models.TextChoices):
        CHAMPION = "champion", "Champion"
        LEAD = "lead", "Lead champion"
        TRAINER = "trainer", "Champion trainer"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="champions")
    network = models.CharField(max_length=10, choices=Network)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="champions"
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="champions"
    )
    topics = models.ManyToManyField(Topic, related_name="champions", blank=True)
    # The weekdays on which they can help, as `Weekday` numbers.
    days = models.JSONField(default=list, blank=True)
    # How many referred people they take on at the same time.
    capacity = models.PositiveSmallIntegerField(default=2)
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    tier = models.CharField(max_length=8, choices=Tier, default=Tier.CHAMPION)
    # Unknown until they have joined.
    joined_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.CheckConstraint(
                name="champion_joined_on_a_day",
                condition=Q(status__in=["applied", "checked", "trained", "left"])
                | Q(joined_on__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["person", "network"],
                condition=~Q(status="left"),
                name="champion_once_in_a_network",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        return reverse("champions_show", args=[self.pk])

    @property
    def has_left(self) -> bool:
        return self.status == self.Status.LEFT

    @property
    def is_joining(self) -> bool:
        """They said that they would like to help, and are on the way."""
        return self.status in self.JOINING

    @property
    def is_current(self) -> bool:
        """They help, or rest from it."""
        return self.status in self.CURRENT

    @property
    def day_names(self) -> list[str]:
        """The days on which they can help, in words."""
        return [Weekday(day).label for day in sorted(self.days)]

    @property
    def days_in_words(self) -> str:
        """Their days with runs drawn together: Monday to Wednesday, Friday; nothing if they named none."""
        return ", ".join(days_in_words(run) for run in runs_of(self.days))

    @property
    def language_names(self) -> list[str]:
        """What they speak, in words."""
        return [Language(code).label for code in self.person.languages]


def runs_of(days: list[int]) -> list[list[int]]:
    """Days that follow one another, together; two in a row are no run yet.

    >>> runs_of([0, 1, 2, 4, 5])
    [[0, 1, 2], [4], [5]]
    """
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [part for run in runs for part in ([run] if len(run) > 2 else [[day] for day in run])]


def days_in_words(run: list[int]) -> str:
    """One day, or from which to which.

    >>> days_in_words([0, 1, 2, 3, 4]), days_in_words([5])
    ('Monday to Friday', 'Saturday')
    """
    first, last = str(Weekday(run[0]).label), str(Weekday(run[-1]).label)
    return first if first == last else f"{first} to {last}"


class Shift(Model):
    """A champion's promise to be at a session."""

    personal = {"champion"}
    not_personal = {"session", "offered_at"}

    champion = models.ForeignKey(Champion, on_delete=models.CASCADE, related_name="shifts")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="shifts")
    # Since when they ask whether another can come instead.
    offered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["champion", "session"], name="shift_once")]


class Check(Model):
    """What somebody saw of a check on a champion: never a copy of it."""

    personal = {"number", "seen_by"}
    not_personal = {"champion", "kind", "outcome", "seen_on", "review_on"}
    goes_with_person = True

    class Kind(models.TextChoices):
        REFERENCES = "references", "Two references"
        BASIC = "basic", "Basic DBS check"
        ENHANCED = "enhanced", "Enhanced DBS check"
        EMPLOYER = "employer", "Their employer’s word"

    class Outcome(models.TextChoices):
        SUITED = "suited", "Suited"
        UNSUITED = "unsuited", "Not suited"

    champion = models.ForeignKey(Champion, on_delete=models.CASCADE, related_name="checks")
    kind = models.CharField(max_length=10, choices=Kind)
    outcome = models.CharField(max_length=8, choices=Outcome)
    number = models.CharField(max_length=40, blank=True)
    seen_on = models.DateField()
    seen_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="checks_seen"
    )
    review_on = models.DateField()

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["champion", "kind"], name="check_once_of_a_kind"),
            models.CheckConstraint(
                name="check_holds_for_a_while", condition=Q(review_on__gt=models.F("seen_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class RoleCheck(Model):
    """A check that a role asks for before anybody in it helps one to one, and why it may be asked for."""

    not_personal = {"network", "kind", "why"}

    network = models.CharField(max_length=10, choices=Champion.Network)
    kind = models.CharField(max_length=10, choices=Check.Kind)
    why = models.CharField(max_length=200)

    class Meta:
        ordering = ["network", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["network", "kind"], name="role_asks_once_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.get_network_display()}: {self.get_kind_display()}"


class CalendarLink(Model):
    """The secret address of a calendar: the shifts of a champion, or the sessions at a venue; it names nobody."""

    personal = {"champion"}
    not_personal = {"venue", "digest", "made_at", "revoked_at"}
    goes_with_person = True
    opens_a_door = True

    champion = models.ForeignKey(
        Champion, on_delete=models.CASCADE, null=True, blank=True, related_name="calendars"
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.CASCADE, null=True, blank=True, related_name="calendars"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="a_calendar_of_a_champion_or_a_venue",
                condition=Q(champion__isnull=True, venue__isnull=False)
                | Q(champion__isnull=False, venue__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.venue or self.champion}"


class Thanks(Model):
    """What somebody said of a champion's help, passed on to them; nobody counts it."""

    personal = {"champion", "words", "whose"}
    not_personal = {"given_on"}
    goes_with_person = True

    champion = models.ForeignKey(Champion, on_delete=models.CASCADE, related_name="thanks")
    words = models.CharField(max_length=300)
    whose = models.CharField(max_length=60, blank=True)
    given_on = models.DateField()

    class Meta:
        ordering = ["-given_on", "-pk"]
        verbose_name_plural = "thanks"

    def __str__(self) -> str:
        return f"Thanks of {self.given_on:%d %B %Y}"


class Tip(Model):
    """One thing worth knowing, told to every champion from a day on until the next."""

    not_personal = {"words", "starts_on"}

    words = models.CharField(max_length=300)
    starts_on = models.DateField(unique=True)

    class Meta:
        ordering = ["-starts_on"]

    def __str__(self) -> str:
        return self.words
