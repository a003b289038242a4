"""What is known of the sample place: whether it is here, or whether something real is."""

from dataclasses import asdict, dataclass

from inroads.foundations.accounts.models import User
from inroads.foundations.organisations.models import Organisation
from inroads.foundations.people.models import Person
from inroads.foundations.places.models import Area
from inroads.overview.demo.accounts import COUNCIL, DEMO_USERS


@dataclass(frozen=True)
class Made:
    """How much of each was made, and the demo champion's way to the recording page."""

    areas: int
    venues: int
    sessions: int
    helps: int
    referrals: int
    recording_link: str

    @property
    def counts(self) -> dict[str, int]:
        counts = asdict(self)
        del counts["recording_link"]
        return counts


def is_empty() -> bool:
    """Nobody works here, and nothing is known of any place or person."""
    return not any(model.objects.exists() for model in (Organisation, User, Person, Area))


def is_wessex() -> bool:
    """The sample place is here."""
    emails = [user.email for user in DEMO_USERS]
    return (
        Area.objects.filter(code="X06000001").exists()
        and Organisation.objects.filter(name=COUNCIL, leads=True).exists()
        and User.objects.filter(email__in=emails).count() == len(emails)
    )
