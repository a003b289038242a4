"""A record that was wrong is put right by another that supersedes it; nothing is ever changed or lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.models import Event
from inroads.foundations.people.actions import erase_person
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_topic, a_venue
from inroads.programme.help.actions import take_back, void_help
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.queries import helps_between
from inroads.programme.help.tests.factories import SECRET, a_help


def right(made, **changed):
    """What the page sends if nothing but this is changed."""
    day = timezone.localdate(made.given_at)
    return {
        "sender_id": str(uuid4()),
        "day_day": day.day,
        "day_month": day.month,
        "day_year": day.year,
        "venue": made.venue_id or "",
        "champion": made.champion_id or "",
        "topic": made.topic_id,
        "minutes": made.minutes,
        "outcome": made.outcome,
    } | changed


def address_of(made):
    return reverse("help_correct", args=[made.sender_id])


def counted():
    return list(helps_between(today() - timedelta(days=30), today()))


def test_it_counts_once_as_it_was_put_right_and_the_first_stays(signed_in, coordinator, champion):
    wrong = a_help(champion=champion, venue=a_venue())
    banking = a_topic(name="Online banking")

    answer = signed_in(coordinator).post(address_of(wrong), right(wrong, topic=banking.pk))

    assert answer["Location"] == reverse("help_list")
    (made,) = counted()
    assert (made.topic, made.supersedes, made.door) == (banking, wrong, "tap")
    assert (made.given_at, made.venue) == (wrong.given_at, wrong.venue)
    assert HelpRecord.objects.count() == 2
    event = Event.objects.get(verb="help.corrected")
    assert event.changes == {"topic": [str(wrong.topic), "Online banking"]}


def test_what_never_happened_counts_no_longer(signed_in, manager, champion):
    wrong = a_help(champion=champion)
    page = signed_in(manager)

    for _ in range(2):  # pressed twice
        page.post(address_of(wrong), {"void": "yes"})

    assert counted() == []
    assert HelpRecord.objects.count() == 2
    assert Event.objects.filter(verb="help.voided").count() == 1
    assert "It counts no longer" in page.get(address_of(HelpRecord.objects.get(is_void=True))).text


def test_the_page_tells_what_was_written_down_before(signed_in, manager, champion):
    first = a_help(champion=champion)
    page = signed_in(manager)
    page.post(address_of(first), right(first, minutes="60"))
    second = HelpRecord.objects.get(supersedes=first)
    page.post(address_of(second), right(second, minutes="5"))
    third = HelpRecord.objects.get(supersedes=second)

    shown = page.get(address_of(third))

    assert shown.context["history"] == [first, second, third]
    assert "This has been put right" in page.get(address_of(first)).text


def test_what_has_been_put_right_is_not_put_right_again(signed_in, manager, champion):
    wrong = a_help(champion=champion)
    page = signed_in(manager)
    page.post(address_of(wrong), right(wrong, minutes="60"))

    answer = page.post(address_of(wrong), right(wrong, minutes="5"))

    assert answer.status_code == 422
    assert "put right already" in answer.text
    assert [made.minutes for made in counted()] == [60]


def test_the_same_page_sent_twice_puts_it_right_once(signed_in, manager, champion):
    wrong = a_help(champion=champion)
    sent = right(wrong, minutes="60")

    for _ in range(2):
        assert signed_in(manager).post(address_of(wrong), sent).status_code == 302

    assert HelpRecord.objects.count() == 2


@pytest.mark.parametrize("changed", [{"topic": "0"}, {"minutes": "7"}, {"day_year": "2999"}])
def test_what_makes_no_sense_changes_nothing(signed_in, manager, champion, changed):
    wrong = a_help(champion=champion)

    answer = signed_in(manager).post(address_of(wrong), right(wrong, **changed))

    assert answer.status_code == 422
    assert HelpRecord.objects.count() == 1


def test_a_retired_topic_may_stay_as_it_was(signed_in, manager, champion):
    wrong = a_help(champion=champion, topic=a_topic(name="Fax machines", retired=True))

    assert signed_in(manager).post(address_of(wrong), right(wrong, minutes="60")).status_code == 302


def test_a_champion_does_not_put_records_right_on_this_page(signed_in, helper, council):
    champion = a_champion(council)
    champion.person.user = helper
    champion.person.save()
    wrong = a_help(champion=champion)

    assert signed_in(helper).post(address_of(wrong), right(wrong)).status_code == 403
    assert HelpRecord.objects.count() == 1


def test_a_champion_takes_back_what_they_have_just_recorded(client, champion, link):
    made = a_help(champion=champion)
    thanks = reverse("help_thanks", args=[SECRET, made.sender_id])
    assert "Take it back" in client.get(thanks).text

    for _ in range(2):
        answer = client.post(f"{thanks}take-back/")
        assert answer.status_code == 302

    page = client.get(answer["Location"])
    assert "it counts no longer" in page.text
    assert page.context["form"]["topic"].value() == made.topic_id
    assert counted() == []
    assert "It was taken back" in client.get(thanks).text


def test_with_a_link_one_takes_back_only_ones_own(client, council, link):
    made = a_help(champion=a_champion(council))

    answer = client.post(reverse("help_take_back", args=[SECRET, made.sender_id]))

    assert answer.status_code == 404
    assert counted() == [made]


def test_a_link_that_no_longer_works_takes_nothing_back(client, champion, link):
    made = a_help(champion=champion)
    link.revoked_at = timezone.now()
    link.save()

    answer = client.post(reverse("help_take_back", args=[SECRET, made.sender_id]))

    assert answer.status_code == 410
    assert counted() == [made]


def test_after_a_day_somebody_looks_at_it_with_them(champion, manager, now):
    made = a_help(champion=champion, given_at=now - timedelta(days=2))

    with pytest.raises(Refused, match="more than a day ago"):
        take_back(made, at=now, by=manager)


def test_what_was_known_then_is_still_known_as_it_was(champion, manager, now):
    wrong = a_help(champion=champion, given_at=now - timedelta(days=3))
    void_help(wrong, sender_id=uuid4(), received_at=now, by=manager)

    yesterday = HelpRecord.objects.standing(now - timedelta(days=1))
    assert list(yesterday) == [wrong]
    assert not HelpRecord.objects.standing(now + timedelta(seconds=1)).exists()


def test_the_database_lets_no_second_record_supersede_the_same_one(champion):
    wrong = a_help(champion=champion)
    a_help(champion=champion, supersedes=wrong)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_help(champion=champion, supersedes=wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_help(champion=champion, is_void=True)


@pytest.mark.parametrize("column", ["supersedes", "is_void", "minutes"])
def test_the_database_changes_no_record_and_no_correction(champion, column):
    wrong = a_help(champion=champion)
    made = a_help(champion=champion, supersedes=wrong)
    other = {"supersedes": None, "is_void": True, "minutes": 60}[column]

    with pytest.raises(IntegrityError), transaction.atomic():
        HelpRecord.objects.filter(pk=made.pk).update(**{column: other})


@pytest.mark.django_db(transaction=False)
@given(steps=st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=12))
def test_however_records_are_put_right_each_help_counts_once_or_not_at_all(steps):
    with transaction.atomic():
        topic, now = a_topic(), timezone.now()
        firsts = [a_help(topic=topic) for _ in range(6)]
        latest = dict(enumerate(firsts))
        for number, is_void in steps:
            if latest[number].is_void:
                continue
            latest[number] = a_help(
                topic=topic, supersedes=latest[number], is_void=is_void, given_at=now
            )

        standing = set(HelpRecord.objects.standing().values_list("pk", flat=True))
        assert standing == {made.pk for made in latest.values() if not made.is_void}
        transaction.set_rollback(True)


def test_an_id_that_another_record_has_is_refused_in_words(signed_in, manager, champion):
    wrong, other = a_help(champion=champion), a_help(champion=champion)
    sent = right(wrong, sender_id=str(other.sender_id), minutes="60")

    answer = signed_in(manager).post(address_of(wrong), sent)

    assert answer.status_code == 422
    assert "used before" in answer.text


def test_who_helped_stays_though_they_may_not_be_seen_any_more(signed_in, manager, champion, now):
    wrong = a_help(champion=champion)
    erase_person(champion.person, at=now, by=manager)
    page = signed_in(manager)
    assert "Who helped?" not in page.get(address_of(wrong)).text

    assert page.post(address_of(wrong), right(wrong, minutes="60")).status_code == 302

    (made,) = counted()
    assert (made.minutes, made.champion) == (60, champion)


@pytest.mark.parametrize("days, why", [(0, "put right already"), (2, "more than a day ago")])
def test_what_cannot_be_taken_back_says_why_and_keeps_the_secret(
    client, champion, link, manager, now, days, why
):
    made = a_help(champion=champion, given_at=now - timedelta(days=days))
    if not days:
        void_help(made, sender_id=uuid4(), received_at=now, by=manager)

    answer = client.post(reverse("help_take_back", args=[SECRET, made.sender_id]))

    assert answer.status_code == 409
    assert why in answer.text
    assert answer["Referrer-Policy"] == "no-referrer"
