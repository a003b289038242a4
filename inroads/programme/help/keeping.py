"""What a telephone kept while it had no signal, as it arrives: the answers of the page, and by which clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms

from inroads.foundations.design.forms import Form
from inroads.programme.directory.models import Topic
from inroads.programme.help.models import HelpRecord

MOST_AT_ONCE = 50
# Nobody keeps a help on a telephone for longer, whatever its clock says.
LONGEST_KEPT = timedelta(days=60)
CLOCKS_AGREE = timedelta(minutes=5)
# Milliseconds since 1970 that a date can have.
EARLIEST, LATEST = 0, 32_503_680_000_000
HIGHEST_KEY = 2**31 - 1


class KeptForm(Form):
    """One help as the page kept it; `skew` is how far the server's clock was ahead when they last met, at `seen`."""

    sender_id = forms.UUIDField()
    topic = forms.IntegerField(min_value=1, max_value=HIGHEST_KEY)
    minutes = forms.TypedChoiceField(choices=HelpRecord.Minutes.choices, coerce=int)
    outcome = forms.ChoiceField(choices=HelpRecord.Outcome.choices)
    where = forms.CharField(max_length=20)
    card = forms.CharField(max_length=20, required=False)
    at = forms.IntegerField(min_value=EARLIEST, max_value=LATEST)
    skew = forms.IntegerField(min_value=-LATEST, max_value=LATEST)
    seen = forms.IntegerField(min_value=EARLIEST, max_value=LATEST)

    def clean_topic(self) -> Topic:
        """The topic, also one that was retired since: it was on offer when it was tapped."""
        topic = Topic.objects.filter(pk=self.cleaned_data["topic"]).first()
        if topic is None:
            raise forms.ValidationError("What it was about is not on our list any more")
        return topic

    def given_at(self, phone_now: int, received_at: datetime) -> datetime:
        """When it was given, by our clock."""
        told = self.cleaned_data
        return moment_given(
            told["at"],
            told["skew"],
            told["seen"],
            skew_now=in_milliseconds(received_at) - phone_now,
            received_at=received_at,
        )

    @property
    def why(self) -> str:
        """Why this could not have come from our page, or can be taken no more."""
        errors: Any = self.errors.get("topic") if self.data.get("topic") else None
        return str(errors[0]) if errors else "This did not come from our page as it should"


def moment_given(
    at: int, skew: int, seen: int, *, skew_now: int, received_at: datetime
) -> datetime:
    """When a help was given, from what the telephone's clock said, whether that is right, wrong or was changed since.

    The clock as it was when telephone and server met last tells it, or, where that cannot be, the clock as it is now.
    A help is given after they met last, and before it arrives; whatever else the clocks say.
    """
    latest = in_milliseconds(received_at)
    earliest = max(min(seen, latest), latest - in_milliseconds(LONGEST_KEPT))
    slack = in_milliseconds(CLOCKS_AGREE)
    possible = (at + ahead for ahead in (skew, skew_now))
    likely = (told for told in possible if earliest - slack <= told <= latest + slack)
    told = next(likely, at + skew)
    within = min(max(told, earliest), latest)
    return min(datetime.fromtimestamp(within / 1000, UTC), received_at)


def in_milliseconds(time: datetime | timedelta) -> int:
    """A moment since 1970, or a time, as telephones count."""
    seconds = time.timestamp() if isinstance(time, datetime) else time.total_seconds()
    return int(seconds * 1000)
