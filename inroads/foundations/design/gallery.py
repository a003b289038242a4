"""What the gallery shows: one sample of each part."""

from math import cos, pi, sin

from django import forms

from inroads.foundations.design.answers import Answer
from inroads.foundations.design.charts import Bar, BarChart, LineChart, Point, RunChart
from inroads.foundations.design.forms import DateField, Form, TimeField
from inroads.foundations.design.maps import AreaMap, MapArea, Spot, kept_outline

FAILURES = {
    "400": "What was sent makes no sense",
    "403": "Not allowed",
    "404": "No such page",
    "refused": "A rule says no (409)",
    "500": "Our fault",
    "503": "Closed for a moment",
    "csrf": "A stale form",
}
REFUSAL = "This session is full"

ANSWERS = [
    Answer("Name", "Anne Garland", "#name"),
    Answer("How can we reach them?", "Telephone\nLetter", "#reach"),
    Answer("Languages", "Not given"),
]
PAGES = {
    "previous": {"href": "#buttons"},
    "next": {"href": "#buttons"},
    "items": [
        {"number": 1, "href": "#buttons"},
        {"number": 2, "href": "#buttons", "current": True},
        {"ellipsis": True},
        {"number": 9, "href": "#buttons"},
    ],
}
TASKS = [
    {"title": {"text": "Training"}, "href": "#lists", "status": {"text": "Done"}},
    {
        "title": {"text": "Reference"},
        "href": "#lists",
        "status": {"tag": {"text": "Waiting", "classes": "govuk-tag--yellow"}},
    },
]
TABS = [
    {"label": "This week", "id": "this-week", "panel": {"text": "Three sessions."}},
    {"label": "Next week", "id": "next-week", "panel": {"text": "Five sessions."}},
]
TOPICS = [("bank", "Online banking"), ("nhs", "NHS app"), ("school", "School places")]


class SampleForm(Form):
    """Every kind of field."""

    name = forms.CharField(
        label="Full name",
        max_length=100,
        error_messages={"required": "Enter their full name"},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        max_length=100,
        error_messages={"invalid": "Enter an e-mail address like name@example.org"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label="Password",
        help_text="Twelve letters or more. Three words are easy to remember.",
        max_length=200,
        error_messages={"required": "Enter a password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    minutes = forms.IntegerField(
        label="Minutes",
        min_value=1,
        max_value=480,
        error_messages={"required": "Enter how many minutes", "invalid": "Enter a whole number"},
    )
    starts_on = DateField(
        label="When can they start?",
        help_text="For example, 27 3 2027",
        error_messages={"required": "Enter the day they can start"},
    )
    at = TimeField(label="What time?", required=False, help_text="For example, 9:30am or 2pm")
    way = forms.ChoiceField(
        label="How can we reach them?",
        choices=[("voice", "Telephone"), ("post", "Letter"), ("person", "In person")],
        error_messages={"required": "Say how we can reach them"},
        widget=forms.RadioSelect,
    )
    way.hints = {"person": "At a session, or through someone they know"}  # type: ignore[attr-defined]
    topics = forms.MultipleChoiceField(
        label="What do they want help with?",
        help_text="Tick all that they want.",
        choices=TOPICS,
        error_messages={"required": "Tick at least one thing they want help with"},
        widget=forms.CheckboxSelectMultiple,
    )
    venue = forms.ChoiceField(
        label="Venue",
        choices=[("", "Choose a venue"), ("1", "Casterbridge Library"), ("2", "Knollsea Hall")],
        error_messages={"required": "Choose a venue"},
    )
    note = forms.CharField(
        label="What should we know?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    paper = forms.FileField(label="A photograph of the paper sheet", required=False)
    agreed = forms.BooleanField(
        label="They have agreed to this",
        error_messages={"required": "Tick the box if they have agreed"},
    )


def wrong_form() -> SampleForm:
    """The sample form as it comes back with faults, beside an untouched one on the same page."""
    typed = {"wrong-name": "", "wrong-email": "anne at home", "wrong-minutes": "ten"}
    return SampleForm(
        {**typed, "wrong-starts_on_day": "31", "wrong-starts_on_month": "2"}, prefix="wrong"
    )


def charts() -> dict:
    """A bar chart with a hidden value, a line with its interval, and a run chart with a shift."""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    weekly = [31, 28, 35, 30, 27, 33, 29, 34, 41, 44, 40, 47, 45, 49, 46, 51]
    online = [54, 55, 55, None, 57, 58, 58, 60, 61, 61, 63, 64]
    return {
        "bars": BarChart(
            "Helps by topic",
            "Online banking is the most frequent topic, at 412 of 867 helps.",
            heading="Topic",
            unit="helps",
            bars=[
                Bar("Online banking", 412),
                Bar("NHS app", 268),
                Bar("School places", 131),
                Bar("Bus pass", 56),
                Bar("Planning", None, "1 to 4, hidden"),
            ],
        ),
        "line": LineChart(
            "People who feel sure of themselves online",
            "The share rose from 54% in January to 64% in December. April was not asked.",
            heading="Month",
            unit="%",
            points=[
                Point(month, value, value and value - 4, value and value + 4)
                for month, value in zip(months, online, strict=True)
            ],
        ),
        "run": RunChart(
            "Helps a week in Knollsea",
            "Since week 9 every week has had more helps than the middle of the eight weeks before.",
            heading="Week",
            unit="helps",
            baseline=8,
            points=[Point(f"Week {i}", value) for i, value in enumerate(weekly, 1)],
        ),
    }


def area_map() -> AreaMap:
    """A county that does not exist: a honeycomb by the sea, with one area that has no figure."""
    cells = [(x, y) for y in range(6) for x in range(9) if (x + 2 * y) % 11 and x + y > 1]
    codes = {f"cell-{x}-{y}": honeycomb(x, y) for x, y in cells}
    areas = [
        MapArea(
            f"cell-{x}-{y}",
            f"Area {x}{y}",
            None if (x, y) == (5, 2) else 10 + 7 * x + x * y,
            url="#map",
        )
        for x, y in cells
    ]
    return AreaMap(
        "Need by small area",
        "Need is highest in the north-east. One area has no figure.",
        outline=kept_outline("gallery", lambda: codes),
        areas=areas,
        measure="Need index, 0 to 100",
        spots=[Spot("Casterbridge Library", 50.72, -2.37), Spot("Knollsea Hall", 50.62, -2.2)],
    )


def honeycomb(x: int, y: int) -> dict:
    """One six-sided cell, in degrees."""
    lon, lat = -2.5 + 0.07 * (x + (y % 2) / 2), 50.6 + 0.039 * y
    ring = [[lon + 0.0405 * sin(k * pi / 3), lat + 0.0260 * cos(k * pi / 3)] for k in range(6)]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
