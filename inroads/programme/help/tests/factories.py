"""Records for tests, made directly."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from inroads.programme.champions.models import Champion
from inroads.programme.directory.tests.factories import a_topic
from inroads.programme.help.models import HelpRecord, RecordingLink
from inroads.programme.help.queries import digest_of

SECRET = "a-secret-of-a-champion"


def a_help(**given) -> HelpRecord:
    given_at = given.pop("given_at", None) or timezone.now()
    values = {
        "given_at": given_at,
        "received_at": given_at,
        "door": "tap",
        "topic": given.pop("topic", None) or a_topic(),
        "minutes": 15,
        "outcome": "sorted",
    }
    return HelpRecord.objects.create(**(values | given))


def a_link(champion: Champion, secret: str = SECRET, **given) -> RecordingLink:
    made_at: datetime = given.pop("made_at", None) or timezone.now()
    values = {"made_at": made_at, "expires_at": made_at + timedelta(days=90)}
    return RecordingLink.objects.create(
        champion=champion, digest=digest_of(secret), **(values | given)
    )


def taps(topic, **given) -> dict:
    """What the page sends when only the topic was tapped."""
    return {
        "sender_id": str(uuid4()),
        "topic": topic.pk,
        "minutes": "15",
        "outcome": "sorted",
        "where": "elsewhere",
        "card": "",
    } | given
