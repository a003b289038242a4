"""A champion texts the help they gave: it is written down once and answered; everybody else is answered safely."""

import json
from base64 import b64encode
from datetime import timedelta
from uuid import uuid4, uuid5

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.history.models import Event
from inroads.foundations.notifications.models import Message
from inroads.foundations.people.models import ContactWay
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_topic, a_venue
from inroads.programme.help.actions.texts import TEXTS
from inroads.programme.help.api import signed
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.queries import MOST_HELPS_LATELY
from inroads.programme.help.tests.factories import a_help
from inroads.programme.timetable.tests.factories import a_booking, a_session, someone

pytestmark = pytest.mark.django_db

NUMBER = "+447700900123"
TOKEN = "a long and secret token"
SECRET = "whsec_" + b64encode(b"twenty-four random bytes").decode()


@pytest.fixture(autouse=True)
def door(settings):
    settings.NOTIFY_TOKEN, settings.TEXTS_SECRET = TOKEN, SECRET


@pytest.fixture
def gabriel(council, topic):
    """A champion at Knollsea who can be texted."""
    champion = a_champion(council, venue=a_venue(name="Knollsea Library"))
    reached_at(champion.person)
    a_topic(name="NHS App")
    return champion


def reached_at(person, number=NUMBER):
    ContactWay.objects.create(person=person, kind="text", value=number)


def text(words, *, key=None, number="447700900123", token=TOKEN, **more):
    """What Notify sends when somebody has texted us."""
    news = {"id": key or str(uuid4()), "source_number": number, "message": words, **more}
    return Client(enforce_csrf_checks=True).post(
        reverse("help_texts_notify"),
        json.dumps(news),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"} if token else {},
    )


def answer():
    return Message.objects.latest("pk").body


def test_a_text_makes_as_many_records_as_it_tells_of_and_says_what_was_understood(gabriel):
    assert text("H KNO 3 NHS").status_code == 200

    helps = list(HelpRecord.objects.select_related("topic", "venue"))
    assert [(one.door, one.topic.name, one.venue.name, one.champion) for one in helps] == [
        ("text", "NHS App", "Knollsea Library", gabriel)
    ] * 3
    assert answer() == (
        "Recorded: 3 helps, NHS App at Knollsea Library, about 15 minutes each, sorted."
        " 3 this week, thank you. Wrong? Text UNDO."
    )


def test_an_answer_fits_into_two_texts(gabriel):
    a_topic(name="A topic with a name that is as long as any in this register")

    text("register 12 an hour not sorted yesterday")

    assert "Recorded: 12 helps" in answer()
    assert len(answer()) <= 306


def test_a_text_that_arrives_twice_counts_once_and_is_answered_once(gabriel):
    for _ in range(3):
        assert text("H 2 NHS", key="the same").status_code == 200

    assert HelpRecord.objects.count() == 2
    assert Message.objects.count() == 1


def test_two_texts_with_the_same_words_are_two(gabriel):
    text("H NHS")
    text("H NHS")

    assert HelpRecord.objects.count() == 2


def test_undo_takes_the_last_text_back_and_no_more(gabriel):
    text("H 1 NHS")
    text("H 3 BANK")

    text("undo")

    left = HelpRecord.objects.standing().select_related("topic")
    assert [one.topic.name for one in left] == ["NHS App"]
    assert answer() == "Taken back: 3 helps, Online banking. Text again what you meant."


def test_undo_that_arrives_twice_undoes_once_and_a_second_undo_takes_the_text_before(gabriel):
    text("H 1 NHS")
    text("H 3 BANK")
    text("undo", key="u1")
    text("undo", key="u1")
    assert HelpRecord.objects.standing().count() == 1

    text("undo")
    assert HelpRecord.objects.standing().count() == 0

    text("undo")
    assert "left to undo" in answer()


def test_undo_leaves_alone_what_was_tapped(gabriel):
    a_help(champion=gabriel)

    text("undo")

    assert HelpRecord.objects.standing().count() == 1


