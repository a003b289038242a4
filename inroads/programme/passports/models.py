"""What a skills passport is, what can be stamped in it, and a stamp. None of them knows whose it is."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from inroads.foundations.core.models import Model
from inroads.foundations.places.models import Venue
from inroads.programme.passports.codes import in_halves, new_code


class Skill(Model):
    """Something that people can learn to do, in the words of the place."""

    not_personal = {"name", "meaning", "position", "retired"}

    name = models.CharField(max_length=60, unique=True)
    # What somebody can do who has it, as it is printed beside the box.
    meaning = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField()
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Passport(Model):
    """A piece of paper with a code. It has no name, and nothing here may ever lead to a person."""

    not_personal = {"code", "batch", "made_at", "venue", "replaced_by", "replaced_at"}

    code = models.CharField(max_length=8, unique=True, default=new_code)
    # Those that are printed together.
    batch = models.UUIDField(db_index=True)
    made_at = models.DateTimeField()
    # Where it is handed out, if that was known when it was made.
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="passports"
    )
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_passport_is_replaced_by_another",
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
            ),
            models.CheckConstraint(
                name="a_passport_is_replaced_on_a_day",
                condition=Q(replaced_by__isnull=True, replaced_at__isnull=True)
                | Q(replaced_by__isnull=False, replaced_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return in_halves(self.code)

    def get_absolute_url(self) -> str:
        return reverse("passports_stamp", args=[self.code])


class Stamp(Model):
    """That the holder of a passport can do something, as somebody saw at a venue; whoever the holder is."""

    not_personal = {"passport", "skill", "venue", "stamped_at"}

    passport = models.ForeignKey(Passport, on_delete=models.PROTECT, related_name="stamps")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="stamps")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="stamps")
    stamped_at = models.DateTimeField()

    class Meta:
        ordering = ["skill__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["passport", "skill"], name="stamped_once_for_a_skill")
        ]

    def __str__(self) -> str:
        return f"{self.skill}, {self.passport}"
