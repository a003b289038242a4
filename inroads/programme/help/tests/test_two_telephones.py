"""Two telephones of one champion lose messages and answers, and send again: it ends the same, whatever happens."""

import json
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_topic, an_organisation
from inroads.programme.help.keeping import in_milliseconds
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.tests.factories import SECRET, a_link
from inroads.programme.help.tests.test_keeping import kept

pytestmark = pytest.mark.django_db

# What may happen to one of two telephones: a help is recorded; it sends, and all goes well, or the message is lost on
# its way, or the answer is; or a second tab of it sends the same as the last time.
HAPPENINGS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["record", "send", "lost", "unheard", "again"])),
    max_size=25,
)


class Phone:
    """What the page does on a telephone, in few lines."""

    def __init__(self, number, topic, now):
        self.number, self.topic, self.now = number, topic, now
        self.store: dict[str, str] = {}
        self.sent: list[dict] = []

    def record(self):
        self.store[str(UUID(int=self.number * 1000 + len(self.store) + 1))] = "kept"

    def waiting(self):
        return [
            kept(self.topic, self.now, sender_id=key)
            for key, state in self.store.items()
            if state == "kept"
        ]

    def send(self, helps, *, is_heard=True):
        told = json.dumps({"now": in_milliseconds(self.now), "helps": helps})
        answer = Client().post(reverse("help_kept", args=[SECRET]), told, content_type="text/plain")
        self.sent = helps
        if is_heard:
            self.store |= dict.fromkeys(answer.json()["received"], "received")

    def happens(self, what):
        if what == "record":
            self.record()
        elif what in ("send", "unheard"):
            self.send(self.waiting(), is_heard=what == "send")
        elif what == "again":
            self.send(self.sent)


@pytest.fixture
def phones(now):
    champion = a_champion(an_organisation())
    a_link(champion)
    topic = a_topic()
    return lambda: [Phone(number, topic, now) for number in (1, 2)]


@given(happenings=HAPPENINGS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_help_arrives_once_and_each_telephone_knows(phones, happenings):
    with transaction.atomic():
        both = phones()
        for number, what in happenings:
            both[number].happens(what)
            assert says_received(both) <= arrived()
        for one in both:
            one.happens("send")

        recorded = [key for one in both for key in one.store]
        assert sorted(in_order()) == sorted(recorded)
        assert says_received(both) == set(recorded)
        for one in both:
            assert [key for key in in_order() if key in one.store] == list(one.store)
        transaction.set_rollback(True)


def says_received(both):
    """What the telephones say has arrived."""
    return {key for one in both for key, state in one.store.items() if state == "received"}


def in_order():
    """What has arrived, as it came."""
    return [
        str(key) for key in HelpRecord.objects.order_by("pk").values_list("sender_id", flat=True)
    ]


def arrived():
    return set(in_order())
