"""What organisations offer."""

import pytest
from django.urls import reverse

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Machine
from inroads.programme.directory.actions import add_service
from inroads.programme.directory.models import Service
from inroads.programme.directory.tests.factories import (
    a_schedule,
    a_service,
    a_topic,
    a_venue,
    queries_of,
)

NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def test_a_partner_administrator_offers_a_service_of_their_own(signed_in, partner_admin, surgery):
    topic = a_topic()
    form = {
        "organisation": surgery.pk,
        "name": "Prescriptions online",
        "topics": [topic.pk],
        "champions_needed": 2,
    }

    answer = signed_in(partner_admin).post(reverse("directory_add"), form)

    service = Service.objects.get()
    assert answer.url == service.get_absolute_url()
    assert (service.organisation, service.topics.get()) == (surgery, topic)


def test_nobody_offers_a_service_in_another_organisations_name(
    signed_in, partner_admin, council, housing
):
    client = signed_in(partner_admin)

    for other in (council, housing):
        form = {"organisation": other.pk, "name": "Not ours"}
        assert client.post(reverse("directory_add"), form).status_code == 422
    assert not Service.objects.exists()


def test_a_partner_administrator_changes_only_their_own(signed_in, partner_admin, surgery, housing):
    ours, theirs = a_service(surgery), a_service(housing)
    client = signed_in(partner_admin)

    assert client.get(reverse("directory_change", args=[ours.pk])).status_code == 200
    assert client.get(reverse("directory_change", args=[theirs.pk])).status_code == 403
    assert client.post(reverse("directory_retire", args=[theirs.pk])).status_code == 403


def test_a_change_never_moves_a_service_to_another_organisation(
    signed_in, partner_admin, surgery, housing
):
    service = a_service(surgery)
    form = {
        "name": "New name",
        "champions_needed": "1",
        "organisation": housing.pk,
        "retired": "on",
    }

    signed_in(partner_admin).post(reverse("directory_change", args=[service.pk]), form)

    service.refresh_from_db()
    assert (service.name, service.organisation, service.retired) == ("New name", surgery, False)


@pytest.mark.parametrize("who", ["referrer", "helper", "auditor", "stranger"])
def test_others_look_and_change_nothing(signed_in, request, council, who):
    service = a_service(council, name="Digital drop-in")
    client = signed_in(request.getfixturevalue(who))

    assert "Digital drop-in" in client.get(reverse("directory_list")).text
    assert client.get(service.get_absolute_url()).status_code == 200
    assert client.get(reverse("directory_add")).status_code == 403
    assert client.get(reverse("directory_change", args=[service.pk])).status_code == 403


def test_the_directory_wants_a_sign_in(signed_in, council):
    service = a_service(council)

    for address in (reverse("directory_list"), service.get_absolute_url()):
        assert signed_in().get(address).status_code == 302


def test_an_ended_service_is_gone_for_others_and_stays_for_its_own(
    signed_in, partner_admin, referrer, surgery
):
    service = a_service(surgery, retired=True)

    assert signed_in(partner_admin).get(service.get_absolute_url()).status_code == 200
    assert signed_in(referrer).get(service.get_absolute_url()).status_code == 404


def test_a_service_ends_after_a_question_and_is_offered_again(signed_in, partner_admin, surgery):
    service = a_service(surgery)
    client = signed_in(partner_admin)

    def retired():
        service.refresh_from_db()
        return service.retired

    seen = []
    for verb, page in [
        ("get", "retire"),
        ("post", "retire"),
        ("get", "restore"),
        ("post", "restore"),
    ]:
        getattr(client, verb)(reverse(f"directory_{page}", args=[service.pk]))
        seen.append(retired())
    assert seen == [False, True, True, False]


def test_one_organisation_has_one_service_of_a_name(council):
    add_service(organisation=council, name="Drop-in", by=Machine("sample"))

    with pytest.raises(Refused, match="already has"):
        add_service(organisation=council, name="drop-IN", by=Machine("sample"))


def test_what_people_write_is_shown_as_they_wrote_it(signed_in, coordinator, council):
    service = a_service(council, name=NASTY[:100], description=NASTY)
    service.topics.add(a_topic(name=NASTY[:60]))
    a_schedule(service, venue=a_venue(name=NASTY))
    client = signed_in(coordinator)

    addresses = [service.get_absolute_url(), reverse("directory_list"), reverse("directory_topics")]
    for address in addresses:
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_list_narrows_and_passes_over_nonsense(signed_in, coordinator, council, surgery):
    topic = a_topic()
    a_service(council, name="Tablet club").topics.add(topic)
    a_service(surgery, name="Prescriptions")
    client = signed_in(coordinator)

    def listed(query):
        page = client.get(reverse("directory_list") + query).text
        return ["Tablet club" in page, "Prescriptions" in page]

    assert listed("?words=tablet") == [True, False]
    assert listed(f"?topic={topic.pk}") == [True, False]
    assert listed(f"?organisation={surgery.pk}") == [False, True]
    assert listed("?topic=nonsense&organisation=99999999999999999999&page=x") == [True, True]


def test_a_longer_list_costs_no_more_queries(signed_in, coordinator, council):
    client = signed_in(coordinator)
    lists = [reverse("directory_list"), reverse("directory_topics")]

    def made(number):
        for _ in range(number):
            a_schedule(a_service(council)).service.topics.add(a_topic())
        return [queries_of(client, address) for address in lists]

    assert made(3) == made(20)


def test_only_those_who_offer_something_are_named_as_a_filter(
    signed_in, referrer, council, housing
):
    """That an organisation is a partner at all may say something of whom it helps."""
    a_service(council)
    a_service(housing, retired=True)

    page = signed_in(referrer).get(reverse("directory_list")).text

    assert str(council) in page
    assert str(housing) not in page
