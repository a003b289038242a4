"""A champion's recording link is made, shown once, sent, and taken back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.actions import mark_posted
from inroads.foundations.notifications.models import Message
from inroads.foundations.notifications.tests.factories import send as delivered
from inroads.foundations.people.actions import erase_person
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import queries_of
from inroads.programme.help.actions import make_link, revoke_link, send_link
from inroads.programme.help.models import RecordingLink
from inroads.programme.help.queries import opened_link
from inroads.programme.help.tests.factories import a_link
from inroads.programme.timetable.tests.factories import someone

SAMPLE = Machine("sample")


def reached_by_text(champion):
    champion.person.contact_ways.create(kind="text", value="+447700900123")


def made_in_browser(client, champion):
    answer = client.post(reverse("help_links_make", args=[champion.pk]))
    secret = re.search(r'name="secret" value="([^"]+)"', answer.text)[1]
    return answer, secret


def test_the_secret_is_shown_once_and_kept_nowhere(signed_in, coordinator, champion, settings):
    settings.ADDRESS = "https://inroads.wessex.example"
    client = signed_in(coordinator)

    answer, secret = made_in_browser(client, champion)

    link = RecordingLink.objects.get()
    assert f"https://inroads.wessex.example/help/record/{secret}/" in answer.text
    assert "<svg" in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert opened_link(secret, timezone.now()) == link
    assert secret not in str(vars(link))
    assert secret not in client.get(reverse("help_links", args=[champion.pk])).text
    assert not Event.objects.filter(changes__icontains=secret).exists()


def test_a_link_works_for_ninety_days_and_not_a_moment_longer(champion, now):
    link, secret = make_link(champion, at=now, by=SAMPLE)
    end = now + timedelta(days=90)

    assert opened_link(secret, end - timedelta(seconds=1)) == link
    assert opened_link(secret, end) is None


def test_whoever_is_erased_keeps_no_link(champion, now):
    _, secret = make_link(champion, at=now, by=SAMPLE)

    erase_person(champion.person, at=now, by=SAMPLE)

    assert opened_link(secret, now) is None
    assert not RecordingLink.objects.exists()


def test_a_link_taken_back_stops_at_once(signed_in, coordinator, client, champion, address):
    link = a_link(champion)

    signed_in(coordinator).post(reverse("help_links_revoke", args=[link.pk]))

    assert client.get(address).status_code == 410
    first = RecordingLink.objects.get().revoked_at
    revoke_link(link, at=timezone.now(), by=SAMPLE)
    assert RecordingLink.objects.get().revoked_at == first


def test_the_champion_gets_the_link_once(signed_in, coordinator, council):
    champion = a_champion(council, person=someone(text="+447700900123"))
    client = signed_in(coordinator)
    _, secret = made_in_browser(client, champion)
    send = reverse("help_links_send", args=[RecordingLink.objects.get().pk])

    for _ in range(2):
        client.post(send, {"secret": secret})

    message = Message.objects.get()
    assert (message.kind, message.address) == ("text", "+447700900123")
    assert f"/help/record/{secret}/" in message.body


def test_the_outbox_forgets_the_secret_once_a_link_has_left(champion, notify, now):
    reached_by_text(champion)
    link, secret = make_link(champion, at=now, by=SAMPLE)
    message = send_link(link, secret, at=now, by=SAMPLE)

    message = delivered(message, now)

    assert message.status == "sending"
    assert message.body == ""


def test_a_link_sent_by_letter_is_forgotten_once_it_is_posted(champion, now):
    champion.person.address, champion.person.postcode = "1 High Street", "DT1 1AA"
    champion.person.save()
    champion.person.contact_ways.create(kind="post")
    link, secret = make_link(champion, at=now, by=SAMPLE)
    message = delivered(send_link(link, secret, at=now, by=SAMPLE), now)
    assert secret in message.body

    mark_posted(message, at=now, by=SAMPLE)

    message.refresh_from_db()
    assert (message.status, message.body) == ("posted", "")


def test_who_cannot_be_written_to_gets_it_on_paper(signed_in, coordinator, council):
    champion = a_champion(council, person=someone())
    client = signed_in(coordinator)
    _, secret = made_in_browser(client, champion)

    send = reverse("help_links_send", args=[RecordingLink.objects.get().pk])
    page = client.post(send, {"secret": secret}, follow=True).text

    assert "print the link" in page
    assert not Message.objects.exists()


@pytest.mark.parametrize("secret", ["", "wrong", "x" * 100_000])
def test_a_link_is_not_sent_with_another_secret(signed_in, coordinator, champion, secret):
    link = a_link(champion)
    other = a_link(a_champion(champion.organisation), "another")

    for sent in (secret, "another"):
        answer = signed_in(coordinator).post(
            reverse("help_links_send", args=[link.pk]), {"secret": sent}
        )
        assert answer.status_code == 409
    assert not Message.objects.exists()
    assert other.last_used_at is None


def test_a_closed_link_is_not_sent(champion, now):
    link, secret = make_link(champion, at=now, by=SAMPLE)
    revoke_link(link, at=now, by=SAMPLE)

    with pytest.raises(Refused, match="no longer works"):
        send_link(link, secret, at=now, by=SAMPLE)


def test_who_left_gets_no_link(council, now):
    with pytest.raises(Refused, match="no longer a champion"):
        make_link(a_champion(council, status="left"), at=now, by=SAMPLE)


@pytest.mark.parametrize("who", ["referrer", "partner_admin", "auditor", "stranger", "helper"])
def test_others_make_send_and_take_back_no_link(signed_in, request, champion, link, who):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(reverse("help_links", args=[champion.pk])).status_code == 404
    assert client.post(reverse("help_links_make", args=[champion.pk])).status_code == 404
    for page in ("send", "revoke"):
        assert client.post(reverse(f"help_links_{page}", args=[link.pk])).status_code == 404
    assert RecordingLink.objects.get().revoked_at is None


def test_not_even_a_champion_makes_their_own_link(signed_in, helper, council):
    own = a_champion(council, person=someone(user=helper))

    assert signed_in(helper).post(reverse("help_links_make", args=[own.pk])).status_code == 403


def test_a_look_makes_and_takes_back_nothing(signed_in, coordinator, champion, link):
    client = signed_in(coordinator)

    addresses = [reverse("help_links_make", args=[champion.pk])]
    addresses += [reverse(f"help_links_{page}", args=[link.pk]) for page in ("send", "revoke")]

    assert [client.get(address).status_code for address in addresses] == [405] * 3


def test_more_links_cost_no_more_queries(signed_in, coordinator, champion):
    client = signed_in(coordinator)

    def made(number):
        for _ in range(number):
            a_link(champion, secret=f"secret {RecordingLink.objects.count()}")
        return queries_of(client, reverse("help_links", args=[champion.pk]))

    assert made(2) == made(12)
