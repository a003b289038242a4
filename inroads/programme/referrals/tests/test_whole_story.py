"""From the surgery to the outcome, through the pages alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import today
from inroads.foundations.notifications.models import Message
from inroads.programme.referrals.models import Referral
from inroads.programme.referrals.reaching import reached_first_help_by_ward
from inroads.programme.referrals.tests.factories import (
    a_champion,
    a_help,
    a_postcode,
    a_session,
    a_topic,
    a_venue,
    need_typed,
    refer,
    who_typed,
)


@pytest.mark.django_db
def test_the_whole_story(signed_in, referrer, coordinator, surgery, council, agreement):
    a_postcode("DT9 4AA")
    topic, venue = a_topic(), a_venue()
    champion = a_champion(
        council, venue=venue, topics=[topic], languages=["pl"], phone="+447700900123"
    )
    session = a_session(council, venue)
    surgery_desk, coordinators_desk = signed_in(referrer), signed_in(coordinator)

    sent = refer(
        surgery_desk,
        surgery,
        need=need_typed(topic, languages="pl"),
        who=who_typed(phone="07700 900456", phone_use="text"),
    )
    assert "What happens next" in surgery_desk.get(sent.url).content.decode()
    referral = Referral.objects.get()
    waiting = coordinators_desk.get(reverse("referrals_list")).content.decode()
    assert "Grace Melbury" in waiting

    coordinators_desk.post(reverse("referrals_accept", args=[referral.pk]))
    found = coordinators_desk.get(reverse("referrals_suggest", args=[referral.pk]))
    assert "Speaks Polish" in found.content.decode()
    chosen = coordinators_desk.post(
        reverse("referrals_choose", args=[referral.pk, champion.pk, session.pk])
    )
    card = coordinators_desk.get(chosen.url).content.decode()
    step = referral.route.steps.get()
    assert step.booking.code in card
    assert Message.objects.filter(kind="text").count() == 2

    a_help(referral.person, champion=champion, topic=topic)
    page = coordinators_desk.get(referral.get_absolute_url()).content.decode()
    assert "They have been helped" in page
    coordinators_desk.post(reverse("referrals_close", args=[referral.pk]), {"outcome": "sorted"})

    told = Message.objects.get(kind="email", address=surgery.email)
    assert "Grace Melbury" in told.body
    mine = surgery_desk.get(reverse("referrals_list_sent") + "?stage=closed").content.decode()
    assert "They can do what they came for" in mine
    as_at = timezone.now() + timedelta(seconds=1)
    (counted,) = reached_first_help_by_ward(today(), today(), as_at=as_at)
    assert (counted.sent, counted.reached) == (1, 1)
