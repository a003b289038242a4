"""The cast: the same few people in every test."""

import socket
from datetime import timedelta
from functools import wraps

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings

from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import today
from inroads.foundations.organisations.models import (
    Agreement,
    Membership,
    Organisation,
    Purpose,
    Role,
    SharedField,
)

pytest_plugins = ["tests.browser", "tests.world"]

# What is drawn is what counts, not how long it takes on a machine that does other things too.
settings.register_profile("inroads", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("inroads")

PASSWORD = "a long and quiet lane"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def closed_network(monkeypatch):
    """Nothing in a test speaks to another machine."""
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, only_here(getattr(socket.socket, name)))


def only_here(reach):
    """The same way to reach an address, the last thing it is given, if that is of this machine."""

    @wraps(reach)
    def wrapped(self, *given):
        address = given[-1]
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise RuntimeError(f"A test tried to reach {address[0]}")
        return reach(self, *given)

    return wrapped


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def council(db) -> Organisation:
    """The council leads the programme."""
    return Organisation.objects.create(
        name="Wessex Council", kind="council", leads=True, email="help@wessex.example"
    )


@pytest.fixture
def surgery(db) -> Organisation:
    """The surgery refers people to the council."""
    return Organisation.objects.create(
        name="Sherton Surgery", kind="nhs", email="desk@sherton.example"
    )


@pytest.fixture
def housing(db) -> Organisation:
    """The housing association is a partner with nothing to do with the surgery."""
    return Organisation.objects.create(
        name="Melchester Homes", kind="housing", email="office@melchester.example"
    )


@pytest.fixture
def agreement(surgery, council) -> Agreement:
    """The surgery may tell the council all it needs of a person it refers."""
    return Agreement.objects.create(
        giver=surgery,
        receiver=council,
        purpose=Purpose.REFERRING,
        fields=list(SharedField.values),
        starts_on=today() - timedelta(days=365),
    )


def make_user(email: str, organisation: Organisation, role: Role) -> User:
    """A user with a second factor, in one role."""
    user = User.objects.create_user(email=email, password=PASSWORD)
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


@pytest.fixture
def manager(council) -> User:
    return make_user("manager@wessex.example", council, Role.MANAGER)


@pytest.fixture
def coordinator(council) -> User:
    return make_user("coordinator@wessex.example", council, Role.COORDINATOR)


@pytest.fixture
def auditor(council) -> User:
    return make_user("auditor@wessex.example", council, Role.AUDITOR)


@pytest.fixture
def helper(council) -> User:
    """A champion who signs in."""
    return make_user("champion@wessex.example", council, Role.CHAMPION)


@pytest.fixture
def referrer(surgery) -> User:
    return make_user("referrer@sherton.example", surgery, Role.REFERRER)


@pytest.fixture
def partner_admin(surgery) -> User:
    return make_user("admin@sherton.example", surgery, Role.PARTNER_ADMIN)


@pytest.fixture
def stranger(housing) -> User:
    """Refers people too, for an organisation that has nothing to do with the others."""
    return make_user("referrer@melchester.example", housing, Role.REFERRER)


@pytest.fixture
def signed_in(db):
    """A test client for a user, or for nobody: `signed_in(coordinator).get(...)`."""

    def client_of(user: User | None = None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    cache.clear()
    return client_of
