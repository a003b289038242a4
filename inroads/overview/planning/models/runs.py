"""What a run is: a question put to the engine, kept with all that it was asked of, and what came out."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from inroads.foundations.core.models import public_id
from inroads.foundations.organisations.models import Organisation
from inroads.foundations.places.models import Area
from inroads.overview.planning.models.work import WORK_FIELDS, Work


class Question(models.TextChoices):
    """What may be asked; how each is answered stands in `answering`."""

    NEED = "need", "Where need is"
    REACH = "reach", "Need beside reach"
    PLACES = "places", "Best next places"


# Their answers name no champion and no person, so that every partner may see those of its own organisation.
NAMES_NOBODY = {Question.NEED, Question.REACH, Question.PLACES}


class Run(Work):
    """One question, its inputs, its seed, the versions it was answered by, and its answer.

    It reads nothing again: opened years later it shows the same, and the same inputs can be worked out anew.
    No person stands in it; what a question must say of people it keeps in rows of its own that point here.
    """

    personal = {"user"}
    not_personal = {
        "public_id",
        "question",
        "title",
        "council",
        "organisation",
        "asked",
        "inputs",
        "seed",
        "versions",
        "parts",
        "result",
        "repeats",
    } | WORK_FIELDS

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    question = models.CharField(max_length=10, choices=Question)
    title = models.CharField(max_length=120)
    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked = models.JSONField(default=dict, blank=True)  # what was chosen on the page
    inputs = models.JSONField(default=dict, blank=True)  # all that the answer follows from
    seed = models.PositiveBigIntegerField()
    versions = models.JSONField(default=dict, blank=True)
    parts = models.JSONField(default=list, blank=True)  # what has been worked out so far
    result = models.JSONField(default=dict, blank=True)
    repeats = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="repeated_by"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="run_has_a_result_once_done",
                condition=~models.Q(status="done") | ~models.Q(result={}),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("planning_run", args=[self.public_id])

    @property
    def done(self) -> int:
        """How many parts have been worked out."""
        return len(self.parts)
