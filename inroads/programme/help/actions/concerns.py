"""A concern is raised, acknowledged and closed; what it says goes to the safeguarding lead and nowhere else."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record, reference
from inroads.foundations.notifications.actions import send_message
from inroads.foundations.notifications.models import Message
from inroads.foundations.organisations.models import Membership, Role
from inroads.foundations.places.models import Venue
from inroads.programme.help.models import Concern

# From one person, in that time: more is somebody playing with a link.
MOST_LATELY, LATELY = 10, timedelta(hours=1)


@transaction.atomic
def raise_concern(
    *,
    sender_id: UUID,
    raised_by: models.Model,
    told: str = "",
    venue: Venue | None = None,
    at: datetime,
    by: Actor,
) -> Concern:
    """Somebody worries: the lead is told at once that something waits, not what. Sent twice it is one."""
    lately = Concern.objects.filter(raised_by=reference(raised_by), raised_at__gt=at - LATELY)
    if lately.exclude(sender_id=sender_id).count() >= MOST_LATELY:
        raise Refused(f"You have told of {MOST_LATELY} in an hour. Ring {settings.HELPLINE} now")
    concern, is_new = Concern.objects.get_or_create(
        sender_id=sender_id,
        defaults={
            "raised_by": reference(raised_by),
            "raised_at": at,
            "told": told,
            "venue": venue,
        },
    )
    if not is_new:
        if concern.raised_by != reference(raised_by):
            raise Refused("Something went wrong with this page. Open it again")
        return concern
    record("concern.raised", concern, by=by)
    leads = Membership.objects.filter(organisation__leads=True, role=Role.SAFEGUARDING)
    for lead in leads.select_related("user"):
        send_message(
            Message.Kind.EMAIL,
            address=lead.user.email,
            subject="A safeguarding concern waits for you",
            body=(
                "Somebody worries about a person’s safety. Sign in to read it and ring them:\n"
                f"{settings.ADDRESS}{reverse('help_concern_show', args=[concern.sender_id])}"
            ),
            about=lead.user,
            once=f"concern-{concern.sender_id}-{lead.user_id}",
            at=at,
            by=by,
        )
    return concern


@transaction.atomic
def acknowledge_concern(concern: Concern, *, at: datetime, by: Actor) -> Concern:
    """The lead has it; the first time counts."""
    concern = locked(concern)
    if concern.acknowledged_at is None:
        concern.acknowledged_at, concern.acknowledged_by = at, reference(by)
        concern.save(update_fields=["acknowledged_at", "acknowledged_by"])
        record("concern.acknowledged", concern, by=by)
    return concern


@transaction.atomic
def close_concern(concern: Concern, *, outcome: str, at: datetime, by: Actor) -> Concern:
    """What was done about it."""
    concern = acknowledge_concern(concern, at=at, by=by)
    if concern.closed_at:
        raise Refused("This concern has been closed already")
    concern.closed_at, concern.outcome = at, outcome
    concern.save(update_fields=["closed_at", "outcome"])
    record("concern.closed", concern, by=by)
    return concern
