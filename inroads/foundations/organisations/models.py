"""What partners, teams, roles and agreements are."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from inroads.foundations.core.models import Model, public_id


class Role(models.TextChoices):
    """What a user does for an organisation; each label's sentence is in `ROLE_SENTENCES`."""

    MANAGER = "manager", "Programme manager"
    COORDINATOR = "coordinator", "Coordinator"
    CHAMPION = "champion", "Champion"
    REFERRER = "referrer", "Referrer"
    PARTNER_ADMIN = "partner_admin", "Partner administrator"
    AUDITOR = "auditor", "Auditor"
    SAFEGUARDING = "safeguarding", "Safeguarding lead"


ROLE_SENTENCES = {
    Role.MANAGER: (
        "Runs the programme: loads places, sets up partners, champions and sessions, and sees everyone"
        " whom their organisation holds."
    ),
    Role.COORDINATOR: (
        "Answers referrals, books sessions, matches people with champions, and sees everyone whom their"
        " organisation holds."
    ),
    Role.CHAMPION: "Sees their own sessions and records the help they give. Sees no person’s record.",
    Role.REFERRER: "Refers people for help, and sees what became of the people they referred.",
    Role.PARTNER_ADMIN: (
        "Manages their own organisation: its teams, who works there and in which role. Sees the"
        " organisation’s referrals."
    ),
    Role.AUDITOR: "Reads the history of who did what. Changes nothing, and sees no person’s record.",
    Role.SAFEGUARDING: (
        "Is told when somebody worries about a person’s safety, and alone reads what they said."
    ),
}


class Organisation(Model):
    """A partner body: the council, an NHS trust, a charity, a college, an employer."""

    not_personal = {"name", "kind", "leads", "email", "phone", "members"}

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        NHS = "nhs", "NHS"
        LIBRARY = "library", "Library"
        HOUSING = "housing", "Housing association"
        COLLEGE = "college", "College"
        CHARITY = "charity", "Charity"
        EMPLOYER = "employer", "Employer"

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    leads = models.BooleanField("leads the programme", default=False)
    # Where the organisation is told what became of its referrals: an office's address, not a person's.
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    members: models.ManyToManyField = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="organisations"
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["leads"],
                condition=Q(leads=True),
                name="one_organisation_leads",
            ),
            models.UniqueConstraint(Lower("name"), name="organisation_name_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisations_show", args=[self.pk])


class Team(Model):
    """A unit inside an organisation; teams make a tree."""

    not_personal = {"organisation", "parent", "name"}

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="teams")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "parent", "name"], name="team_name_once_under_its_parent"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(parent=None),
                name="team_name_once_at_the_top",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Model):
    """A user's role in an organisation, perhaps in one of its teams."""

    personal = {"user"}
    not_personal = {"organisation", "team", "role"}

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True)
    role = models.CharField(max_length=15, choices=Role)

    class Meta:
        ordering = ["organisation__name", "user__email"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], name="membership_role_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.get_role_display()} at {self.organisation}"

    @property
    def sentence(self) -> str:
        """What this role may do, in words."""
        return ROLE_SENTENCES[Role(self.role)]


class Purpose(models.TextChoices):
    """Why an organisation may hold or pass on what it knows of a person."""

    REFERRING = "referring", "Asking help for them"
    ARRANGING = "arranging", "Arranging help for them"
    HELPING = "helping", "Helping them"


class SharedField(models.TextChoices):
    """What an agreement may allow one organisation to tell another of a person."""

    NAME = "name", "Name"
    CONTACT = "contact", "How to reach them"
    PLACE = "place", "Postcode and address"
    LANGUAGE = "language", "Languages"
    ACCESS = "access", "Access needs"
    NEED = "need", "What they need help with"
    OUTCOME = "outcome", "What became of it"


class Agreement(Model):
    """Two organisations agreed to share named facts of people, for a purpose, between two days."""

    not_personal = {"public_id", "giver", "receiver", "purpose", "fields", "starts_on", "ends_on"}

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    giver = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="agreements_given"
    )
    receiver = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="agreements_received"
    )
    purpose = models.CharField(max_length=10, choices=Purpose)
    fields = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["giver__name", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="agreement_is_between_two",
                condition=~Q(giver=F("receiver")),
            ),
            models.CheckConstraint(
                name="agreement_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} to {self.receiver}: {self.get_purpose_display()}"

    @property
    def shared(self) -> list[str]:
        """What may be told, in words."""
        return [str(SharedField(field).label) for field in self.fields]

    def in_force(self, on) -> bool:
        """True on the days from the first until the day before the last."""
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)
