"""What is typed about places."""

import re

from django import forms

from inroads.foundations.design.forms import Form
from inroads.foundations.places.models import DAYS
from inroads.foundations.places.postcodes import tidy

COUNCIL = re.compile(r"E0[6-9]\d{6}|W06\d{6}|S12\d{6}|N09\d{6}")
HOURS = re.compile(r"(\d{1,2})[:.](\d{2})\s*(?:-|–|to)\s*(\d{1,2})[:.](\d{2})")


def hours_in(text: str) -> str:
    """Opening hours as "09:00-12:30,13:30-17:00", however they were typed; ValueError if they make no sense.

    >>> hours_in("9.00 to 12:30, 13:30 - 17.00")
    '09:00-12:30,13:30-17:00'
    """
    spans = [part.strip() for part in re.split(r"[,;&]", text) if part.strip()]
    tidied, last = [], -1
    for span in spans:
        match = HOURS.fullmatch(span)
        if not match:
            raise ValueError("Enter hours like 09:00-12:30, 13:30-17:00")
        opens, closes = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
        if not (last < opens < closes <= 24 * 60) or max(match[2], match[4]) >= "60":
            raise ValueError("Enter hours like 09:00-12:30, with the earlier time first")
        tidied.append(f"{opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}")
        last = closes
    return ",".join(tidied)


class CouncilsForm(Form):
    """Which councils to take in from a file of many."""

    councils = forms.CharField(
        label="Which councils?",
        help_text="Their codes, like E06000059, with blanks between. Leave empty to take in all of them.",
        required=False,
        max_length=4000,
    )

    def clean_councils(self) -> list[str]:
        codes = re.split(r"[\s,;]+", self.cleaned_data["councils"].strip().upper())
        for code in filter(None, codes):
            if not COUNCIL.fullmatch(code):
                raise forms.ValidationError(
                    f"{code[:20]} is not a council’s code: they look like E06000059"
                )
        return [code for code in codes if code]


def year_field(label: str, hint: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=2001,
        max_value=2100,
        error_messages={
            "min_value": "Enter a year from 2001 on",
            "max_value": "Enter a year before 2100",
            "invalid": "Enter a year, like 2021",
        },
    )


class AreaTableForm(CouncilsForm):
    """How to read a table of small areas."""

    vintage = year_field(
        "Of which year are its small areas?",
        "2011 or 2021. Only needed if the heading does not say so, as lsoa21cd does.",
    )
    source = forms.CharField(
        label="Who published the columns we do not know?",
        help_text="Leave empty to leave out the columns that Inroads does not know.",
        required=False,
        max_length=200,
    )


class BoundariesForm(CouncilsForm):
    """How to read a file of boundaries."""

    vintage = year_field(
        "Of which year are these areas?",
        "The year the boundaries were drawn for. Only needed if the file does not say so, as wd25cd does.",
    )


class PostcodesForm(CouncilsForm):
    """How to read a file of postcodes."""

    vintage = year_field(
        "Of which year are its wards and parishes?",
        "Only needed if the heading does not say so, as wd25cd does.",
    )


class VenueForm(Form):
    """A place where help happens."""

    name = forms.CharField(
        label="What is it called?",
        max_length=160,
        error_messages={"required": "Enter the name of the venue"},
    )
    address = forms.CharField(label="Address", max_length=250, required=False)
    postcode = forms.CharField(
        label="Postcode",
        max_length=12,
        error_messages={"required": "Enter a full UK postcode, like DT1 1AA"},
    )
    phone = forms.CharField(label="Phone number", max_length=30, required=False)
    travel = forms.CharField(
        label="How do people get there?",
        help_text="Bus, train and parking, as you would tell someone on the phone.",
        max_length=200,
        required=False,
    )
    access = forms.CharField(
        label="What helps people to get in and take part?",
        help_text="Step-free way in, hearing loop, toilets.",
        max_length=200,
        required=False,
    )
    is_open = forms.BooleanField(label="This venue is open", required=False, initial=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for day, name in DAYS.items():
            self.fields[day] = forms.CharField(
                label=f"Open on {name}",
                help_text="Like 09:00-12:30, 13:30-17:00. Leave empty if it is closed."
                if day == "mon"
                else "",
                max_length=60,
                required=False,
            )

    def clean_postcode(self) -> str:
        try:
            return tidy(self.cleaned_data["postcode"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        opening = {}
        for day in DAYS:
            try:
                opening[day] = hours_in(data.pop(day, ""))
            except ValueError as error:
                self.add_error(day, str(error))
        data["opening"] = {day: hours for day, hours in opening.items() if hours}
        return data


class PostcodeForm(Form):
    """A postcode to be looked up."""

    postcode = forms.CharField(
        label="Postcode",
        max_length=12,
        error_messages={"required": "Enter a full UK postcode, like DT1 1AA"},
    )
    clean_postcode = VenueForm.clean_postcode


class FindVenueForm(Form):
    """What to look for among the venues."""

    text = forms.CharField(label="Name or postcode", max_length=60, required=False)
