"""What may be asked of the need index: which figures count, how much, and over which areas they are scaled."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.formats import date_format

from inroads.foundations.design.forms import Form
from inroads.foundations.places.models import Area, AreaKind, Statistic
from inroads.overview.planning.indicators import Indicator
from inroads.overview.planning.larger_areas import PLURAL
from inroads.overview.planning.reaching import GROUPS, Asked
from inroads.programme.directory.models import Topic, Weekday
from inroads.programme.timetable.local_time import week_of

COUNCIL, EVERYWHERE = "council", "everywhere"
MOST = 1000
ANY = "any"
AREAS = "areas"
# Sessions are planned eight weeks ahead.
WEEKS = 8
KIND_OF = {plural: kind for kind, plural in PLURAL.items()}
JOURNEYS = [15, 20, 25, 30, 40, 60]


class NeedForm(Form):
    """A weight for each indicator, and the frame. What the address does not say stays as it is by default."""

    def __init__(self, typed: Mapping[str, str], council: Area, indicators: Sequence[Indicator]):
        self.defaults = {"scale": COUNCIL}
        self.defaults |= {weight_name(one): f"{one.weight}" for one in indicators}
        super().__init__({name: typed.get(name, kept) for name, kept in self.defaults.items()})
        self.indicators = indicators
        self.fields["scale"] = forms.ChoiceField(
            label="Compare each figure with",
            choices=[
                (COUNCIL, f"The areas of {council.name}"),
                (EVERYWHERE, "Every area that is loaded, in all councils"),
            ],
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": "Choose which areas to compare with"},
        )
        for one in indicators:
            wrong = f"Enter a number from 0 to {MOST} for “{one.title}”"
            self.fields[weight_name(one)] = forms.FloatField(
                label=one.title,
                help_text=one.matters,
                min_value=0,
                max_value=MOST,
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"), wrong
                ),
            )

    def clean(self):
        typed = super().clean()
        if self.indicators and not self.errors and not any(self.weights):
            raise forms.ValidationError("Give at least one figure a weight of more than 0")
        return typed

    @property
    def weights(self) -> list[float]:
        return [self.cleaned_data[weight_name(one)] for one in self.indicators]

    @property
    def everywhere(self) -> bool:
        return self.cleaned_data["scale"] == EVERYWHERE

    @property
    def standard(self) -> list:
        """The fields of the standard index."""
        return [self[weight_name(one)] for one in self.indicators if one.weight]

    @property
    def others(self) -> list:
        """The fields of what may be added to it."""
        return [self[weight_name(one)] for one in self.indicators if not one.weight]

    @property
    def is_standard(self) -> bool:
        """The weights are those of the standard index."""
        return self.weights == [one.weight for one in self.indicators]

    @property
    def address(self) -> str:
        """What leads back to this very index: `?` and what was changed, or nothing."""
        return changed_in_address(self)


def weight_name(indicator: Indicator) -> str:
    return f"weight-{indicator.key}"


class ReachForm(Form):
    """Which sessions, whose journeys, how long: what the address does not say stays as it is by default."""

    def __init__(
        self,
        typed: Mapping[str, str],
        *,
        groups: Sequence[Statistic],
        on: date,
        larger: Sequence[AreaKind] = (),
    ):
        mondays = [week_of(on)[0] + timedelta(weeks=number) for number in range(WEEKS)]
        self.groups = {group.key: group for group in groups}
        self.topics = {str(topic.pk): topic for topic in Topic.objects.filter(retired=False)}
        self.defaults = {"week": mondays[0].isoformat(), "day": ANY, "topic": ANY, "travel": "bus"}
        self.defaults |= {"minutes": "40", "group": next(iter(self.groups), ANY)}
        self.defaults |= {"show": AREAS} if larger else {}
        super().__init__({name: typed.get(name, kept) for name, kept in self.defaults.items()})
        choices = {
            "week": [(monday.isoformat(), week_in_words(monday)) for monday in mondays],
            "day": [(ANY, "Any day"), *((str(day.value), day.label) for day in Weekday)],
            "topic": [
                (ANY, "Any topic"),
                *((key, topic.name) for key, topic in self.topics.items()),
            ],
            "travel": [("bus", "By bus"), ("car", "By car"), ("foot", "On foot")],
            "minutes": [(f"{number}", f"{number} minutes") for number in JOURNEYS],
            "group": [(key, GROUPS[key].capitalize()) for key in self.groups] or [(ANY, "Areas")],
            "show": [
                (AREAS, "Small areas"),
                *((PLURAL[kind], PLURAL[kind].capitalize()) for kind in larger),
            ],
        }
        labels = {
            "week": "Week",
            "day": "Day",
            "topic": "Topic",
            "travel": "How people travel",
            "minutes": "Longest journey, from door to door",
            "group": "Who",
            "show": "Show",
        }
        for name in self.defaults:
            label = labels[name]
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices[name],
                error_messages=dict.fromkeys(
                    ("required", "invalid_choice"), f"Choose from the list: {label.lower()}"
                ),
            )

    @property
    def by(self) -> AreaKind | None:
        """The kind of larger area to show; None for the small areas themselves."""
        return KIND_OF.get(self.cleaned_data.get("show", AREAS))

    @property
    def asked(self) -> Asked:
        """What the choices mean."""
        chosen = self.cleaned_data
        return Asked(
            monday=date.fromisoformat(chosen["week"]),
            weekday=None if chosen["day"] == ANY else int(chosen["day"]),
            topic=self.topics.get(chosen["topic"]),
            travel=chosen["travel"],
            minutes=int(chosen["minutes"]),
            group=self.groups.get(chosen["group"]),
        )

    @property
    def address(self) -> str:
        """What leads back to this very page: `?` and what was changed, or nothing."""
        return changed_in_address(self)


def week_in_words(monday: date) -> str:
    return days_in_words((monday, monday + timedelta(days=6)))


def days_in_words(days: tuple[date, date]) -> str:
    """A first and a last day.

    >>> days_in_words((date(2026, 11, 30), date(2026, 12, 6)))
    '30 November to 6 December'
    >>> days_in_words((date(2026, 11, 30), date(2026, 11, 30)))
    '30 November'
    """
    first, last = days
    ends = date_format(last, "j F")
    if first == last:
        return ends
    return f"{date_format(first, 'j' if first.month == last.month else 'j F')} to {ends}"


def changed_in_address(form: Any) -> str:
    changed = {name: typed for name, typed in form.data.items() if typed != form.defaults[name]}
    return f"?{urlencode(changed)}" if changed else ""


class FindCouncilForm(Form):
    """Part of a council's name."""

    name = forms.CharField(
        label="Find a council by name",
        max_length=120,
        error_messages={
            "required": "Enter part of the council’s name",
            "max_length": "A council’s name has at most 120 letters",
        },
    )
