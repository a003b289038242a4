"""What help can be about."""

import pytest
from django.urls import reverse

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.programme.directory.actions import (
    add_topic,
    change_topic,
    restore_topic,
    retire_topic,
)
from inroads.programme.directory.models import Topic
from inroads.programme.directory.tests.factories import a_topic

SAMPLE = Machine("sample")


def test_a_topic_is_added_changed_retired_and_restored_and_each_is_recorded(db):
    topic = add_topic(name="Online banking", by=SAMPLE)
    topic = change_topic(
        topic, name="Banking", synonyms="money bank", is_online_service=False, by=SAMPLE
    )
    topic = retire_topic(topic, by=SAMPLE)
    topic = restore_topic(topic, by=SAMPLE)

    assert (topic.name, topic.synonyms, topic.retired) == ("Banking", "money bank", False)
    verbs = Event.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["topic.added", "topic.changed", "topic.retired", "topic.restored"]


def test_two_topics_never_share_a_name_in_any_case(db):
    add_topic(name="Blue badge", by=SAMPLE)
    other = add_topic(name="Bus pass", by=SAMPLE)

    with pytest.raises(Refused, match="already a topic"):
        add_topic(name="BLUE badge", by=SAMPLE)
    with pytest.raises(Refused, match="already a topic"):
        change_topic(other, name="blue BADGE", synonyms="", is_online_service=True, by=SAMPLE)


def test_whoever_runs_the_programme_adds_a_topic_in_the_browser(signed_in, coordinator):
    form = {"name": "Council tax", "is_online_service": "on", "retired": "on", "pk": "77"}

    answer = signed_in(coordinator).post(reverse("directory_topics_add"), form)

    assert answer.status_code == 302
    topic = Topic.objects.get()
    assert (topic.name, topic.is_online_service, topic.retired) == ("Council tax", True, False)


@pytest.mark.parametrize("who", ["referrer", "partner_admin", "helper", "auditor"])
def test_others_see_topics_but_change_none(signed_in, request, who):
    topic = a_topic(name="Blue badge")
    client = signed_in(request.getfixturevalue(who))

    assert "Blue badge" in client.get(reverse("directory_topics")).text
    assert client.get(reverse("directory_topics_add")).status_code == 403
    assert client.post(reverse("directory_topics_retire", args=[topic.pk])).status_code == 403
    topic.refresh_from_db()
    assert not topic.retired


def test_a_retired_topic_is_shown_only_to_those_who_may_bring_it_back(
    signed_in, coordinator, referrer
):
    topic = a_topic(name="Fax machines", retired=True)
    address = reverse("directory_topics_change", args=[topic.pk])

    assert "Fax machines" in signed_in(coordinator).get(reverse("directory_topics")).text
    assert "Fax machines" not in signed_in(referrer).get(reverse("directory_topics")).text
    assert signed_in(referrer).get(address).status_code == 404


def test_a_look_never_retires(signed_in, coordinator):
    topic = a_topic()

    answer = signed_in(coordinator).get(reverse("directory_topics_retire", args=[topic.pk]))

    assert answer.status_code == 405


def test_what_is_typed_wrong_is_said_beside_its_field(signed_in, coordinator):
    answer = signed_in(coordinator).post(reverse("directory_topics_add"), {"name": "x" * 100_000})

    assert answer.status_code == 422
    assert not Topic.objects.exists()
