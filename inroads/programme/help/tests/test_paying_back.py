"""Whoever has recorded a help gets something back at once: a guide to hand over, and what others did."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_topic, queries_of
from inroads.programme.help.others import Others, others_this_week
from inroads.programme.help.tests.factories import SECRET, a_help
from inroads.programme.timetable.tests.factories import someone

TOO_FEW = "Too few others helped with it this week to say more."
NASTY = "<script>alert(1)</script>"


@pytest.fixture
def thanks(client, link, champion, topic):
    made = a_help(topic=topic, champion=champion)
    return reverse("help_thanks", args=[SECRET, made.sender_id])


@pytest.fixture
def others_help(council, topic):
    """So many others helped with the topic, each with these outcomes."""

    def others(number: int, *outcomes: str, **given) -> None:
        for _ in range(number):
            other = a_champion(council, person=someone(name="Bathsheba Everdene"))
            for outcome in outcomes or ("sorted",):
                a_help(**({"topic": topic} | given), champion=other, outcome=outcome)

    return others


def test_the_guide_of_the_topic_is_there_to_hand_over(client, thanks, topic):
    assert "There is no guide to hand over for it yet." in client.get(thanks).text
    topic.guide, topic.guide_url = "Open it.", "https://example.org/more"
    topic.save()

    page = client.get(thanks).text

    assert reverse("directory_guide", args=[topic.public_id]) in page
    assert 'href="https://example.org/more"' in page


def test_a_guide_elsewhere_alone_is_linked_and_told_nothing(client, thanks, topic):
    topic.guide_url = "https://example.org/more"
    topic.save()

    page = client.get(thanks).text

    assert 'href="https://example.org/more" rel="noreferrer noopener"' in page


def test_what_others_did_is_said_in_counts(client, thanks, others_help):
    others_help(3, "not_yet", "sorted", "sorted")
    others_help(1, "passed_on")

    page = client.get(thanks).text

    assert "4 others helped with it this week, 3 of them sorted it out." in page
    assert "Bathsheba" not in page


def test_where_all_or_none_could_sort_it_out_it_says_all_or_nothing(client, thanks, others_help):
    others_help(3, "not_yet")
    assert "3 others helped with it this week." in client.get(thanks).text


def test_where_all_sorted_it_out_it_says_so(client, thanks, others_help):
    others_help(3)
    assert "3 others helped with it this week, and all of them" in client.get(thanks).text


def test_of_fewer_than_three_others_nothing_is_said(client, thanks, others_help):
    nobody = client.get(thanks).text
    others_help(2)

    two = client.get(thanks).text

    assert TOO_FEW in nobody
    assert TOO_FEW in two
    assert "2 others" not in two


def test_other_weeks_other_topics_and_what_was_taken_back_are_not_counted(
    champion, topic, others_help, council
):
    at = timezone.now()
    others_help(2)
    others_help(3, given_at=at - timedelta(days=8))
    others_help(3, topic=a_topic())
    other = a_champion(council, person=someone(name="Fanny Robin"))
    wrong = a_help(topic=topic, champion=other)
    a_help(topic=topic, champion=other, supersedes=wrong, is_void=True)
    a_help(topic=topic)

    assert others_this_week(champion, topic, at) is None


def test_one_person_in_two_networks_is_one_other_and_oneself_is_none(
    champion, topic, others_help, council
):
    at = timezone.now()
    own = a_champion(council, person=champion.person, network="workplace")
    a_help(topic=topic, champion=own)
    others_help(2)
    other = someone(name="Diggory Venn")
    for network in ("community", "workplace"):
        a_help(topic=topic, champion=a_champion(council, person=other, network=network))

    assert others_this_week(champion, topic, at) == Others(helped=3, sorted=3)


def test_helps_with_a_merged_topic_count_with_the_others(champion, topic, others_help):
    merged = a_topic(retired=True, merged_into=topic)
    others_help(2)
    others_help(2, topic=merged)

    for asked in (topic, merged):
        assert others_this_week(champion, asked, timezone.now()) == Others(4, 4)


def test_signed_in_it_is_the_same(signed_in, helper, champion, topic, others_help):
    champion.person.user = helper
    champion.person.save()
    made = a_help(topic=topic, champion=champion)
    others_help(3)

    page = signed_in(helper).get(reverse("help_mine_thanks", args=[made.sender_id])).text

    assert "3 others helped with it this week" in page
    assert "There is no guide to hand over for it yet." in page


def test_the_page_costs_as_many_queries_however_many_helped(client, thanks, others_help):
    alone = queries_of(client, thanks)
    others_help(9, "sorted", "not_yet")

    assert queries_of(client, thanks) == alone <= 6


def test_the_name_of_a_topic_is_shown_as_text(client, thanks, topic):
    topic.name, topic.guide = NASTY, NASTY
    topic.save()

    assert NASTY not in client.get(thanks).text


def test_what_was_taken_back_pays_nothing_back(client, thanks, champion, topic):
    made = champion.helps.get()
    a_help(topic=topic, champion=champion, supersedes=made, is_void=True)

    assert "More on" not in client.get(thanks).text
