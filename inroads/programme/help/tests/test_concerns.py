"""A worry about somebody is one tap, reaches the safeguarding lead alone, and stands nowhere else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.urls import reverse

from conftest import make_user
from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.models import Message
from inroads.foundations.organisations.models import Role
from inroads.foundations.people.actions import erase_person
from inroads.foundations.people.models import ContactWay
from inroads.programme.help.actions import close_concern, raise_concern
from inroads.programme.help.models import Concern
from inroads.programme.help.tests.factories import SECRET

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")
WORDS = "CANARY has a bruise"


@pytest.fixture
def lead(council):
    return make_user("lead@wessex.example", council, Role.SAFEGUARDING)


@pytest.fixture
def address(link):
    return reverse("help_concern", args=[SECRET])


@pytest.fixture
def concern(champion, now):
    return raise_concern(
        sender_id=uuid4(), raised_by=champion, told=WORDS, venue=champion.venue, at=now, by=SAMPLE
    )


def test_one_tap_is_enough_and_the_lead_is_told_that_something_waits(lead, address, client):
    answer = client.post(address, {"sender_id": str(uuid4()), "told": ""})

    assert "The safeguarding lead has been told" in answer.content.decode()
    message = Message.objects.get()
    assert message.address == lead.email
    assert Concern.objects.get().told == ""


def test_sent_twice_it_is_one(lead, address, client):
    sent = {"sender_id": str(uuid4()), "told": WORDS}

    for _ in range(2):
        assert client.post(address, sent).status_code == 200

    assert (Concern.objects.count(), Message.objects.count()) == (1, 1)


def test_whoever_plays_with_a_link_is_stopped_and_told_to_ring(lead, address, client):
    for _ in range(10):
        client.post(address, {"sender_id": str(uuid4()), "told": ""})

    answer = client.post(address, {"sender_id": str(uuid4()), "told": WORDS})

    assert answer.status_code == 422
    assert "Ring 01632 960 001 now" in answer.content.decode()
    assert WORDS in answer.content.decode()
    assert Message.objects.count() == 10


def test_the_id_of_somebody_elses_concern_is_not_answered_as_theirs(concern, manager, now):
    with pytest.raises(Refused):
        raise_concern(sender_id=concern.sender_id, raised_by=manager, at=now, by=manager)


def test_what_was_said_stands_nowhere_else(lead, address, client):
    client.post(address, {"sender_id": str(uuid4()), "told": WORDS})

    elsewhere = [*Event.objects.values(), *Message.objects.values()]
    assert Concern.objects.get().told == WORDS
    assert "CANARY" not in str(elsewhere)


def test_nobody_but_the_lead_is_told_that_there_is_one(
    concern, manager, coordinator, auditor, helper, referrer, partner_admin, signed_in
):
    show = reverse("help_concern_show", args=[concern.sender_id])
    for user in (manager, coordinator, auditor, helper, referrer, partner_admin):
        client = signed_in(user)
        assert client.get(show).status_code == 404
        assert client.post(show, {"outcome": "x"}).status_code == 404
        assert client.get(reverse("help_concerns")).status_code == 403
        assert "CANARY" not in client.get("/").content.decode()


def test_a_lead_of_a_partner_reads_nothing(concern, surgery, signed_in):
    other = make_user("lead@sherton.example", surgery, Role.SAFEGUARDING)

    assert signed_in(other).get(reverse("help_concerns")).status_code == 403


def test_the_lead_reads_it_says_they_have_it_and_closes_it(concern, lead, champion, signed_in):
    ContactWay.objects.create(person=champion.person, kind="voice", value="+441632960123")
    client = signed_in(lead)
    show = reverse("help_concern_show", args=[concern.sender_id])

    page = client.get(show).content.decode()
    assert WORDS in page
    assert "Gabriel Oak" in page
    assert "01632 960 123" in page
    client.post(reverse("help_concern_acknowledge", args=[concern.sender_id]))
    empty = client.post(show, {"outcome": ""})
    assert empty.status_code == 422
    client.post(show, {"outcome": "Spoken with the family"})

    concern.refresh_from_db()
    assert concern.acknowledged_at
    assert concern.closed_at
    assert concern.outcome == "Spoken with the family"


def test_after_four_hours_it_is_late_until_somebody_has_it(concern, lead, signed_in, now):
    assert not concern.is_late(now + timedelta(hours=4))
    assert concern.is_late(now + timedelta(hours=4, seconds=1))

    Concern.objects.update(raised_at=now - timedelta(hours=5))
    assert "Late" in signed_in(lead).get(reverse("help_concerns")).content.decode()
    signed_in(lead).post(reverse("help_concern_acknowledge", args=[concern.sender_id]))
    assert "Late" not in signed_in(lead).get(reverse("help_concerns")).content.decode()


def test_a_closed_concern_is_not_closed_again(concern, lead, now):
    close_concern(concern, outcome="Done", at=now, by=lead)

    with pytest.raises(Refused, match="closed already"):
        close_concern(concern, outcome="Again", at=now, by=lead)


def test_the_database_itself_refuses_to_close_what_nobody_has(concern, now):
    with pytest.raises(IntegrityError):
        Concern.objects.update(closed_at=now)


def test_it_stays_when_whoever_raised_it_is_erased(concern, champion, lead, signed_in, now):
    erase_person(champion.person, at=now, by=SAMPLE)

    page = signed_in(lead).get(reverse("help_concern_show", args=[concern.sender_id]))
    assert WORDS in page.content.decode()
    assert "somebody who is not known any more" in page.content.decode()


def test_whoever_signs_in_may_worry(referrer, lead, signed_in):
    client = signed_in(referrer)

    answer = client.post(reverse("help_mine_concern"), {"sender_id": str(uuid4()), "told": WORDS})

    assert answer.status_code == 200
    page = signed_in(lead).get(reverse("help_concern_show", args=[Concern.objects.get().sender_id]))
    assert referrer.email in page.content.decode()


def test_todays_page_of_the_lead_says_what_waits_and_leads_there(concern, lead, signed_in, now):
    Concern.objects.update(raised_at=now - timedelta(hours=5))

    page = signed_in(lead).get("/").content.decode()

    assert "1 concern nobody has taken up yet</strong>, <strong>1 of them late" in page
    assert reverse("help_concerns") in page
    assert "You have no role yet" not in page
    assert "CANARY" not in page


def test_whoever_cannot_be_rung_is_named_with_what_is_known(
    concern, lead, champion, helper, signed_in
):
    champion.person.user = helper
    champion.person.save()

    page = signed_in(lead).get(reverse("help_concern_show", args=[concern.sender_id]))

    assert f"It comes from Gabriel Oak, {helper.email}" in page.content.decode()


def test_a_link_that_has_run_out_raises_nothing_and_says_whom_to_ring(link, address, client, now):
    link.revoked_at = now
    link.save()

    answer = client.post(address, {"sender_id": str(uuid4())})

    assert answer.status_code == 410
    assert not Concern.objects.exists()


# Where help with money or benefits ends


def test_only_topics_about_money_or_benefits_bring_the_boundaries(link, topic, client):
    topic.is_guarded = True
    topic.save()

    page = client.get(reverse("help_record", args=[SECRET])).content.decode()

    assert page.count("data-guarded") == 1
    assert "You see, type and keep no password or PIN." in page
