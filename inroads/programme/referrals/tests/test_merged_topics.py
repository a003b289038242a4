"""When topics are merged, whoever helps with one and whoever waits for help with it still find each other."""

from django.utils import timezone

from inroads.foundations.history.models import Event
from inroads.programme.directory.actions import merge_topics
from inroads.programme.referrals.queries import helps_given
from inroads.programme.referrals.tests.factories import (
    TEST,
    a_champion,
    a_help,
    a_person,
    a_referral,
    a_topic,
    accepted,
)


def test_champions_and_whoever_waits_have_the_other_topic_what_is_over_keeps_its_own(
    surgery, council
):
    fax, letters = a_topic("Fax"), a_topic("Letters")
    champion = a_champion(council, topics=[fax, letters])
    waiting, open_one, closed, declined = (
        a_referral(surgery, council, a_person(f"Person {number}"), topics=[fax])
        for number in range(4)
    )
    accepted(open_one)
    accepted(closed, outcome="sorted", closed_at=timezone.now())
    type(declined).objects.filter(pk=declined.pk).update(
        status="declined", answered_at=timezone.now()
    )

    merge_topics(fax, into=letters, by=TEST)

    about = [list(each.topics.all()) for each in (champion, waiting, open_one, closed, declined)]
    assert about == [[letters], [letters], [letters], [fax], [fax]]
    changes = Event.objects.get(verb="topic.merged").changes
    assert (changes["champions"], changes["referrals"]) == (1, 2)


def test_what_a_champion_gave_with_the_merged_topic_counts_for_the_other(council):
    fax, letters = a_topic("Fax"), a_topic("Letters")
    champion = a_champion(council)
    a_help(champion=champion, topic=fax)
    a_help(champion=champion, topic=letters)

    merge_topics(fax, into=letters, by=TEST)

    assert helps_given({letters.pk}) == {(champion.pk, letters.pk): 2}
