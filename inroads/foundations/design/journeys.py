"""A few screens asked one after the other, kept until all are answered.

    class Referring(Journey):
        steps = {"need": NeedForm, "reach": ReachForm, "consent": ConsentForm}
        address = "referrals_new"          # a URL name whose last argument is the step

    def new(request, step):                # path("new/<slug:step>/", views.new, name="referrals_new")
        journey = Referring(request, at=timezone.now())
        if not journey.may_show(step):     # unknown, or an earlier screen is still open
            return redirect(journey.url(journey.first_open))
        form = journey.form(step)          # override `given(step)` if a form takes more, such as `user`
        if form.is_valid():
            journey.put(step, request.POST)
            return redirect(journey.after(step))
        context = {"form": form, "journey": journey, "step": step}
        return render(request, "…", context, status=422 if form.errors else 200)

When every screen is answered, `after` leads to the step named "check": show `journey.rows` there with
`{% answers journey.rows %}`, and on POST call one action with `journey.answers` and then `journey.clear()`.
Start afresh (`journey.clear()`) where the journey is begun on purpose, with a POST or from the first link.
"""

from datetime import datetime, timedelta
from functools import cached_property
from secrets import token_urlsafe
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from inroads.foundations.design.answers import Answer, shown
from inroads.foundations.design.fields import first_control

CHECK = "check"
NEW = "new"
OTHER_WINDOW = "You have started this again in another window. Go back to the first question, or use the other window"


class Journey:
    """Answers to a few forms, kept in the session on the server, dropped after a quiet time."""

    steps: ClassVar[dict[str, type[forms.Form]]]
    address: ClassVar[str]
    lasts = timedelta(hours=1)

    def __init__(self, request: HttpRequest, *args, at: datetime):
        """`args` stand before the step in every address of this journey."""
        self.request, self.args, self.at = request, args, at
        self.typed: dict[str, dict[str, list[str]]] = {}
        self.mark = NEW
        kept = request.session.get(self.place)
        if kept and kept["until"] > at.timestamp():
            self.typed, self.mark = kept["typed"], kept["mark"]
        elif kept:
            self.clear()

    def given(self, step: str) -> dict[str, Any]:
        """What the form of a step takes besides the data. A journey says so by overriding this."""
        return {}

    @property
    def place(self) -> str:
        """Where the session keeps it; each object that a journey is about has a journey of its own."""
        return ":".join(["journey", self.address, *map(str, self.args)])

    def form(self, step: str) -> forms.Form:
        """The form of a step: bound to what was just sent, or showing what was answered before."""
        if self.request.method == "POST":
            return self._marked(self.steps[step](self.request.POST, **self.given(step)))
        return self._marked(self.steps[step](initial=self.answers.get(step), **self.given(step)))

    def put(self, step: str, data: QueryDict) -> None:
        """Keep what was typed on a screen, once its form was valid."""
        fields = self.steps[step](**self.given(step)).fields
        self.typed[step] = {
            name: data.getlist(name)
            for name in data
            if name in fields or name.rpartition("_")[0] in fields
        }
        self.mark = token_urlsafe(9) if self.mark == NEW else self.mark
        self.__dict__.pop("answers", None)
        self.request.session[self.place] = {
            "typed": self.typed,
            "mark": self.mark,
            "until": (self.at + self.lasts).timestamp(),
        }

    def clear(self) -> None:
        """Forget everything: it has been done, or it begins afresh."""
        self.request.session.pop(self.place, None)
        self.typed, self.mark = {}, NEW
        self.__dict__.pop("answers", None)

    @cached_property
    def answers(self) -> dict[str, dict[str, Any]]:
        """The cleaned data of each answered step, checked again now, so that nothing stale gets through."""
        forms_now = {step: self._filled(step) for step in self.steps if step in self.typed}
        return {step: form.cleaned_data for step, form in forms_now.items() if form.is_valid()}

    @property
    def first_open(self) -> str:
        """The first step without an answer, or "check" when there is none."""
        return next((step for step in self.steps if step not in self.answers), CHECK)

    def may_show(self, step: str) -> bool:
        """Whether this is a step, and all those before it are answered."""
        order = [*self.steps, CHECK]
        return step in order and order.index(step) <= order.index(self.first_open)

    def url(self, step: str) -> str:
        return reverse(self.address, args=[*self.args, step])

    def after(self, step: str) -> str:
        """The address that follows: the next open screen, or the check of all answers."""
        return self.url(self.first_open)

    def back(self, step: str) -> str:
        """The address of the screen before, or nothing on the first."""
        order = [*self.steps, CHECK]
        return self.url(order[order.index(step) - 1]) if order.index(step) else ""

    @property
    def rows(self) -> list[Answer]:
        """Every question with its answer and the way to change it, for the page that checks them."""
        return [
            Answer(
                str(field.label),
                shown(field, self.answers[step].get(field.name)),
                f"{self.url(step)}#{first_control(field)}",
            )
            for step in self.steps
            if step in self.answers
            for field in self._filled(step).visible_fields()
        ]

    def _filled(self, step: str) -> forms.Form:
        data = QueryDict(mutable=True)
        for name, values in self.typed[step].items():
            data.setlist(name, values)
        return self.steps[step](data, **self.given(step))

    def _marked(self, form: forms.Form) -> forms.Form:
        """The form with a hidden mark of this journey, so that two windows do not mix two people's answers."""
        form.fields["journey"] = forms.CharField(
            required=False,
            initial=self.mark,
            widget=forms.HiddenInput,
            max_length=20,
            validators=[self._check_mark],
        )
        return form

    def _check_mark(self, mark: str) -> None:
        if mark != self.mark:
            raise forms.ValidationError(OTHER_WINDOW)
