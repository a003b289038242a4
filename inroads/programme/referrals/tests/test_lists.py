"""The lists of what was received and of what was sent."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import today
from inroads.programme.referrals.models import Referral
from inroads.programme.referrals.queries import late_promises
from inroads.programme.referrals.tests.factories import a_person, a_referral, a_topic, accepted

pytestmark = pytest.mark.django_db


def promised(surgery, council, name: str, days: int, **given):
    return a_referral(
        surgery, council, a_person(name), promise_on=today() + timedelta(days=days), **given
    )


def names_on(client, url: str) -> list[str]:
    return [str(row["referral"].person) for row in client.get(url).context["rows"]]


def test_the_earliest_promise_comes_first(signed_in, coordinator, surgery, council, agreement):
    for name, days in (("Later", 5), ("Late", -2), ("Today", 0)):
        promised(surgery, council, name, days)
    client = signed_in(coordinator)

    assert names_on(client, reverse("referrals_list")) == ["Late", "Today", "Later"]


def test_late_is_said_in_words(signed_in, coordinator, surgery, council, agreement):
    promised(surgery, council, "Late", -2)

    page = signed_in(coordinator).get(reverse("referrals_list")).content.decode()

    assert "Late by 2 days" in page
    assert "1 promise late" in page


def test_a_promise_that_was_kept_is_not_late(surgery, council, agreement):
    promised(surgery, council, "Late", -2)
    accepted(promised(surgery, council, "Late too", -2))
    accepted(promised(surgery, council, "Kept", -2), spoken_on=today())
    accepted(promised(surgery, council, "Not yet", 2))

    late = late_promises(Referral.objects.all(), today())

    assert [str(each.person) for each in late] == ["Late", "Late too"]


def test_each_is_at_one_stage(signed_in, coordinator, surgery, council, agreement):
    promised(surgery, council, "Waiting", 1)
    accepted(promised(surgery, council, "Open", 1))
    accepted(promised(surgery, council, "Closed", 1), outcome="sorted", closed_at=timezone.now())
    promised(surgery, council, "Declined", 1, status="declined", answered_at=timezone.now())
    client, url = signed_in(coordinator), reverse("referrals_list")

    shown = {stage: names_on(client, f"{url}?stage={stage}") for stage in ("waiting", "open")}

    assert shown == {"waiting": ["Waiting"], "open": ["Open"]}
    assert set(names_on(client, f"{url}?stage=closed")) == {"Closed", "Declined"}
    assert names_on(client, f"{url}?stage=%00nonsense") == ["Waiting"]
    assert client.get(url).context["stages"] == [("waiting", 1), ("open", 1), ("closed", 2)]


def test_a_list_opens_at_the_first_stage_that_has_any(
    signed_in, coordinator, surgery, council, agreement
):
    client, url = signed_in(coordinator), reverse("referrals_list")
    assert client.get(url).context["stage"] == "waiting"

    accepted(promised(surgery, council, "Open", 1))

    assert names_on(client, url) == ["Open"]


def test_long_lists_have_pages(signed_in, coordinator, surgery, council, agreement):
    for number in range(30):
        promised(surgery, council, f"Person {number:02}", number)
    client, url = signed_in(coordinator), reverse("referrals_list")

    assert len(names_on(client, url)) == 25
    assert names_on(client, f"{url}?page=2") == [f"Person {number}" for number in range(25, 30)]
    assert names_on(client, f"{url}?page=no") == names_on(client, url)


@pytest.mark.parametrize("name", ["referrals_list", "referrals_list_sent"])
@pytest.mark.parametrize("stage", ["waiting", "open"])
def test_the_number_of_queries_does_not_grow(
    signed_in, coordinator, referrer, surgery, council, agreement, name, stage
):
    client = signed_in(coordinator if name == "referrals_list" else referrer)

    def queries(more: int) -> int:
        for number in range(more):
            referral = promised(surgery, council, f"P {number}", number, topics=[a_topic()])
            if stage == "open":
                accepted(referral)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(f"{reverse(name)}?stage={stage}").status_code == 200
        return len(captured)

    client.get(reverse(name))
    assert queries(3) == queries(20) <= 14


def test_the_sender_sees_its_own_and_what_became_of_them(
    signed_in, referrer, surgery, housing, council, agreement
):
    accepted(promised(surgery, council, "Helped", 1), outcome="sorted", closed_at=timezone.now())
    promised(housing, council, "Of others", 1)
    client, url = signed_in(referrer), reverse("referrals_list_sent")

    assert names_on(client, f"{url}?stage=closed") == ["Helped"]
    assert names_on(client, f"{url}?stage=waiting") == []
    page = client.get(f"{url}?stage=closed").content.decode()
    assert "They can do what they came for" in page


def test_the_outcome_is_kept_back_where_it_was_not_agreed(
    signed_in, referrer, surgery, council, agreement
):
    agreement.fields = ["name", "contact", "need"]
    agreement.save()
    route = accepted(
        promised(surgery, council, "Helped", 1), outcome="sorted", closed_at=timezone.now()
    )
    client = signed_in(referrer)

    for url in (
        reverse("referrals_list_sent") + "?stage=closed",
        route.referral.get_absolute_url(),
    ):
        page = client.get(url).content.decode()
        assert "They can do what they came for" not in page
        assert "Your agreement does not say that you are told more" in page
