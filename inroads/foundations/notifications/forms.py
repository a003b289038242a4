"""Which part of the outbox to show."""

from django.forms import ChoiceField

from inroads.foundations.design.forms import Form
from inroads.foundations.notifications.models import Message


class StatusForm(Form):
    """The state that the messages are in."""

    status = ChoiceField(
        label="Show",
        choices=[("", "Everything"), *Message.Status.choices],
        required=False,
        error_messages={"invalid_choice": "Choose from the list"},
    )
