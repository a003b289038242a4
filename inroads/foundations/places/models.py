"""What areas, postcodes, venues and statistics are."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from inroads.foundations.core.models import Model

DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


class AreaKind(models.TextChoices):
    """The ONS geographies that Inroads knows."""

    LSOA = "lsoa", "Small area (LSOA)"
    WARD = "ward", "Ward"
    PARISH = "par", "Parish"
    COUNCIL = "lad", "Council (local authority)"
    REGION = "rgn", "Region"


class Area(Model):
    """One area of an ONS geography, as it was drawn in its vintage: E01020432 of 2011 is not that of 2021.

    A council or a region gets a new code when its bounds change, so there is one record for each code; its
    vintage is the newest year in which a file listed it.
    """

    not_personal = {
        "kind",
        "vintage",
        "code",
        "name",
        "parent",
        "council",
        "lat",
        "lon",
        "rural_urban",
    }

    kind = models.CharField(max_length=4, choices=AreaKind)
    vintage = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=9)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    # The council an area lies in, kept beside `parent` because every map and list is of one council.
    council = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="areas"
    )
    # Where its people live, on average: the population-weighted centroid if it is published.
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    rural_urban = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "vintage", "code"], name="area_once_in_its_vintage"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        if self.kind == AreaKind.COUNCIL:
            return reverse("places_council", args=[self.code])
        return reverse("places_area", args=[self.pk])


class Boundary(Model):
    """The outline of an area, as GeoJSON in degrees; apart from the area, as only maps want it."""

    not_personal = {"area", "geometry"}

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="boundary")
    geometry = models.JSONField()


class AreaChange(Model):
    """How one small area of 2011 became one of 2021: the only bridge between the two vintages."""

    not_personal = {"before", "after", "change"}

    class Change(models.TextChoices):
        UNCHANGED = "U", "Unchanged"
        SPLIT = "S", "Split"
        MERGED = "M", "Merged"
        IRREGULAR = "X", "Irregular"

    before = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="became")
    after = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="was")
    change = models.CharField(max_length=1, choices=Change)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["before", "after"], name="area_change_once")]


class Statistic(Model):
    """One published column about areas: what it counts, whose it is, and of which geography and year."""

    not_personal = {
        "key",
        "title",
        "source",
        "licence",
        "unit",
        "direction",
        "area_kind",
        "area_vintage",
        "year",
        "out_of",
    }

    class Unit(models.TextChoices):
        PERSONS = "persons", "persons"
        HOUSEHOLDS = "households", "households"
        SHARE = "share", "share (0 to 1)"
        PERCENT = "percent", "per cent"
        SCORE = "score", "score"
        RANK = "rank", "rank"
        KILOMETRES = "km", "kilometres"
        RATIO = "ratio", "ratio"
        NUMBER = "number", "number"

    class Direction(models.TextChoices):
        MORE_NEED = "more", "A higher value means more need"
        LESS_NEED = "less", "A higher value means less need"
        NEITHER = "none", "Says nothing of need by itself"

    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=160)
    source = models.CharField(max_length=200)
    licence = models.CharField(max_length=120)
    unit = models.CharField(max_length=10, choices=Unit)
    direction = models.CharField(max_length=4, choices=Direction)
    area_kind = models.CharField(max_length=4, choices=AreaKind)
    area_vintage = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    # The key of the statistic that this one counts a part of: residents aged 65 and over are out of residents.
    out_of = models.SlugField(max_length=60, blank=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "area_kind", "area_vintage"], name="statistic_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def unit_in_words(self) -> str:
        """What it is counted in, as people say it."""
        return "people" if self.unit == self.Unit.PERSONS else self.get_unit_display()

    @property
    def cited(self) -> str:
        """Its source with the year, once."""
        told = self.year is None or str(self.year) in self.source
        return self.source if told else f"{self.source}, {self.year}"


class StatisticValue(Model):
    """What a statistic is in one area. An area without a row is one for which nothing was published."""

    not_personal = {"statistic", "area", "value"}

    statistic = models.ForeignKey(Statistic, on_delete=models.CASCADE, related_name="values")
    # No index of its own: the constraint below begins with the area.
    area = models.ForeignKey(
        Area, on_delete=models.CASCADE, related_name="statistics", db_index=False
    )
    value = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "statistic"], name="value_once_for_an_area")
        ]


class Postcode(Model):
    """A live postcode, where it is and which areas it lies in."""

    not_personal = {"postcode", "lat", "lon", "small_area", "ward", "parish", "council"}

    # With one space before the last three, in capitals: as `postcodes.tidy` makes it.
    postcode = models.CharField(max_length=8, primary_key=True)
    lat = models.FloatField()
    lon = models.FloatField()
    small_area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    ward = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    # Small areas and parishes cut across each other; only a postcode says which parish a home lies in.
    parish = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    council = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.postcode


class Venue(Model):
    """A place where help happens."""

    not_personal = {
        "name",
        "address",
        "postcode",
        "lat",
        "lon",
        "ward",
        "travel",
        "access",
        "opening",
        "phone",
        "is_open",
        "source_key",
    }

    name = models.CharField(max_length=160)
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=8)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    ward = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="venues"
    )
    travel = models.CharField("bus and parking", max_length=200, blank=True)
    access = models.CharField("step-free access, loop, toilets", max_length=200, blank=True)
    # When it is open, by day: {"mon": "09:00-12:30,13:30-17:00", ...}; a day that is missing is closed.
    opening = models.JSONField(default=dict, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    is_open = models.BooleanField(default=True)
    # The key of the source it was loaded from (a UPRN, say), so that loading it twice makes one.
    source_key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_key"],
                condition=~Q(source_key=""),
                name="venue_once_from_its_source",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("places_venue", args=[self.pk])

    @property
    def open_days(self) -> list[tuple[str, str]]:
        """Each day of the week with its hours, “closed” where there are none."""
        return [(name, self.opening.get(day) or "closed") for day, name in DAYS.items()]
