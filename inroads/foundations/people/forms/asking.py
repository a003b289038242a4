"""What is typed about a person and how to reach them. Referrals ask the same two sets of questions."""

from typing import Any

from django import forms
from django.forms import BooleanField, CharField, ChoiceField, MultipleChoiceField

from inroads.foundations.design.forms import Form
from inroads.foundations.people.models import AccessNeed, ContactWay, Language
from inroads.foundations.people.phones import as_written, international, takes_texts
from inroads.foundations.places.postcodes import tidy

Kind = ContactWay.Kind


def short(field: Any, width: str) -> Any:
    """A narrow box for a short answer."""
    field.widget.attrs["class"] = f"govuk-input--width-{width}"
    return field


class PersonForm(Form):
    """Who they are, as far as they want to say. Its `cleaned_data` are details for `add_person`."""

    name = CharField(
        label="Name",
        help_text="As they say it. They need not give one.",
        max_length=120,
        required=False,
        error_messages={"max_length": "Write the name in 120 letters or fewer"},
    )
    birth_year = short(
        forms.IntegerField(
            label="Year of birth",
            help_text="For example, 1950",
            required=False,
            min_value=1850,
            max_value=2100,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages={
                "invalid": "Enter the year in four digits, like 1950",
                "min_value": "Enter a year that is not so long ago, like 1950",
                "max_value": "Enter a year in the past, like 1950",
            },
        ),
        "4",
    )
    address = CharField(
        label="Address",
        help_text="House and street, village or town. Only needed if letters are to go there.",
        max_length=250,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Write the address in 250 letters or fewer"},
    )
    postcode = short(
        CharField(
            label="Postcode",
            help_text="Tells us which helpers are near",
            max_length=12,
            required=False,
            error_messages={"max_length": "Enter a full postcode, like DT1 1AA"},
        ),
        "10",
    )
    languages = ChoiceField(
        label="Which language would they rather speak?",
        choices=Language,
        initial=Language.ENGLISH,
        error_messages={
            "required": "Choose the language they would rather speak",
            "invalid_choice": "Choose a language from the list",
        },
    )
    other_language = ChoiceField(
        label="Another language they speak",
        choices=[("", "None"), *Language.choices],
        required=False,
        error_messages={"invalid_choice": "Choose a language from the list"},
    )
    needs_interpreter = BooleanField(label="They need an interpreter", required=False)
    access_needs = MultipleChoiceField(
        label="What would help them take part?",
        choices=AccessNeed,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list"},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        """`initial["languages"]` may be a list, as a person's record holds it."""
        initial = dict(kwargs.pop("initial", None) or {})
        # Those beyond the second, which the form does not show and must not lose.
        self.more_languages: list[str] = []
        if isinstance(initial.get("languages"), list | tuple):
            spoken: list[str] = [*initial["languages"], "", ""]
            first, second, *self.more_languages = spoken
            initial["languages"], initial["other_language"] = first or Language.ENGLISH, second
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)

    def clean_postcode(self) -> str:
        return postcode_or_error(self.cleaned_data["postcode"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        spoken = [cleaned.get("languages"), cleaned.pop("other_language", ""), *self.more_languages]
        cleaned["languages"] = list(dict.fromkeys(filter(None, spoken)))
        return cleaned


class PhoneUse(forms.ChoiceField):
    """What the telephone number is good for."""

    CALLS, TEXTS, BOTH = "voice", "text", "both"
    NAMES = [(CALLS, "Calls"), (TEXTS, "Texts"), (BOTH, "Calls and texts")]


class ReachForm(Form):
    """How to reach them. One way is enough, and no way in particular is asked for."""

    phone = short(
        CharField(
            label="Telephone number",
            help_text="Landline or mobile",
            max_length=40,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            error_messages={"max_length": "Enter a telephone number, like 01632 960 001"},
        ),
        "20",
    )
    phone_use = ChoiceField(
        label="What is this number good for?",
        choices=PhoneUse.NAMES,
        initial=PhoneUse.CALLS,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose calls, texts, or both"},
    )
    other_phone = short(
        CharField(
            label="Another telephone number",
            help_text="For calls",
            max_length=40,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            error_messages={"max_length": "Enter a telephone number, like 01632 960 001"},
        ),
        "20",
    )
    note = CharField(
        label="When to ring, or whom to ask for",
        help_text="For example, after 10; or ask for her daughter",
        max_length=200,
        required=False,
        error_messages={"max_length": "Write this in 200 letters or fewer"},
    )
    letter = BooleanField(label="A letter to their address", required=False)
    in_person = BooleanField(label="Face to face", required=False)
    meet_at = CharField(
        label="Where can they be met?",
        help_text="For example, the library on Tuesdays",
        max_length=250,
        required=False,
        error_messages={"max_length": "Write this in 250 letters or fewer"},
    )
    email = CharField(
        label="E-mail address",
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
        error_messages={"max_length": "Enter an e-mail address in the right form"},
    )
    preferred = ChoiceField(
        label="Which way do they like best?",
        choices=[("", "They do not mind"), *Kind.choices],
        required=False,
        error_messages={"invalid_choice": "Choose from the list"},
    )

    def clean_phone(self) -> str:
        return number_or_error(self.cleaned_data["phone"])

    def clean_other_phone(self) -> str:
        return number_or_error(self.cleaned_data["other_phone"])

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"]
        wrong = "Enter an e-mail address in the right form, like name@example.com"
        return forms.EmailField(error_messages={"invalid": wrong}, required=False).clean(typed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        number, use = cleaned.get("phone"), cleaned.get("phone_use") or PhoneUse.CALLS
        if number and use != PhoneUse.CALLS and not takes_texts(number):
            self.add_error("phone_use", "Texts reach mobile numbers only. Choose calls.")
        if cleaned.get("meet_at"):
            cleaned["in_person"] = True
        if set(self.errors) & set(ReachForm.base_fields):
            return cleaned
        kinds = {way["kind"] for way in self.contact_ways()}
        if not kinds:
            self.add_error(
                "phone", "Enter one way to reach them: a number, a letter or face to face"
            )
        elif cleaned.get("preferred") and cleaned["preferred"] not in kinds:
            self.add_error("preferred", "Choose one of the ways that you filled in")
        return cleaned

    def contact_ways(self) -> list[dict]:
        """The ways that were filled in, for `add_person`; the one they like best is preferred."""
        typed = self.cleaned_data
        number, note = typed.get("phone", ""), typed.get("note", "")
        use = typed.get("phone_use") or PhoneUse.CALLS
        spare = "" if number else note
        ways = []
        if number and use in (PhoneUse.CALLS, PhoneUse.BOTH):
            ways.append({"kind": Kind.VOICE, "value": number, "note": note})
        if number and use in (PhoneUse.TEXTS, PhoneUse.BOTH):
            ways.append({"kind": Kind.TEXT, "value": number, "note": note})
        if typed.get("other_phone"):
            ways.append({"kind": Kind.VOICE, "value": typed["other_phone"], "note": ""})
        if typed.get("letter"):
            ways.append({"kind": Kind.POST, "value": "", "note": spare})
        if typed.get("in_person"):
            ways.append({"kind": Kind.IN_PERSON, "value": typed.get("meet_at", ""), "note": spare})
        if typed.get("email"):
            ways.append({"kind": Kind.EMAIL, "value": typed["email"], "note": ""})
        return [{**way, "preferred": way["kind"] == typed.get("preferred")} for way in ways]


def postcode_or_error(typed: str) -> str:
    """The postcode as it is written; nothing if nothing was typed."""
    try:
        return tidy(typed) if typed else ""
    except ValueError:
        raise forms.ValidationError("Enter a full postcode, like DT1 1AA") from None


def number_or_error(typed: str) -> str:
    """The number in international form; nothing if nothing was typed."""
    try:
        return international(typed) if typed else ""
    except ValueError:
        raise forms.ValidationError("Enter a telephone number, like 01632 960 001") from None


def reach_initial(ways: list[ContactWay]) -> dict[str, Any]:
    """What `ReachForm` shows first for someone who can be reached in these ways already."""
    first = {way.kind: way for way in reversed(ways)}
    voice, text = first.get(Kind.VOICE), first.get(Kind.TEXT)
    number = text or voice
    both = voice and text
    main = number.value if number else ""
    others = [way for way in ways if way.kind == Kind.VOICE and way.value != main]
    spare = [way for way in ways if way.kind in (Kind.POST, Kind.IN_PERSON)]
    noted = [way for way in (text, voice) if way and way.value == main] if main else spare
    met, mail = first.get(Kind.IN_PERSON), first.get(Kind.EMAIL)
    use = PhoneUse.BOTH if both else PhoneUse.TEXTS if text else PhoneUse.CALLS
    if text and voice and all(way.value != main for way in ways if way.kind == Kind.VOICE):
        use = PhoneUse.TEXTS
    return {
        "phone": as_written(main),
        "phone_use": use,
        "other_phone": as_written(others[0].value) if others else "",
        "note": next((way.note for way in noted if way.note), ""),
        "letter": Kind.POST in first,
        "in_person": Kind.IN_PERSON in first,
        "meet_at": met.value if met else "",
        "email": mail.value if mail else "",
        "preferred": next((way.kind for way in ways if way.preferred), ""),
    }


def notes_kept(typed: list[dict], ways: list[ContactWay], note: str) -> list[dict]:
    """The ways that were typed, each with the note it had; a note that was changed, where it was shown from."""
    shown = reach_initial(ways)["note"]
    had = {(way.kind, way.value): way.note for way in ways}

    def kept(way: dict) -> dict:
        before = had.get((way["kind"], way["value"]))
        is_new = before is None or (note != shown == before and way["note"] == note)
        return way if is_new else {**way, "note": before}

    return [kept(way) for way in typed]


def beyond(ways: list[ContactWay]) -> list[dict]:
    """The ways that `ReachForm` has no room for, so that a change of the others does not lose them."""
    shown = reach_initial(ways)
    room = {
        Kind.VOICE: {shown["phone"], shown["other_phone"]},
        Kind.TEXT: {shown["phone"]},
        Kind.EMAIL: {shown["email"]},
        Kind.IN_PERSON: {shown["meet_at"]},
        Kind.POST: {""},
    }
    return [
        {"kind": way.kind, "value": way.value, "note": way.note, "preferred": way.preferred}
        for way in ways
        if way.as_written not in room[Kind(way.kind)]
    ]
