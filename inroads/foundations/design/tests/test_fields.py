from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template, engines

from inroads.foundations.core.rules import Refused
from inroads.foundations.design.answers import in_words
from inroads.foundations.design.clock import clock_words
from inroads.foundations.design.fields import DRAWN_AS, field_markup, first_control
from inroads.foundations.design.forms import DateField, Form, TimeField
from inroads.foundations.design.gallery import SampleForm
from inroads.foundations.design.tests.reading import filled_by_label, labelled

RIGHT = {
    "Full name": "Anne",
    "E-mail address (optional)": "anne@wessex.example",
    "Password": "a long and quiet lane",
    "Minutes": "20",
    "Day": "3",
    "Month": "2",
    "Year": "2027",
    "What time? (optional)": "9.30 am",
    "In person": True,
    "Online banking": True,
    "NHS app": True,
    "What should we know? (optional)": "She likes bees",
    "They have agreed to this": True,
}


def summary(form):
    return engines["django"].from_string("{% error_summary form %}").render({"form": form})


class OneForm(Form):
    """A form of one field, whichever a test is about."""

    def __init__(self, field, *args, **given):
        super().__init__(*args, **given)
        self.fields["it"] = field


def test_every_kind_of_field_is_filled_by_its_label():
    data = filled_by_label(str(SampleForm()), RIGHT) | {"venue": ["2"]}
    paper = {"paper": SimpleUploadedFile("sheet.jpg", b"x")}

    form = SampleForm({k: v if k == "topics" else v[0] for k, v in data.items()}, paper)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["starts_on"] == date(2027, 2, 3)
    assert form.cleaned_data["at"] == time(9, 30)
    assert form.cleaned_data["way"] == "person"
    assert form.cleaned_data["topics"] == ["bank", "nhs"]
    assert form.cleaned_data["agreed"] is True


def test_every_control_has_a_label_and_every_choice_a_question():
    page = labelled(str(SampleForm()))

    assert set(page.labels.values()) == set(page.controls)
    asked = {c["name"]: c["legend"] for c in page.controls.values() if c["legend"]}
    assert asked["way"] == "How can we reach them?"
    assert asked["topics"] == "What do they want help with?"
    assert asked["starts_on_day"] == "When can they start?"


def test_ticks_are_ticks_and_rounds_are_rounds():
    kinds = {c["name"]: c.get("type") for c in labelled(str(SampleForm())).controls.values()}

    assert (kinds["topics"], kinds["way"], kinds["agreed"]) == ("checkbox", "radio", "checkbox")


@pytest.mark.parametrize("name", list(SampleForm.base_fields))
def test_each_error_leads_to_a_control_that_is_there(name):
    form = SampleForm({"email": "x", "at": "soon", "paper": "", "note": "x" * 1001})
    form.is_valid()
    page = labelled(str(form))

    assert first_control(form[name]) in page.controls
    if form[name].errors:
        assert f'href="#{first_control(form[name])}"' in summary(form)
        assert form[name].errors[0] in str(form)


def test_what_was_typed_is_still_there_when_it_was_wrong():
    typed = {"name": "x" * 101, "email": "anne at home", "minutes": "ten", "note": "y" * 1001}
    form = SampleForm({**typed, "starts_on_day": "31", "starts_on_month": "2", "topics": ["nhs"]})

    html = str(form)

    assert not form.is_valid()
    for value in (*typed.values(), "31"):
        assert f'value="{value}"' in html or f">{value}<" in html
    assert html.count(" checked") == 1


def test_a_password_is_never_sent_back():
    form = SampleForm({"password": "a long and quiet lane"})

    assert "quiet lane" not in str(form)


def test_what_was_typed_is_escaped():
    nasty = '"><script>alert(1)</script>'
    form = SampleForm({"name": nasty, "note": nasty, "minutes": nasty, "starts_on_day": nasty})

    assert "<script>" not in str(form)


def test_a_label_an_error_and_a_hint_are_escaped():
    nasty = "<script>alert(1)</script>"
    field = forms.CharField(label=nasty, help_text=nasty, error_messages={"required": nasty})
    form = OneForm(field, {})

    assert "<script>" not in str(form) + summary(form)
    assert nasty.replace("<", "&lt;").replace(">", "&gt;") in str(form)


def test_the_browser_is_not_asked_to_cut_off_what_is_pasted():
    assert "maxlength" not in str(SampleForm())


def test_every_error_of_a_field_is_shown():
    def poor(value):
        raise forms.ValidationError(["Use more letters", "Use fewer names"])

    form = OneForm(forms.CharField(label="Password", validators=[poor]), {"it": "x"})

    assert "Use more letters<br>" in str(form)
    assert "Use fewer names" in str(form)


