"""What is typed when a person is referred, and when a referral is answered."""

from datetime import date
from typing import Any

from django import forms

from inroads.foundations.design.forms import Form
from inroads.foundations.organisations.models import Organisation, SharedField
from inroads.foundations.people.forms import PersonForm, ReachForm, postcode_or_error
from inroads.foundations.people.models import AccessNeed, Consent, ContactWay, Language, Person
from inroads.programme.directory.models import Topic
from inroads.programme.referrals.models import Route
from inroads.programme.referrals.queries import holds_person, known_already, may_pass_on
from inroads.programme.timetable.local_time import day_words

SOMEBODY_NEW = "new"


class NeedForm(Form):
    """Screen 1: what they need."""

    covers = {
        "topics": SharedField.NEED,
        "note": SharedField.NEED,
        "languages": SharedField.LANGUAGE,
        "needs_interpreter": SharedField.LANGUAGE,
        "access_needs": SharedField.ACCESS,
    }

    topics = forms.ModelMultipleChoiceField(
        label="What do they need help with?",
        help_text="Choose all that they say",
        queryset=Topic.objects.filter(retired=False),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose what they need help with",
            "invalid_choice": "Choose what they need help with from the list",
            "invalid_pk_value": "Choose what they need help with from the list",
        },
    )
    note = forms.CharField(
        label="What else should a helper know?",
        help_text="In their words, such as “the letters on my screen are too small”",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Write this in 1,000 letters or fewer"},
    )
    languages = forms.ChoiceField(
        label="Which language would they rather speak?",
        choices=Language,
        initial=Language.ENGLISH,
        required=False,
        error_messages={"invalid_choice": "Choose a language from the list"},
    )
    needs_interpreter = forms.BooleanField(label="They need an interpreter", required=False)
    access_needs = forms.MultipleChoiceField(
        label="What would help them take part?",
        choices=AccessNeed,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list"},
    )

    def __init__(self, *args: Any, agreed: set[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        keep_agreed(self, self.covers, agreed)

    def clean_languages(self) -> list[str]:
        """A list, as a person's record holds it."""
        return [self.cleaned_data["languages"]] if self.cleaned_data["languages"] else []

    @property
    def main_fields(self) -> list:
        """What is asked of everyone."""
        return [self[name] for name in ("topics", "note") if name in self.fields]

    @property
    def more_fields(self) -> list:
        """What is there for those who want to say it."""
        return [self[name] for name in self.fields if self.covers.get(name) in MORE]

    @property
    def more_is_open(self) -> bool:
        """Something of it is answered, or wrong."""
        asked = {field.name for field in self.more_fields}
        answered = {field.name for field in self.more_fields if field.value()} - {"languages"}
        own_language = "languages" in asked and self["languages"].value() not in (None, "", "en")
        return bool(answered or own_language or asked & set(self.errors))


MORE = {SharedField.LANGUAGE, SharedField.ACCESS}


class WhoForm(ReachForm):
    """Screen 2: who they are, as far as they want to say, and how to reach them."""

    covers = {
        "name": SharedField.NAME,
        "postcode": SharedField.PLACE,
        "address": SharedField.PLACE,
        **dict.fromkeys(
            ["ways", "phone", "phone_use", "note", "letter", "in_person", "meet_at", "preferred"],
            SharedField.CONTACT,
        ),
    }
    field_order = [
        "name",
        "postcode",
        "ways",
        "phone",
        "phone_use",
        "note",
        "letter",
        "address",
        "in_person",
        "meet_at",
        "preferred",
        "known",
    ]

    name = PersonForm.base_fields["name"]
    postcode = PersonForm.base_fields["postcode"]
    address = PersonForm.base_fields["address"]
    # The heading of the ways to reach them, beside which it is said that one is needed; it has no box.
    ways = forms.Field(label="How can we reach them? One is enough", required=False)
    # Asked only where somebody like them is known already.
    known = forms.ChoiceField(
        label="Is this the person you mean?",
        help_text="Somebody like them is known already. Nobody is put together without you.",
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "required": "We may know them already. Choose who they are, or somebody new",
            "invalid_choice": "Choose one of these people, or somebody new",
        },
    )
    email = None  # type: ignore[assignment]  # nobody needs one, and a referral has no time for it
    other_phone = None

    def __init__(
        self,
        *args: Any,
        agreed: set[str],
        user: Any,
        sender: Organisation,
        on: date,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.agreed, self.user, self.sender, self.on = agreed, user, sender, on
        self.candidates: dict[str, Person] = {}
        self.fields["preferred"].choices = [  # type: ignore[attr-defined]
            choice
            for choice in self.fields["preferred"].choices  # type: ignore[attr-defined]
            if choice[0] != ContactWay.Kind.EMAIL
        ]
        keep_agreed(self, self.covers, agreed)
        self.offer_known()

    def offer_known(self) -> None:
        """Offer those who may be the same person, whom the sender holds, and whose record may be passed on."""
        typed = {name: str(self[name].value() or "") for name in self.fields if name in LOOKED_UP}
        found = known_already(
            self.user,
            name=typed.get("name", "")[:120],
            postcode=typed.get("postcode", ""),
            phones=[typed["phone"]] if typed.get("phone") else [],
        )
        hints = {}
        for person, reason in found:
            if may_pass_on(person, self.agreed) and holds_person(self.sender, person, self.on):
                self.candidates[str(person.pk)] = person
                lives = f" ({person.postcode})" if person.postcode else ""
                hints[str(person.pk)] = f"Has {reason}{lives}"
        field = self.fields["known"]
        if not self.candidates:
            field.widget = forms.HiddenInput()
            return
        field.choices = [  # type: ignore[attr-defined]
            *((key, str(person)) for key, person in self.candidates.items()),
            (SOMEBODY_NEW, "No, somebody new"),
        ]
        field.hints = hints  # type: ignore[attr-defined]
        field.required = self.is_bound

    def clean_postcode(self) -> str:
        return postcode_or_error(self.cleaned_data["postcode"])

    def clean_known(self) -> Person | None:
        """The person who was chosen, or nobody."""
        return self.candidates.get(self.cleaned_data["known"])

    def clean(self) -> dict[str, Any]:
        reaches = SharedField.CONTACT in self.agreed
        cleaned = super().clean() if reaches else self.cleaned_data
        if "phone" in self.errors and not self["phone"].value():
            del self.errors["phone"]
            self.add_error("ways", NO_WAY)
        if cleaned.get("letter") and not (cleaned.get("address") and cleaned.get("postcode")):
            missing = "address" if not cleaned.get("address") else "postcode"
            if missing in self.fields and missing not in self.errors:
                self.add_error(missing, f"Enter the {missing} that letters go to")
        cleaned["contact_ways"] = self.contact_ways() if reaches and not self.errors else []
        return cleaned

    @property
    def who_fields(self) -> list:
        """What is asked of who they are: each only if they want to say it."""
        asked = ["name", "postcode"] if "ways" in self.fields else ["name", "postcode", "address"]
        return [self[name] for name in asked if name in self.fields]

    @property
    def way_fields(self) -> list:
        """How to reach them. Their heading says that one is enough, so none is said to be optional."""
        names = [name for name in self.fields if name in WAYS] if "ways" in self.fields else []
        for name in names:
            self.fields[name].required = True
        return [self[name] for name in names]


LOOKED_UP = {"name", "postcode", "phone"}
WAYS = {"phone", "phone_use", "note", "letter", "address", "in_person", "meet_at", "preferred"}
NO_WAY = "Enter a telephone number, or choose a letter or face to face"


def keep_agreed(form: Form, covers: dict[str, SharedField], agreed: set[str]) -> None:
    """Ask only what the agreement covers. A letter needs an address."""
    for name, field in covers.items():
        if field not in agreed:
            del form.fields[name]
    if "letter" in form.fields and "address" not in form.fields:
        del form.fields["letter"]


class ConsentForm(Form):
    """Screen 3: they heard the words, and said yes."""

    how = forms.ChoiceField(
        label="How did they say yes?",
        choices=Consent.How,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how they said yes. Without it, nothing is sent",
            "invalid_choice": "Choose how they said yes",
        },
    )
    # What was on the screen when it was read out.
    heard = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def __init__(self, *args: Any, words: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.words = words

    def clean_heard(self) -> str:
        if self.cleaned_data["heard"] != self.words:
            raise forms.ValidationError(
                "The words have changed since you opened this page. Read them out again"
            )
        return self.words


class DeclineForm(Form):
    """Why a referral cannot be taken."""

    reason = forms.CharField(
        label="Why can you not take it?",
        help_text="The organisation that sent it is told this",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Enter why you cannot take this referral",
            "max_length": "Write this in 300 letters or fewer",
        },
    )


class WithdrawForm(Form):
    """Why a referral is taken back."""

    reason = forms.CharField(
        label="Why do you take it back?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Write this in 300 letters or fewer"},
    )