def test_a_text_told_to_be_of_yesterday_is_of_yesterday(gabriel):
    text("nhs yesterday")

    yesterday = timezone.localdate() - timedelta(days=1)
    assert timezone.localtime(HelpRecord.objects.get().given_at).date() == yesterday


def test_a_text_long_on_its_way_counts_when_it_was_sent(gabriel, now):
    sent = now - timedelta(hours=5)

    text("nhs", date_received=sent.isoformat())

    assert abs(HelpRecord.objects.get().given_at - sent) < timedelta(seconds=1)


@pytest.mark.parametrize("sent", ["3026-01-01T00:00:00Z", "1999-01-01T00:00:00Z", "soon", "", None])
def test_a_moment_that_makes_no_sense_is_the_moment_of_arrival(gabriel, now, sent):
    text("nhs", date_received=sent)

    assert HelpRecord.objects.get().given_at - now < timedelta(minutes=1)


def test_the_session_that_is_on_is_where_it_was(gabriel, now):
    session = a_session(venue=gabriel.venue, starts_at=now - timedelta(minutes=30))
    gabriel.shifts.create(session=session)

    text("nhs")
    text("h kno nhs")

    assert [one.session for one in HelpRecord.objects.all()] == [session, session]


def test_a_card_joins_the_help_to_whoever_was_booked(gabriel, now):
    session = a_session(venue=gabriel.venue, starts_at=now)
    gabriel.shifts.create(session=session)
    booking = a_booking(session, code="CODE77")

    text("nhs card code77")
    assert HelpRecord.objects.get().person == booking.person

    text("nhs card CADE77")
    assert HelpRecord.objects.count() == 1
    assert answer().startswith("Not recorded. No card CADE77 is expected")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("how", "To record help, text H, how many"),
        ("stop", "only in answer to your texts"),
        ("blah", "Not recorded. We do not know the word “blah”. Text for example: H 3 NHS."),
        ("", "Not recorded. What was it about?"),
        ("nhs bank", "Not recorded. It names two topics"),
    ],
)
def test_what_is_no_record_is_answered_with_what_to_do(gabriel, words, said):
    assert text(words).status_code == 200

    assert said in answer()
    assert not HelpRecord.objects.exists()


def test_an_unknown_number_is_told_once_a_day_that_nothing_was_recorded(gabriel):
    for _ in range(3):
        assert text("H 3 NHS", number="07700 900999").status_code == 200

    assert not HelpRecord.objects.exists()
    assert Message.objects.get().body.startswith("We do not know this number")


def test_floods_of_unknown_numbers_are_not_answered_for_ever(gabriel):
    for number in range(60):
        text("H", number=f"077009{number:05}")

    assert Message.objects.count() == 50


def test_a_number_of_two_champions_records_for_neither(gabriel, council):
    other = a_champion(council, person=someone(name="Marty South"), venue=a_venue())
    reached_at(other.person)

    text("H 3 NHS")

    assert not HelpRecord.objects.exists()
    assert "more than one champion" in answer()


def test_somebody_in_two_networks_is_one_person(gabriel, council):
    a_champion(council, person=gabriel.person, network="workplace")

    text("H NHS")

    assert HelpRecord.objects.get().champion == gabriel


@pytest.mark.parametrize("change", ["left", "erased"])
def test_who_left_or_was_erased_is_a_stranger(gabriel, now, change):
    if change == "left":
        gabriel.status = "left"
        gabriel.save()
    else:
        gabriel.person.erased_at = now
        gabriel.person.save()

    text("H NHS")

    assert not HelpRecord.objects.exists()
    assert answer().startswith("We do not know this number")


def test_nobody_helps_more_than_so_many_in_ten_minutes(gabriel):
    for _ in range(MOST_HELPS_LATELY):
        a_help(champion=gabriel)

    text("H NHS")

    assert HelpRecord.objects.count() == MOST_HELPS_LATELY
    assert "Not recorded. That was very many in ten minutes" in answer()


