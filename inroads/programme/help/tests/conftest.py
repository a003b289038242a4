"""A champion with a link, and a topic to help with."""

import pytest
from django.urls import reverse

from inroads.foundations.notifications.tests.conftest import notify  # noqa: F401
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_topic
from inroads.programme.help.tests.factories import SECRET, a_link


@pytest.fixture
def champion(council):
    return a_champion(council)


@pytest.fixture
def link(champion):
    return a_link(champion)


@pytest.fixture
def topic(db):
    return a_topic(name="Online banking")


@pytest.fixture
def address():
    return reverse("help_record", args=[SECRET])
