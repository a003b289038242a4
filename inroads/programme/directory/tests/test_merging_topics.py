"""Two topics that mean the same become one, and nothing that points at either is lost."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.programme.directory.actions import merge_topics, restore_topic
from inroads.programme.directory.models import Topic
from inroads.programme.directory.queries import counted_under
from inroads.programme.directory.tests.factories import a_service, a_topic

TEST = Machine("test")
NASTY = "<script>alert(1)</script>\"'<img>"


def merged(topic, into):
    topic = merge_topics(topic, into=into, by=TEST)
    into.refresh_from_db()
    return topic


def test_the_merged_one_is_retired_and_points_to_the_other_which_takes_its_words(db):
    mail = a_topic(name="E-mail", synonyms="gmail inbox")
    post = a_topic(name="Letters on the computer", synonyms="Outlook gmail")

    post = merged(post, mail)

    assert (post.retired, post.merged_into, post.current) == (True, mail, mail)
    assert mail.synonyms == "gmail inbox Letters computer Outlook"
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        "topic.changed",
        "topic.merged",
    ]


def test_a_chain_is_flattened_and_has_no_end_that_is_retired(db):
    one, two, three = (a_topic(name=f"Number {word}") for word in ("one", "two", "three"))

    merged(one, two)
    merged(two, three)

    one.refresh_from_db()
    assert (one.merged_into, two.merged_into_id) == (three, None)
    assert set(counted_under(one)) == set(counted_under(three)) == {one, two, three}


def test_a_topic_is_not_merged_into_itself_into_a_retired_one_or_twice(db):
    one, two, three = a_topic(), a_topic(name="Two"), a_topic(name="Three", retired=True)

    with pytest.raises(Refused, match="into itself"):
        merge_topics(one, into=one, by=TEST)
    with pytest.raises(Refused, match="Three is no longer used"):
        merge_topics(one, into=three, by=TEST)
    merged(one, two)
    with pytest.raises(Refused, match="is no longer used"):
        merge_topics(two, into=one, by=TEST)
    with pytest.raises(Refused, match="merged into Two already"):
        merge_topics(one, into=a_topic(), by=TEST)


def test_pressing_twice_merges_once(db):
    one, two = a_topic(), a_topic()

    merged(one, two)
    merged(one, two)

    assert Event.objects.filter(verb="topic.merged").count() == 1


def test_services_have_the_other_topic_instead_and_have_it_once(db):
    one, two, third = a_topic(), a_topic(), a_topic()
    had_one, had_both = a_service(), a_service()
    had_one.topics.set([one, third])
    had_both.topics.set([one, two])

    merged(one, two)

    assert set(had_one.topics.all()) == {two, third}
    assert list(had_both.topics.all()) == [two]
    assert Event.objects.get(verb="topic.merged").changes["services"] == 2


def test_the_other_keeps_its_guide_or_takes_one_and_says_where_help_ends(db):
    mail = a_topic(guide="Open the letter.")
    bank = a_topic(guide="Ring the bank.", is_guarded=True)
    bare = a_topic()

    merged(bank, mail)
    assert (mail.guide, mail.is_guarded) == ("Open the letter.", True)
    merged(mail, bare)
    assert (bare.guide, bare.is_guarded) == ("Open the letter.", True)


def test_more_words_than_there_is_room_for_are_refused_and_nothing_has_happened(db):
    one, two = a_topic(synonyms="a" * 400), a_topic(synonyms="b" * 400)

    with pytest.raises(Refused, match="too many other words"):
        merge_topics(one, into=two, by=TEST)
    one.refresh_from_db()
    assert not one.retired


def test_one_that_is_used_again_counts_for_itself_and_the_other_may_go_into_it(db):
    one, two = a_topic(), a_topic()
    one = restore_topic(merged(one, two), by=TEST)
    assert (one.merged_into, one.retired) == (None, False)

    two = merged(two, one)

    assert (two.merged_into, one.merged_into) == (one, None)


def test_the_database_refuses_a_merged_topic_that_is_in_use_or_its_own_successor(db):
    one, two = a_topic(), a_topic()

    for given in ({"merged_into": two}, {"merged_into": one, "retired": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Topic.objects.filter(pk=one.pk).update(**given)


def test_the_manager_sees_what_will_happen_before_it_does(signed_in, manager):
    one, two = a_topic(name="Fax", synonyms="copier"), a_topic(name="Letters")
    a_service().topics.add(one)
    client, address = signed_in(manager), reverse("directory_topics_merge", args=[one.pk])

    assert "Merge this topic into another" in client.get(address).text
    check = client.post(address, {"into": two.pk})
    one.refresh_from_db()
    assert not one.retired
    for words in ("Merge Fax into Letters?", "Fax copier", "1 service", "Nothing has happened yet"):
        assert words in check.text
    done = client.post(address, {"into": two.pk, "sure": "yes"}, follow=True)

    one.refresh_from_db()
    assert one.merged_into == two
    assert "Fax counts under Letters from now on." in done.text
    assert "Counts under Letters" in done.text


@pytest.mark.parametrize("into", ["", "itself", "retired", "x", "9" * 30])
def test_a_wrong_choice_is_said_beside_the_field(signed_in, manager, into):
    one, retired = a_topic(), a_topic(retired=True)
    sent = {"itself": one.pk, "retired": retired.pk}.get(into, into)

    answer = signed_in(manager).post(
        reverse("directory_topics_merge", args=[one.pk]), {"into": sent, "sure": "yes"}
    )

    assert answer.status_code == 422
    assert "govuk-error-message" in answer.text


def test_what_the_action_refuses_is_said_on_the_page(signed_in, manager):
    one, two = a_topic(synonyms="a" * 400), a_topic(synonyms="b" * 400)

    answer = signed_in(manager).post(
        reverse("directory_topics_merge", args=[one.pk]), {"into": two.pk, "sure": "yes"}
    )

    assert answer.status_code == 422
    assert "too many other words" in answer.text


@pytest.mark.parametrize("who", ["referrer", "partner_admin", "helper", "auditor", "stranger"])
def test_nobody_else_merges_and_of_a_retired_one_they_hear_nothing(signed_in, request, who):
    client = signed_in(request.getfixturevalue(who))
    one, two, retired = a_topic(), a_topic(), a_topic(retired=True)

    for topic, status in ((one, 403), (retired, 404)):
        address = reverse("directory_topics_merge", args=[topic.pk])
        assert client.get(address).status_code == status
        assert client.post(address, {"into": two.pk, "sure": "yes"}).status_code == status
    assert not Topic.objects.exclude(merged_into=None).exists()


def test_names_are_shown_as_text(signed_in, manager):
    one, two = a_topic(name=NASTY, synonyms=NASTY), a_topic(name=f"{NASTY}2"[:60])
    address = reverse("directory_topics_merge", args=[one.pk])
    client = signed_in(manager)

    for page in (client.get(address), client.post(address, {"into": two.pk})):
        assert page.status_code == 200
        assert "<script>alert" not in page.text