def test_a_text_that_is_refused_half_way_writes_nothing_down(gabriel, council):
    """One of the ids that it would make belongs to somebody else's help."""
    taken = uuid5(TEXTS, "the key 1")
    theirs = a_help(sender_id=taken, champion=a_champion(council, network="workplace"))

    text("H 3 NHS", key="the key")

    assert answer().startswith("Not recorded.")
    assert list(HelpRecord.objects.all()) == [theirs]


def test_a_telephone_that_never_stops_is_told_to_wait_and_nothing_is_sent(gabriel):
    codes = [text("blah").status_code for _ in range(25)]

    assert codes == [200] * 20 + [429] * 5
    assert Message.objects.count() == 20


def test_the_words_of_a_text_are_kept_nowhere(gabriel):
    text("H KNO 3 NHS CANARY")

    assert answer().startswith("Not recorded. We do not know the word “canary”")
    kept = [*Event.objects.values(), *HelpRecord.objects.values()]
    assert "canary" not in str(kept).lower()


# Who may hand texts in


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1]])
def test_without_the_token_nothing_is_taken_in(gabriel, token):
    assert text("H NHS", token=token).status_code == 403
    assert not HelpRecord.objects.exists()


def test_a_door_that_is_not_set_up_is_not_there(gabriel, settings):
    settings.NOTIFY_TOKEN = settings.TEXTS_SECRET = ""

    assert text("H NHS").status_code == 404
    assert send_signed({"from": NUMBER, "text": "H NHS"}).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"x"',
        b"{}",
        b'{"id": "", "source_number": "07700900123", "message": "H NHS"}',
        b'{"id": "1", "source_number": "NHSuk", "message": "H NHS"}',
        b'{"id": "1", "source_number": null, "message": "H NHS"}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_text_is_a_bad_request(gabriel, body):
    got = Client().post(
        reverse("help_texts_notify"),
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {TOKEN}"},
    )

    assert got.status_code == 400
    assert not Message.objects.exists()


def send_signed(told, *, secret=SECRET, key="text-1", age=0, header=None, body=None):
    """A text from another provider."""
    sent = json.dumps({"id": key, **told}).encode()
    stamp = str(int(timezone.now().timestamp()) - age)
    return Client(enforce_csrf_checks=True).post(
        reverse("help_texts"),
        body or sent,
        content_type="application/json",
        headers={
            "Webhook-Id": key,
            "Webhook-Timestamp": stamp,
            "Webhook-Signature": header or signed(secret, key, stamp, sent),
        },
    )


def test_any_provider_that_signs_may_hand_texts_in(gabriel):
    told = {"from": NUMBER, "text": "H 2 NHS"}

    assert send_signed(told).status_code == 200
    assert send_signed(told).status_code == 200

    assert HelpRecord.objects.count() == 2


def test_the_signature_is_that_of_the_standard():
    """The example in the specification of Standard Webhooks."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'

    got = signed(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)

    assert got == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


OTHER = "whsec_" + b64encode(b"another secret of 24 byte").decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": OTHER},
        {"age": 600},
        {"age": -600},
        {"header": "v1,"},
        {"header": "é"},
        {"header": " "},
        {"body": b'{"id": "text-1", "from": "+447700900123", "text": "H 9 NHS"}'},
    ],
)
def test_a_text_that_is_forged_altered_or_stale_is_refused(gabriel, wrong):
    assert send_signed({"from": NUMBER, "text": "H NHS"}, **wrong).status_code == 403
    assert not HelpRecord.objects.exists()


@pytest.mark.parametrize("stamp", ["", "soon", "-1", "٣", "9" * 30])
def test_a_moment_that_is_none_is_refused(gabriel, stamp):
    got = Client().post(
        reverse("help_texts"),
        b"{}",
        content_type="application/json",
        headers={"Webhook-Timestamp": stamp.encode().decode("latin-1"), "Webhook-Id": "1"},
    )

    assert got.status_code == 403
