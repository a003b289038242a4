"""The ways out of the outbox. The settings choose: GOV.UK Notify, a mail server, or nothing leaves."""

import smtplib
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from inroads.foundations.notifications.models import Message
from inroads.foundations.notifications.notify import Notify, Trouble


@dataclass(frozen=True)
class Gone:
    """The message left us: where it stands now, and the provider's id for it if there will be news of it."""

    status: Message.Status
    provider_id: str = ""


class Backend(Protocol):
    """One way out."""

    # Whether it can be asked what became of a message, so that a broken-off try may be made again.
    can_be_asked: bool

    def send(self, message: Message) -> Gone:
        """Hand the message over, or raise Trouble."""

    def found(self, message: Message) -> Gone | None:
        """The message if it was handed over before."""


class Kept:
    """Nothing leaves: the message is read here, and letters are printed here."""

    can_be_asked = True

    def send(self, message: Message) -> Gone:
        return Gone(Message.Status.KEPT)

    def found(self, message: Message) -> Gone | None:
        return None


class ThroughNotify:
    """Texts, e-mails and letters by GOV.UK Notify, which tells later what became of them."""

    can_be_asked = True

    def __init__(self) -> None:
        self.notify = Notify(
            settings.NOTIFY_URL.rstrip("/"), settings.NOTIFY_KEY, settings.NOTIFY_TEMPLATES
        )

    def send(self, message: Message) -> Gone:
        provider_id = self.notify.send(
            message.kind, message.address, message.subject, message.body, str(message.reference)
        )
        return Gone(Message.Status.SENDING, provider_id)

    def found(self, message: Message) -> Gone | None:
        provider_id = self.notify.find(str(message.reference))
        return Gone(Message.Status.SENDING, provider_id) if provider_id else None


class ThroughMailServer:
    """E-mails by a mail server of one's own, which tells nothing later."""

    can_be_asked = False

    def send(self, message: Message) -> Gone:
        mail = EmailMessage(
            message.subject,
            message.body,
            settings.DEFAULT_FROM_EMAIL,
            [message.address],
            headers={
                "Message-ID": f"<{message.reference}@{urlsplit(settings.ADDRESS).hostname}>",
                "Auto-Submitted": "auto-generated",
            },
            connection=mail_server(),
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as refused:
            # Of our one recipient, whose domain may be written in another way there.
            code, reason = next(iter(refused.recipients.values()))
            raise trouble(code, reason) from None
        except smtplib.SMTPResponseException as refused:
            raise trouble(refused.smtp_code, refused.smtp_error) from None
        except (smtplib.SMTPException, OSError):
            raise Trouble("The mail server did not answer", again=True) from None
        return Gone(Message.Status.DELIVERED)

    def found(self, message: Message) -> Gone | None:
        return None


def mail_server() -> EmailBackend:
    """The server that `INROADS_SMTP` names: `smtps` speaks TLS from the start, port 587 soon after it.

    A password never travels in the clear: where there is one, TLS is asked for on every port.
    """
    parts = urlsplit(settings.SMTP_URL)
    return EmailBackend(
        host=parts.hostname,
        port=parts.port or (465 if parts.scheme == "smtps" else 25),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=parts.scheme == "smtps",
        use_tls=parts.scheme == "smtp" and (parts.port == 587 or bool(parts.password)),
        timeout=30,
    )


def trouble(code: int, reason: bytes | str) -> Trouble:
    """A mail server's refusal; codes of 500 and more are final."""
    said = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    return Trouble(f"The mail server answered {code}: {said}"[:300], again=code < 500)


def backend_for(kind: str) -> Backend:
    """How messages of this kind leave. Of the sample place nothing ever does."""
    if settings.DEMO:
        return Kept()
    if settings.NOTIFY_KEY and kind in settings.NOTIFY_TEMPLATES:
        return ThroughNotify()
    if settings.SMTP_URL and kind == Message.Kind.EMAIL:
        return ThroughMailServer()
    return Kept()
