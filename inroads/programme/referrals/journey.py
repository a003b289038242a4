"""The screens on which a person is referred."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from inroads.foundations.design.answers import NOT_GIVEN, Answer
from inroads.foundations.design.journeys import Journey
from inroads.foundations.organisations.models import Organisation
from inroads.foundations.people.phones import as_written
from inroads.programme.referrals.forms import NeedForm, WhoForm
from inroads.programme.referrals.queries import facts_kept

# Far more than any answer may hold: a draft longer than this is no slip of the keyboard.
LONGEST_DRAFT = 5_000
MOST_AT_ONCE = 5


class Referring(Journey):
    """Need, then who; the consent is read out on the page that checks both.

    The address holds the sender and an id of this journey's own, so that two windows never mix two people and
    sending twice makes one referral.
    """

    steps = {"need": NeedForm, "who": WhoForm}
    address = "referrals_refer"

    def __init__(self, *args: Any, sender: Organisation, agreed: set[str], **kwargs: Any):
        self.sender, self.agreed = sender, agreed
        super().__init__(*args, **kwargs)

    def given(self, step: str) -> dict[str, Any]:
        given: dict[str, Any] = {"agreed": self.agreed}
        if step != "who":
            return given
        on = timezone.localdate(self.at)
        return {**given, "user": self.request.user, "sender": self.sender, "on": on}

    def form(self, step: str) -> forms.Form:
        """Bound to what was just sent, or showing what was typed before, even if it was not yet right."""
        if self.request.method == "POST":
            return self.steps[step](self.request.POST, **self.given(step))
        form = self.steps[step](**self.given(step))
        typed = {
            name: values if is_list(form.fields[name]) else values[-1]
            for name, values in self.typed.get(step, {}).items()
            if name in form.fields and values
        }
        return self.steps[step](initial=typed, **self.given(step)) if typed else form

    def keep_draft(self, step: str, data: QueryDict) -> None:
        """Keep what was typed so far, right or wrong, for whoever goes back a screen."""
        if all(len(value) <= LONGEST_DRAFT for name in data for value in data.getlist(name)):
            self.put(step, data)

    def put(self, step: str, data: QueryDict) -> None:
        super().put(step, data)
        self.forget_old()

    def forget_old(self) -> None:
        """Drop what was left unfinished: it holds people's names."""
        session = self.request.session
        kept = {
            place: session[place]["until"]
            for place in list(session.keys())
            if place.startswith(f"journey:{self.address}:")
        }
        newest = sorted(kept, key=lambda place: kept[place], reverse=True)[:MOST_AT_ONCE]
        for place, until in kept.items():
            if place not in newest or until <= self.at.timestamp():
                del session[place]

    @property
    def given_rows(self) -> list[Answer]:
        """The rows of the check that hold an answer; a number is shown as people write it."""
        number = self.answers["who"].get("phone", "")
        use = label_of(self.steps["who"], "phone_use")
        return [
            replace(row, text=as_written(number)) if row.text == number else row
            for row in self.rows
            if row.text not in (NOT_GIVEN, "No") and (number or row.label != use)
        ]

    @property
    def passed(self) -> set[str]:
        """Which kinds of facts are passed on: agreed, and given now or kept of them before."""
        known = self.answers["who"]["known"]
        given = {
            field
            for step, form in self.steps.items()
            for name, field in form.covers.items()  # type: ignore[attr-defined]
            if self.answers[step].get(name) and field in self.agreed
        }
        return given | facts_kept(known) if known else given


def label_of(form: type[forms.Form], name: str) -> str:
    return str(form.base_fields[name].label)


def is_list(field: forms.Field) -> bool:
    return isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
