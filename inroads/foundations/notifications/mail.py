"""E-mails that Django and allauth send (password links, invitations) go through the outbox too.

Their words open doors, so nobody reads them on a page: outside the sample place the outbox shows only how many
there are, and their words are deleted as soon as a mail server or GOV.UK Notify has taken them. In the sample
place, where nothing leaves, whoever runs the programme reads them there, as there is no other way to follow a link.
"""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Machine
from inroads.foundations.notifications.actions import send_message
from inroads.foundations.notifications.models import Message

SIGN_IN = Machine("sign-in")


class OutboxBackend(BaseEmailBackend):
    """Puts each e-mail into the outbox, once for each of its recipients."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many e-mails went into the outbox."""
        return sum(map(self.put, email_messages))

    @transaction.atomic
    def put(self, mail: EmailMessage) -> int:
        """1 if all its recipients could be written to."""
        # Refuses a line break in the subject or an address, as Django's own back ends do.
        mail.message()
        try:
            for address in mail.recipients():
                send_message(
                    Message.Kind.EMAIL,
                    address=address,
                    subject=str(mail.subject),
                    body=str(mail.body),
                    about=User.objects.filter(email__iexact=address).first(),
                    at=timezone.now(),
                    by=SIGN_IN,
                )
        except Refused:
            if not self.fail_silently:
                raise
            return 0
        return 1
