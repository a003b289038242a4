"""What a proposal is: who could help whom of all who wait, what each pair rests on, and what a person decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from inroads.foundations.core.models import Model, public_id
from inroads.foundations.organisations.models import Organisation
from inroads.overview.planning.models.work import WORK_FIELDS, Work
from inroads.programme.champions.models import Champion
from inroads.programme.referrals.models import Route
from inroads.programme.timetable.models import Session


class Proposal(Work):
    """The waiting list matched at once, on one day, by one policy. Nothing happens until a person decides.

    It is worked out person by person. Stopped, it keeps nothing: those who wait may be others when it goes on.
    """

    personal = {"user"}
    not_personal = {
        "public_id",
        "organisation",
        "policy",
        "typed",
        "asked",
        "done",
        "versions",
        "effects",
        "waiting",
        "proved",
    } | WORK_FIELDS

    class Policy(models.TextChoices):
        BY_BAND = "by_band", "Those in more need first, unless others would travel much longer"
        STRICT = "strict", "Those in most need first, however long the journeys"
        FLAT = "flat", "The shortest journeys for all; who lives far out comes last"

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    policy = models.CharField(max_length=7, choices=Policy)
    typed = models.JSONField(default=dict, blank=True)  # what was chosen, as the form takes it
    asked = models.JSONField(default=list, blank=True)  # the same in words: [label, value]
    done = models.PositiveIntegerField(default=0)  # people looked at so far
    versions = models.JSONField(default=dict, blank=True)
    effects = models.JSONField(default=list, blank=True)  # how each policy serves each band of need
    waiting = models.PositiveIntegerField(default=0)  # pairs there are
    proved = models.BooleanField(default=False)  # no other matching is better by this policy

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Proposal of {self.asked_at:%d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("planning_proposal", args=[self.public_id])


class ProposedPair(Model):
    """One person who waits, or who has an agreed champion: with whom they would be, and why; or why with nobody."""

    goes_with_person = True
    personal = {"champion", "was", "instead_of", "reasons", "why", "decided_by"}
    not_personal = {
        "proposal",
        "route",
        "session",
        "minutes",
        "band",
        "days_waiting",
        "price",
        "status",
        "decided_at",
    }

    class Status(models.TextChoices):
        NOBODY = "nobody", "Nobody can be proposed"
        PROPOSED = "proposed", "To be decided"
        ACCEPTED = "accepted", "Accepted"
        OVERRIDDEN = "overridden", "Another champion was chosen"
        TURNED_DOWN = "turned_down", "Left as it is"

    # The route before the proposal: the row is about whose way it is, not about who asked.
    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="pairs")
    champion = models.ForeignKey(
        Champion, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    # Whom they have agreed with now, where keeping that would leave somebody else without anyone.
    was = models.ForeignKey(
        Champion, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    # Who was proposed, where a person chose somebody else.
    instead_of = models.ForeignKey(
        Champion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    minutes = models.PositiveIntegerField(null=True, blank=True)
    band = models.PositiveSmallIntegerField()  # of need, 0 the least
    days_waiting = models.PositiveIntegerField()
    reasons = models.JSONField(
        default=list, blank=True
    )  # in words; none of somebody who was chosen instead
    price = models.CharField(max_length=200, blank=True)  # of choosing the next best, in words
    status = models.CharField(max_length=11, choices=Status)
    why = models.CharField(max_length=300, blank=True)  # of an override
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-band", "-days_waiting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "route"], name="a_route_once_in_a_proposal"
            ),
            models.CheckConstraint(
                name="a_pair_has_a_champion_or_nobody",
                condition=Q(status="nobody") | Q(champion__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Pair {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.PROPOSED

    @property
    def moves(self) -> bool:
        """They have somebody, and would have somebody else."""
        return self.was_id is not None


class Alternative(Model):
    """Another champion who fits the same person, and what choosing them would mean for all."""

    goes_with_person = True
    personal = {"champion", "price"}
    not_personal = {"pair", "session", "minutes"}

    pair = models.ForeignKey(ProposedPair, on_delete=models.CASCADE, related_name="alternatives")
    champion = models.ForeignKey(Champion, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveIntegerField()
    price = models.CharField(max_length=200)  # in words

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Alternative {self.pk}"


class WantedPlace(Model):
    """Where one more place with a champion would help most: read off the prices of the matching."""

    goes_with_person = True
    not_personal = {"champion", "proposal", "minutes", "serves"}

    champion = models.ForeignKey(Champion, on_delete=models.CASCADE, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="wanted")
    minutes = (
        models.IntegerField()
    )  # that one more place would save all together; below zero if it costs some
    serves = models.PositiveIntegerField()  # how many more would be helped

    class Meta:
        ordering = ["-serves", "-minutes", "pk"]

    def __str__(self) -> str:
        return f"Place {self.pk}"
