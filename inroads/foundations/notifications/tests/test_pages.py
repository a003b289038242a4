import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import make_user
from inroads.foundations.history.models import Event
from inroads.foundations.notifications.models import Message
from inroads.foundations.notifications.tests.factories import a_message
from inroads.foundations.organisations.models import Role
from inroads.foundations.people.tests.factories import a_person

pytestmark = pytest.mark.django_db
XSS = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def test_who_looks_after_the_outbox(
    signed_in, manager, coordinator, referrer, partner_admin, helper, auditor
):
    cast = [None, manager, coordinator, referrer, partner_admin, helper, auditor]

    codes = [
        [signed_in(user).get(f"/notifications/{page}").status_code for page in ("", "letters/")]
        for user in cast
    ]

    assert codes == [[302, 302], [200, 200], [200, 200]] + [[403, 403]] * 4


def test_messages_of_people_held_elsewhere_are_not_there(signed_in, coordinator, council, housing):
    ours = a_message("letter", person=a_person(council), status="kept", body="Ours")
    theirs = a_message("letter", person=a_person(housing), status="kept", subject="Canary")
    client = signed_in(coordinator)

    listed = client.get("/notifications/").content.decode()
    printed = client.get("/notifications/letters/").content.decode()
    codes = [
        client.get(f"/notifications/{theirs.reference}/").status_code,
        client.post(f"/notifications/{theirs.reference}/retry/").status_code,
        client.post(f"/notifications/{theirs.reference}/posted/").status_code,
        client.get(f"/notifications/{uuid.uuid4()}/").status_code,
    ]
    client.post("/notifications/letters/", {"reference": [str(theirs.reference), "x", "'"]})

    assert str(ours.reference) in listed
    assert "Ours" in printed
    assert "Canary" not in listed + printed
    assert "1 other message:" in listed
    assert codes == [404] * 4
    theirs.refresh_from_db()
    assert theirs.status == "kept"


def test_a_partner_reads_no_messages_of_another_about_someone_whom_both_hold(
    signed_in, housing, council
):
    message = a_message("letter", person=a_person(housing, council), status="kept", body="Canary")
    client = signed_in(make_user("coordinator@melchester.example", housing, Role.COORDINATOR))

    codes = [
        client.get("/notifications/").status_code,
        client.get("/notifications/letters/").status_code,
        client.get(message.get_absolute_url()).status_code,
        client.post(f"{message.get_absolute_url()}retry/").status_code,
        client.post(f"{message.get_absolute_url()}posted/").status_code,
    ]

    assert codes == [403, 403, 404, 404, 404]


def test_a_password_link_is_read_by_nobody_but_in_the_sample_place(signed_in, manager, settings):
    link = a_message("email", subject="Reset your password", body="canary-link")
    client = signed_in(manager)

    outside = [client.get("/notifications/"), client.get(link.get_absolute_url())]
    settings.DEMO = True
    inside = [client.get("/notifications/"), client.get(link.get_absolute_url())]

    assert outside[1].status_code == 404
    assert "Reset your password" not in outside[0].content.decode()
    assert "Reset your password" in inside[0].content.decode()
    assert "canary-link" in inside[1].content.decode()


def test_a_letter_looks_like_a_letter_and_the_look_is_recorded(signed_in, coordinator, council):
    letter = a_message("letter", person=a_person(council))

    page = signed_in(coordinator).get(letter.get_absolute_url()).content.decode()

    assert '<address class="letter__window">' in page
    assert "1 High Street<br>DT1 1AA" in page
    assert Event.objects.get().verb == "message.viewed"


def test_the_message_written_last_stands_first(signed_in, coordinator, council, now):
    person = a_person(council)
    a_message("letter", person=person, subject="Later", made_at=now)
    a_message("letter", person=person, subject="Earlier", made_at=now - timedelta(days=1))

    page = signed_in(coordinator).get("/notifications/")

    assert [message.subject for message in page.context["page"]] == ["Later", "Earlier"]


def test_the_outbox_is_narrowed_down_by_state(signed_in, coordinator, council):
    person = a_person(council)
    a_message("email", person=person, status="failed", subject="Came back", trouble="No such place")
    a_message("email", person=person, status="delivered", subject="Arrived")
    client = signed_in(coordinator)

    page = client.get("/notifications/", {"status": "failed"}).content.decode()
    wrong = client.get("/notifications/", {"status": "burnt"})

    assert "Came back" in page
    assert "No such place" in page
    assert "Arrived" not in page
    assert wrong.status_code == 422


def test_a_failed_message_is_sent_again_by_a_button(signed_in, coordinator, council):
    message = a_message(person=a_person(council), status="failed", trouble="No", tries=6)
    client = signed_in(coordinator)
    path = f"/notifications/{message.reference}/retry/"

    looked = client.get(path)
    client.post(path, {"address": "+447700900999", "status": "delivered"})
    twice = client.post(path)

    message.refresh_from_db()
    assert looked.status_code == 405
    assert (message.status, message.tries, message.address) == ("waiting", 0, "+447700900123")
    assert twice.status_code == 409
    assert "could not be delivered" in twice.content.decode()


