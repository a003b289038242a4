"""What persons, ways to reach them, holdings and consents are. Names live here and nowhere else."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from inroads.foundations.core.models import Model
from inroads.foundations.organisations.models import Organisation, Purpose
from inroads.foundations.people.names import FoldedField
from inroads.foundations.people.phones import as_written
from inroads.foundations.places.models import Area


class Language(models.TextChoices):
    """The languages that a helper and a person may share, by their ISO 639-1 codes."""

    ENGLISH = "en", "English"
    WELSH = "cy", "Welsh"
    ARABIC = "ar", "Arabic"
    BENGALI = "bn", "Bengali"
    BSL = "bfi", "British Sign Language"
    CHINESE = "zh", "Chinese"
    DARI = "prs", "Dari"
    FARSI = "fa", "Farsi"
    FRENCH = "fr", "French"
    HINDI = "hi", "Hindi"
    NEPALI = "ne", "Nepali"
    PASHTO = "ps", "Pashto"
    POLISH = "pl", "Polish"
    PORTUGUESE = "pt", "Portuguese"
    PUNJABI = "pa", "Punjabi"
    ROMANIAN = "ro", "Romanian"
    SPANISH = "es", "Spanish"
    TURKISH = "tr", "Turkish"
    UKRAINIAN = "uk", "Ukrainian"
    URDU = "ur", "Urdu"


class AccessNeed(models.TextChoices):
    """What helps a person take part."""

    STEP_FREE = "step_free", "Step-free access"
    LARGE_PRINT = "large_print", "Large print"
    HEARING_LOOP = "hearing_loop", "Hearing loop"
    SIGHT = "sight", "Help with seeing the screen"
    HANDS = "hands", "Help with using hands or keyboard"
    QUIET = "quiet", "A quiet room"
    COMPANION = "companion", "Someone to come with them"
    HOME_VISIT = "home_visit", "A visit at home"


class Household(Model):
    """People who live together, share a landline, and are written to once."""

    personal = {"address", "postcode"}

    # Where the people in it are written to, unless one of them has an address of their own.
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=8, blank=True)

    def __str__(self) -> str:
        return f"{self.address} {self.postcode}".strip() or "Household"


class Person(Model):
    """Anyone known to the programme: helped, helping, learning, employed. A name is optional."""

    personal = {
        "name",
        "name_folded",
        "birth_year",
        "postcode",
        "address",
        "household",
        "small_area",
        "languages",
        "access_needs",
        "needs_interpreter",
        "user",
    }
    not_personal = {"ward", "added_at", "erased_at"}

    name = models.CharField(max_length=120, blank=True)
    # What a search looks through: without case and accents.
    name_folded = FoldedField(of="name", max_length=240, db_index=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    household = models.ForeignKey(
        Household, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    # The one they would rather speak first.
    languages = models.JSONField(default=list, blank=True)
    needs_interpreter = models.BooleanField(default=False)
    access_needs = models.JSONField(default=list, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True
    )
    small_area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ward = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["postcode"], name="person_by_postcode")]

    def __str__(self) -> str:
        if self.erased_at:
            return "Someone who was erased"
        return self.name or f"Someone, number {self.pk}"

    @property
    def written_to_at(self) -> str:
        """Where letters go: their own address, or their household's; empty if neither is known in full."""
        for home in (self, self.household):
            if home and home.address and home.postcode:
                return f"{home.address}\n{home.postcode}"
        return ""

    @property
    def signs_in(self) -> bool:
        return self.user is not None and self.user.is_active

    @property
    def first_name(self) -> str:
        """What a helper calls them."""
        return self.name.split()[0] if self.name else "Someone"


# What is asked of a person; the rest of their record is found, or kept by us.
DETAILS = [
    "name",
    "birth_year",
    "address",
    "postcode",
    "languages",
    "needs_interpreter",
    "access_needs",
]


class ContactWay(Model):
    """One way to reach a person."""

    personal = {"person", "value", "note"}
    not_personal = {"kind", "preferred"}
    # Nothing of it is worth keeping once the person is erased.
    goes_with_person = True

    class Kind(models.TextChoices):
        VOICE = "voice", "A telephone call"
        TEXT = "text", "A text message"
        POST = "post", "A letter"
        IN_PERSON = "in_person", "Face to face"
        EMAIL = "email", "An e-mail"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contact_ways")
    kind = models.CharField(max_length=10, choices=Kind)
    # A number in international form, an e-mail address, or where they may be met; empty for post.
    value = models.CharField(max_length=250, blank=True)
    note = models.CharField("when, or with whom, to speak", max_length=200, blank=True)
    preferred = models.BooleanField(default=False)

    class Meta:
        ordering = ["-preferred", "pk"]
        indexes = [models.Index(fields=["value"], name="contact_by_value")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(preferred=True), name="one_preferred_contact_way"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.as_written}".strip()

    @property
    def as_written(self) -> str:
        """The number or address as people write it."""
        return as_written(self.value) if self.can_be_rung else self.value

    @property
    def can_be_rung(self) -> bool:
        return self.kind in PHONE_KINDS


PHONE_KINDS = (ContactWay.Kind.VOICE, ContactWay.Kind.TEXT)


class Holding(Model):
    """An organisation keeps a person's record for a purpose, from a day, until a day."""

    personal = {"person"}
    not_personal = {"organisation", "purpose", "starts_on", "ends_on"}

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="holdings")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="holdings"
    )
    purpose = models.CharField(max_length=10, choices=Purpose)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "purpose"],
                condition=Q(ends_on=None),
                name="one_open_holding_for_a_purpose",
            ),
            models.CheckConstraint(
                name="holding_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_purpose_display()}"

    def in_force(self, on) -> bool:
        """True on the days from the first until the day before the last."""
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)


class Consent(Model):
    """A person said yes to something; the very words they heard, how, and to whom they said it."""

    personal = {"person", "taken_by"}
    not_personal = {"organisation", "purpose", "words", "how", "given_at", "withdrawn_at"}

    class How(models.TextChoices):
        SPOKEN = "spoken", "They said yes, with me or on the telephone"
        WRITTEN = "written", "They signed"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    purpose = models.CharField(max_length=10, choices=Purpose)
    words = models.TextField()
    how = models.CharField(max_length=8, choices=How)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at"]

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None