def test_a_refusal_appears_beside_its_field_or_above_them_all():
    form = SampleForm({})
    with form.showing_refusal():
        raise Refused("This session is full", field="venue")
    with form.showing_refusal():
        raise Refused("Nobody may do this today", field="elsewhere")

    assert form.errors["venue"][-1] == "This session is full"
    assert form.non_field_errors() == ["Nobody may do this today"]
    assert "Nobody may do this today" in summary(form)


def test_hints_stand_beside_their_choices():
    assert "At a session, or through someone they know" in str(SampleForm())


def test_a_choice_that_may_be_left_out_can_be_taken_back():
    field = forms.ChoiceField(
        choices=[("", "---------"), ("a", "A")], widget=forms.RadioSelect, required=False
    )

    assert "None of these" in str(OneForm(field))


def test_choices_in_groups_are_all_there():
    field = forms.ChoiceField(choices=[("Towns", [("c", "Casterbridge")]), ("k", "Knollsea")])

    html = str(OneForm(field))

    assert "Casterbridge" in html
    assert "Knollsea" in html


def test_a_lone_field_can_be_the_heading_of_its_page():
    field = forms.CharField(label="What is their name?")
    field.heading = True

    assert '<h1 class="govuk-label-wrapper">' in str(OneForm(field))


def test_a_field_that_cannot_be_changed_says_so():
    for field in (
        forms.CharField(disabled=True),
        forms.BooleanField(disabled=True),
        DateField(disabled=True),
        forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect, disabled=True),
    ):
        assert " disabled" in str(OneForm(field))


def test_a_widget_nobody_has_drawn_is_a_fault_of_ours():
    form = OneForm(
        forms.MultiValueField([forms.CharField()], widget=forms.MultiWidget([forms.TextInput]))
    )

    with pytest.raises(TypeError, match="No markup for MultiWidget"):
        field_markup(form["it"])
    assert len(DRAWN_AS) == len({kind for kind, _ in DRAWN_AS})


@pytest.mark.parametrize(
    "parts, error",
    [
        (("31", "2", "2027"), "Enter a real date, like 27 3 2027"),
        (("1", "2", "27"), "Enter the year in full, like 2027"),
        (("1", "2", ""), "A date needs a day, a month and a year"),
        (("one", "2", "2027"), "Enter a real date, like 27 3 2027"),
        (("9" * 30, "2", "2027"), "Enter a real date, like 27 3 2027"),
        (("-1", "-2", "-2027"), "Enter a real date, like 27 3 2027"),
        (("", "", ""), "This field is required."),
    ],
)
def test_a_wrong_date_says_what_to_do(parts, error):
    day, month, year = parts

    form = OneForm(DateField(), {"it_day": day, "it_month": month, "it_year": year})

    assert form.errors["it"] == [error]


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("9.30", time(9, 30)),
        ("9:30am", time(9, 30)),
        ("2 pm", time(14)),
        ("2.15 p.m.", time(14, 15)),
        ("14:00", time(14)),
        ("noon", time(12)),
        ("12 noon", time(12)),
        ("12noon", time(12)),
        ("Midday", time(12)),
        ("12 midday", time(12)),
        ("10 am", time(10)),
        ("midnight", time(0)),
        ("12 midnight", time(0)),
        ("12am", time(0)),
        ("9", time(9)),
    ],
)
def test_a_time_may_be_typed_as_people_write_it(typed, meant):
    form = OneForm(TimeField(), {"it": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["it"] == meant


def test_a_wrong_time_says_what_to_do():
    form = OneForm(TimeField(), {"it": "soon"})

    assert form.errors["it"] == ["Enter a time, like 10:30 or 2pm"]


@pytest.mark.parametrize(
    "at", [time(0), time(0, 5), time(10), time(12), time(12, 30), time(14, 30)]
)
def test_a_time_is_shown_in_its_box_as_on_the_page_and_read_back_the_same(at):
    field = TimeField()

    shown = field.prepare_value(at)

    assert shown == clock_words(at)
    assert field.clean(shown) == at


def test_a_template_writes_times_as_people_say_them():
    page = Template("{{ a|hours:b }}, {{ moment|clock }}, {{ none|clock }}.")
    moment = datetime(2027, 7, 5, 13, 30, tzinfo=UTC)

    said = page.render(Context({"a": time(10), "b": time(12), "moment": moment, "none": None}))

    assert said == "10am to midday, 2:30pm, ."


def test_an_answer_writes_times_as_a_page_does():
    moment = datetime(2027, 7, 5, 13, 30, tzinfo=UTC)

    assert in_words(moment) == "5 July 2027, 2:30pm"
    assert in_words(time(12)) == "midday"