def test_each_letter_that_is_shown_to_be_printed_is_recorded(signed_in, coordinator, council):
    letters = [a_message("letter", person=a_person(council), status="kept") for _ in range(3)]

    signed_in(coordinator).get("/notifications/letters/")

    looks = Event.objects.filter(verb="message.viewed").values_list("thing", flat=True)
    assert set(looks) == {f"notifications.message/{letter.pk}" for letter in letters}


def test_letters_are_printed_together_and_posted(signed_in, coordinator, council):
    letters = [a_message("letter", person=a_person(council), status="kept") for _ in range(3)]
    client = signed_in(coordinator)

    page = client.get("/notifications/letters/").content.decode()
    answer = client.post(
        "/notifications/letters/",
        {"reference": [str(one.reference) for one in letters[:2]]},
        follow=True,
    )

    assert page.count('class="letter"') == 3
    assert "2 letters posted" in answer.content.decode()
    assert list(Message.objects.order_by("pk").values_list("status", flat=True)) == [
        "posted",
        "posted",
        "kept",
    ]


def test_hostile_words_are_shown_as_words(signed_in, coordinator, council):
    person = a_person(council, name=XSS[:120])
    client = signed_in(coordinator)
    pages = []
    for kind in ("text", "email", "letter"):
        message = a_message(
            kind,
            person=person,
            subject=XSS,
            body=XSS + "\njavascript:alert(1)",
            address=f"{XSS}\n1",
            status="kept",
        )
        pages.append(client.get(message.get_absolute_url()).content.decode())
    pages += [client.get(f"/notifications/{path}").content.decode() for path in ("", "letters/")]

    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript:' not in page


def test_the_outbox_asks_as_often_for_thirty_as_for_three(signed_in, coordinator, council):
    client = signed_in(coordinator)
    client.get("/notifications/")
    queries = []
    for rows in (3, 27):
        for _ in range(rows):
            a_message("letter", person=a_person(council), status="kept")
        for page in ("", "letters/"):
            with CaptureQueriesContext(connection) as asked:
                client.get(f"/notifications/{page}")
            queries.append(len(asked))

    assert queries[:2] == queries[2:]


# News from GOV.UK Notify


def tell(client, token="a long and secret token", **news):
    return client.post(
        "/notifications/callback/",
        json.dumps(news),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"} if token else {},
    )


@pytest.fixture
def sent(settings):
    settings.NOTIFY_TOKEN = "a long and secret token"
    return a_message(
        status="sending", provider_id="one", sent_at=timezone.now() - timedelta(hours=1)
    )


def test_news_of_arrival_is_taken_and_may_come_twice(sent):
    client = Client(enforce_csrf_checks=True)
    news = {"id": "one", "reference": str(sent.reference), "status": "delivered", "to": "canary"}

    codes = [tell(client, **news).status_code for _ in range(2)]
    late = tell(client, **(news | {"status": "permanent-failure"}))

    sent.refresh_from_db()
    assert [*codes, late.status_code] == [200, 200, 200]
    assert sent.status == "delivered"
    assert Event.objects.count() == 1
    assert "canary" not in str(list(Event.objects.values()))


def test_news_of_a_failure_is_said_in_words(sent):
    tell(Client(), id="one", reference=str(sent.reference), status="permanent-failure")

    sent.refresh_from_db()
    assert (sent.status, sent.trouble) == ("failed", "The address or number does not exist")


def test_news_of_nothing_we_sent_is_answered_harmlessly(sent):
    assert (
        tell(Client(), id="x", reference=str(uuid.uuid4()), status="delivered").status_code == 404
    )


@pytest.mark.parametrize("token", ["", "wrong", "a long and secret toke", "ä"])
def test_news_without_the_token_is_not_taken(token, sent):
    answer = tell(Client(), token, id="one", reference=str(sent.reference), status="delivered")

    sent.refresh_from_db()
    assert answer.status_code == 403
    assert sent.status == "sending"


def test_without_a_token_of_our_own_there_is_no_such_address(sent, settings):
    settings.NOTIFY_TOKEN = ""

    answer = tell(Client(), "", id="one", reference=str(sent.reference), status="delivered")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"{}", b'{"reference": 1, "status": 2}', b"\xff\xfe", b"[" * 100_000],
)
def test_nonsense_is_told_to_be_nonsense(body, sent):
    answer = Client().post(
        "/notifications/callback/",
        body,
        content_type="application/json",
        headers={"Authorization": "Bearer a long and secret token"},
    )

    assert answer.status_code == 400


def test_news_is_posted_and_never_fetched(sent):
    assert Client().get("/notifications/callback/").status_code == 405
