"""What a message in the outbox is."""

import uuid

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.urls import reverse

from inroads.foundations.core.models import Model
from inroads.foundations.people.models import Person
from inroads.foundations.people.phones import as_written


class Message(Model):
    """A letter, text or e-mail on its way, and how far it has come."""

    # `trouble` is what a provider said, which often repeats the address.
    personal = {"person", "address", "subject", "body", "trouble"}
    not_personal = {
        "reference",
        "kind",
        "about",
        "once",
        "status",
        "tries",
        "next_try_at",
        "provider_id",
        "made_at",
        "sent_at",
        "done_at",
    }

    # A message to one person may speak of another: it is blanked when either is erased.
    speaks_of = "about"

    class Kind(models.TextChoices):
        TEXT = "text", "Text"
        LETTER = "letter", "Letter"
        EMAIL = "email", "E-mail"

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENDING = "sending", "On its way"
        DELIVERED = "delivered", "Delivered"
        KEPT = "kept", "Kept here to be read or printed"
        POSTED = "posted", "Printed and posted"
        FAILED = "failed", "Could not be delivered"

    # The id that we choose and the provider hands back, so that sending twice makes one.
    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=6, choices=Kind)
    # Whom it is sent to or speaks of; empty for an invitation or a password link to a user.
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    address = models.CharField(max_length=500)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    # What it is about, as the history names things: `referrals.referral/12`.
    about = models.CharField(max_length=80, blank=True)
    # A key that allows one message only, such as `outcome-12`; empty if any number may be sent.
    once = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField(max_length=80, blank=True, db_index=True)
    trouble = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["status", "next_try_at"], name="message_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["once"], condition=~Q(once=""), name="message_sent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("notifications_show", args=[self.reference])

    @property
    def addressee(self) -> str:
        """Whom or what it goes to, in one line."""
        if self.kind == self.Kind.LETTER:
            return self.address.split("\n")[0]
        return as_written(self.address)

    @property
    def opens_a_door(self) -> bool:
        """Whoever has its words can come in, so they are not kept once they are sent.

        So it is with an invitation or a password link, which are about a user or about nothing, and with any
        message about a record that says `opens_a_door` of itself.
        """
        if not self.about:
            return self.person_id is None
        return getattr(apps.get_model(self.about.split("/")[0]), "opens_a_door", False)