class AgreeForm(Form):
    """Whether somebody has spoken with the person; asked until somebody has.

    A promise whose day has passed is not kept by it any more, and that is said.
    """

    spoken = forms.BooleanField(label="I have spoken with them", required=False)

    def __init__(self, *args: Any, promise_on: date, on: date, has_spoken: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        promise = f"to speak with them by {day_words(promise_on)}"
        self.fields["spoken"].help_text = (
            f"It keeps the promise {promise}. A message alone does not."
            if on <= promise_on
            else f"The promise was {promise}. It is late: a message alone does not make up for it."
        )
        if has_spoken:
            del self.fields["spoken"]


class CloseForm(Form):
    """What became of a route."""

    outcome = forms.ChoiceField(
        label="What became of it?",
        choices=Route.Outcome,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what became of it",
            "invalid_choice": "Choose what became of it",
        },
    )
    said_no = forms.ChoiceField(
        label="If they said no, why?",
        choices=[("", "They did not say no"), *Route.SaidNo.choices],
        required=False,
        error_messages={"invalid_choice": "Choose why they said no"},
    )
    note = forms.CharField(
        label="A note for your own organisation",
        help_text="It is not sent to anyone",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Write this in 500 letters or fewer"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        refused = cleaned.get("outcome") == Route.Outcome.SAID_NO
        if refused and not cleaned.get("said_no") and "said_no" not in self.errors:
            self.add_error("said_no", "Choose why they said no")
        return cleaned
