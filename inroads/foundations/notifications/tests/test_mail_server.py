"""E-mails leave by a mail server of one's own."""

from email import message_from_string

import pytest

from inroads.foundations.notifications.backends import mail_server as named_server
from inroads.foundations.notifications.tests.factories import a_message, send


@pytest.mark.django_db
def test_mail_goes_to_its_address_and_to_no_other(now, mail_server):
    message = send(a_message("email", subject="Grüße", body="See you"), now)

    recipient, text = mail_server.taken[0]
    mail = message_from_string(text)
    assert (message.status, recipient) == ("delivered", "ivy@example.org")
    assert [mail["To"], mail["Cc"], mail["Bcc"]] == ["ivy@example.org", None, None]
    assert str(message.reference) in mail["Message-ID"]
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answer, status", [("550 no such user", "failed"), ("451 try again later", "waiting")]
)
def test_a_mail_server_may_refuse_for_now_or_for_good(answer, status, now, mail_server):
    mail_server.refuse_with = answer

    message = send(a_message("email"), now)

    assert message.status == status
    assert answer[4:] in message.trouble


@pytest.mark.django_db
def test_a_refused_address_with_an_accent_in_its_domain_is_no_fault(now, mail_server):
    mail_server.refuse_with = "550 no such user"

    message = send(a_message("email", address="ivy@bücher.example"), now)

    assert message.status == "failed"
    assert "no such user" in message.trouble


@pytest.mark.parametrize(
    ("address", "from_the_start", "soon_after"),
    [
        ("smtps://user:password@mail.example", True, False),
        ("smtp://mail.example:587", False, True),
        ("smtp://user:password@mail.example:2525", False, True),
        ("smtp://mail.example", False, False),
    ],
)
def test_a_password_for_the_mail_server_never_travels_in_the_clear(
    address, from_the_start, soon_after, settings
):
    settings.SMTP_URL = address

    server = named_server()

    assert (server.use_ssl, server.use_tls) == (from_the_start, soon_after)


@pytest.mark.django_db
def test_the_words_of_a_password_link_are_deleted_once_it_is_sent(now, mail_server):
    link = send(a_message("email", body="https://inroads/reset/canary"), now)
    outcome = send(a_message("email", about="referrals.referral/1"), now)

    assert "canary" in mail_server.taken[0][1]
    assert link.body == ""
    assert outcome.body == "See you on Thursday."
