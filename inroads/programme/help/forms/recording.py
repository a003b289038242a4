"""What a champion taps."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from inroads.foundations.design.forms import Form
from inroads.programme.help.forms.taps import guarded_among, pairs_of, taps
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.queries import Choices, Where

# As many topics stand on the page as big buttons; the rest is one tap further.
TOPICS_FIRST = 8
NO_CARD = ""


class RecordForm(Form):
    """One help, in three taps: everything but the topic is chosen already."""

    sender_id = forms.UUIDField(widget=forms.HiddenInput)
    topic = forms.TypedChoiceField(
        label="What was it about?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Tap what it was about",
            "invalid_choice": "Tap one of the topics",
        },
    )
    minutes = forms.TypedChoiceField(
        label="How long?",
        coerce=int,
        choices=HelpRecord.Minutes.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Tap how long", "invalid_choice": "Tap one of the times"},
    )
    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=HelpRecord.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Tap how it ended", "invalid_choice": "Tap one of these"},
    )
    card = forms.ChoiceField(
        label="Did they bring a card?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": "There is no such card here today. Tap one of these, or No card"
        },
    )
    where = forms.ChoiceField(
        label="Where?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Tap where you are",
            "invalid_choice": "Tap one of these places",
        },
    )

    def __init__(self, data=None, *, choices: Choices, like: HelpRecord | None = None):
        super().__init__(data, initial=remembered(choices, like))
        self.choices = choices
        self.offer("topic", pairs_of(choices.topics))
        self.offer("where", [(where.key, where.text) for where in choices.where])
        cards = [(card.code, card.code) for card in choices.cards]
        self.offer("card", [(NO_CARD, "No card"), *cards])

    def offer(self, name: str, pairs: list[tuple[Any, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = pairs

    def buttons(self, name: str) -> list[dict[str, Any]]:
        """What is tapped, as the template draws it."""
        field: Any = self.fields[name]
        guarded = guarded_among(self.choices.topics) if name == "topic" else ()
        return taps(self[name], field.choices, guarded=guarded, words=self.words_of(name))

    def words_of(self, name: str) -> dict[int, str]:
        """By which other words a topic is found."""
        if name != "topic":
            return {}
        return {topic.pk: topic.synonyms for topic in self.choices.topics if topic.synonyms}

    @property
    def first_topics(self) -> list[dict[str, Any]]:
        """The topics used most, and the chosen one wherever it stands."""
        every = self.buttons("topic")
        return every[:TOPICS_FIRST] + [item for item in every[TOPICS_FIRST:] if item["checked"]]

    @property
    def more_topics(self) -> list[dict[str, Any]]:
        return [item for item in self.buttons("topic")[TOPICS_FIRST:] if not item["checked"]]

    @property
    def minutes_buttons(self) -> list[dict[str, Any]]:
        return self.buttons("minutes")

    @property
    def outcome_buttons(self) -> list[dict[str, Any]]:
        return self.buttons("outcome")

    @property
    def card_buttons(self) -> list[dict[str, Any]]:
        return self.buttons("card")

    @property
    def where_buttons(self) -> list[dict[str, Any]]:
        return self.buttons("where")

    @property
    def place(self) -> Where:
        """Where it is set to now."""
        key = str(self["where"].value() or "")
        known = {where.key for where in self.choices.where}
        return self.choices.place(key) if key in known else self.choices.proposed

    @property
    def safe_sender_id(self) -> UUID:
        """The id that came with the form, or a fresh one if that was none."""
        sent = getattr(self, "cleaned_data", {}).get("sender_id")
        return sent or uuid4()

    def help(self) -> dict[str, Any]:
        """The answers as an action takes them. A card says of itself at which session it is."""
        given = self.cleaned_data
        card = self.choices.card(given["card"]) if given["card"] else None
        place = self.choices.place(given["where"])
        topic = next(topic for topic in self.choices.topics if topic.pk == given["topic"])
        return {
            "sender_id": given["sender_id"],
            "topic": topic,
            "minutes": given["minutes"],
            "outcome": given["outcome"],
            "session": card.session if card else place.session,
            "venue": place.venue,
            "person": card.person if card else None,
        }


def remembered(choices: Choices, like: HelpRecord | None) -> dict[str, Any]:
    """What is chosen before the first tap: what is likely, or what was recorded last."""
    initial: dict[str, Any] = {
        "minutes": HelpRecord.Minutes.QUARTER.value,
        "outcome": HelpRecord.Outcome.SORTED.value,
        "where": choices.proposed.key,
        "card": NO_CARD,
    }
    if like is None:
        return initial
    initial |= {"topic": like.topic.current.pk, "minutes": like.minutes, "outcome": like.outcome}
    same = [
        where
        for where in choices.where
        if (where.session and where.session.pk) == like.session_id
        and (where.venue and where.venue.pk) == like.venue_id
    ]
    return initial | ({"where": same[0].key} if same else {})
