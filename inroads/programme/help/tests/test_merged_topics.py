"""Whatever topics are merged, every help counts once, under the topic that took the place of its own."""

import csv
from contextlib import suppress

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.recording import Machine
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.actions import merge_topics, restore_topic
from inroads.programme.directory.models import Topic
from inroads.programme.directory.queries import counted_under, counts_under
from inroads.programme.directory.tests.factories import a_topic, a_venue
from inroads.programme.help.models import HelpRecord, Tally
from inroads.programme.help.queries import claimed_by_week, topics_at, topics_for
from inroads.programme.help.tests.factories import SECRET, a_help, a_link, taps
from inroads.programme.timetable.local_time import week_of

TEST = Machine("test")
TOPICS = 5
PAIRS = st.tuples(st.integers(0, TOPICS - 1), st.integers(0, TOPICS - 1))


class MergingTopics(TestCase):
    """Each example in a transaction of its own."""

    @settings(deadline=None, max_examples=40)
    @given(
        helps=st.lists(st.integers(0, TOPICS - 1), max_size=12),
        merges=st.lists(st.tuples(st.booleans(), PAIRS), max_size=12),
    )
    def test_no_sequence_of_merges_loses_or_doubles_a_help(self, helps, merges):
        topics = [a_topic() for _ in range(TOPICS)]
        for number in helps:
            a_help(topic=topics[number])
        written = list(HelpRecord.objects.order_by("pk").values_list("pk", "topic"))

        for is_merge, (one, other) in merges:
            with suppress(Refused):
                if is_merge:
                    merge_topics(topics[one], into=topics[other], by=TEST)
                else:
                    restore_topic(topics[one], by=TEST)

        assert list(HelpRecord.objects.order_by("pk").values_list("pk", "topic")) == written
        ends = Topic.objects.filter(merged_into=None)
        counted = [HelpRecord.objects.filter(topic__in=counted_under(end)).count() for end in ends]
        assert sum(counted) == len(helps)
        under = HelpRecord.objects.annotate(about=counts_under()).values_list("about", flat=True)
        assert set(under) <= {end.pk for end in ends}
        # Nothing that is merged is used, and nobody is sent from one merged topic to the next.
        assert not Topic.objects.filter(merged_into__merged_into__isnull=False).exists()


@pytest.fixture
def fax_and_letters(db):
    """Five helps with fax, merged into letters, which has one of its own."""
    letters, fax = a_topic(name="Letters", is_online_service=True), a_topic(name="Fax")
    for _ in range(5):
        a_help(topic=fax)
    a_help(topic=letters)
    merge_topics(fax, into=letters, by=TEST)
    return fax, letters


def test_topics_are_offered_in_the_order_of_what_counts_under_them(fax_and_letters, council):
    other = a_topic(name="A")
    venue = a_venue()
    for _ in range(3):
        a_help(topic=other)
    champion = a_champion(council)

    assert [str(topic) for topic in topics_at(venue, timezone.now())] == ["Letters", "A"]
    a_help(topic=fax_and_letters[0], champion=champion)
    assert [str(topic) for topic in topics_for(champion, timezone.now())] == ["Letters", "A"]


def test_the_list_of_helps_finds_the_merged_ones_under_either_name(
    signed_in, coordinator, fax_and_letters
):
    client = signed_in(coordinator)

    for topic in fax_and_letters:
        page = client.get(reverse("help_list"), {"topic": topic.pk})
        assert page.context["page"].paginator.count == 6
    assert "Counts under Letters" in page.text
    assert "Fax</option>" not in page.text


@pytest.mark.parametrize("topic", ["x", "-1", "9" * 40, "²", "<b>"])
def test_a_strange_topic_is_passed_over(signed_in, coordinator, fax_and_letters, topic):
    page = signed_in(coordinator).get(reverse("help_list"), {"topic": topic})

    assert page.status_code == 200
    assert page.context["page"].paginator.count == 6


def test_the_table_counts_them_under_the_other_and_says_what_was_written(
    signed_in, coordinator, fax_and_letters
):
    answer = signed_in(coordinator).get(reverse("help_export"))

    rows = list(csv.DictReader(b"".join(answer).decode("utf-8-sig").splitlines()))
    assert {row["Topic"] for row in rows} == {"Letters"}
    assert [row["Topic as recorded"] for row in rows].count("Fax") == 5
    assert len({row["Online service"] for row in rows}) == 1


def test_what_is_claimed_counts_under_the_other_too(fax_and_letters, council):
    for topic in fax_and_letters:
        Tally.objects.create(
            champion=a_champion(council), week=week_of(today())[0], people=2, topic=topic,
            told_at=timezone.now(), door="tap",
        )  # fmt: skip

    assert [(row.people, row.most) for row in claimed_by_week(today())] == [(4, "Letters")]


def test_the_next_help_begins_with_the_topic_that_took_the_place(client, council, fax_and_letters):
    fax, letters = fax_and_letters
    champion = a_champion(council)
    a_link(champion)
    made = a_help(topic=fax, champion=champion)

    page = client.get(reverse("help_record", args=[SECRET]), {"like": made.sender_id}).text

    assert f'value="{letters.pk}" checked' in page


def test_a_telephone_may_still_send_what_was_tapped_before(client, council, fax_and_letters):
    fax, letters = fax_and_letters
    a_link(a_champion(council))
    told = taps(fax) | {"at": 1, "skew": 0, "seen": 1, "topic": str(fax.pk)}

    answer = client.post(
        reverse("help_kept", args=[SECRET]), {"now": 1, "helps": [told]}, "application/json"
    )

    assert answer.json()["refused"] == {}
    assert HelpRecord.objects.filter(topic__in=counted_under(letters)).count() == 7
