"""What a row of a paper tick sheet means, as it is keyed: `3 30 n` is its third topic, 30 minutes, not this time."""

from collections.abc import Sequence
from dataclasses import dataclass

from inroads.programme.directory.models import Topic
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.spelling import known, plain, words_of
from inroads.programme.help.texting import Unclear
from inroads.programme.timetable.models import Booking

Minutes, Outcome = HelpRecord.Minutes, HelpRecord.Outcome
ROWS = 12
TOPICS_ON_A_SHEET = 10
# The letter that stands above each column of how it ended.
LETTERS = {"s": Outcome.SORTED, "m": Outcome.STARTED, "p": Outcome.PASSED_ON, "n": Outcome.NOT_YET}


@dataclass(frozen=True)
class Row:
    """One help off a sheet."""

    topic: Topic
    minutes: int = Minutes.QUARTER.value
    outcome: str = Outcome.SORTED.value
    booking: Booking | None = None

    @property
    def in_words(self) -> str:
        """As it will stand in the list."""
        said = [str(self.topic), Minutes(self.minutes).label, Outcome(self.outcome).label]
        return ", ".join(said + ([f"card {self.booking.code}"] if self.booking else []))


def read_row(
    text: str,
    *,
    printed: Sequence[Topic],
    topics: Sequence[Topic],
    cards: Sequence[Booking] = (),
) -> Row | Unclear:
    """What a row says: first its topic, by the number printed or by name; then, if they are not the usual, the rest.

    >>> bank = Topic(name="Online banking")
    >>> read_row("1 30 n", printed=[bank], topics=[bank]).in_words
    'Online banking, About 30 minutes, Not this time'
    >>> read_row("bank", printed=[], topics=[bank]).in_words
    'Online banking, About 15 minutes, Sorted'
    """
    of_card = {card.code: card for card in cards}
    # The letters of a card may look like words of anything: it is known by its code.
    words = [word for word in text.split() if word.upper() not in of_card]
    named = [of_card[word.upper()] for word in text.split() if word.upper() in of_card]
    topic, rest = the_topic(words_of(plain(" ".join(words))), printed, topics)
    if isinstance(topic, Unclear):
        return topic
    said: dict[str, object] = {}
    for word in rest:
        name, value = what_else(word)
        if not name:
            return Unclear(
                f"We do not know “{word[:20]}”. After the topic: 5, 15, 30 or 60; S, M, P or N"
            )
        if name in said:
            return Unclear("It says two things at once. Key each help in its own row")
        said[name] = value
    if len(named) > 1:
        return Unclear("A card is one person’s. Key each help in its own row")
    return Row(topic, booking=named[0] if named else None, **said)  # type: ignore[arg-type]


def the_topic(
    words: list[str], printed: Sequence[Topic], topics: Sequence[Topic]
) -> tuple[Topic | Unclear, list[str]]:
    """The topic that a row begins with, and what follows it."""
    if not words:
        return Unclear("Key the number of the topic first"), []
    first, *rest = words
    if first.isdigit():
        number = int(first[:4])
        if not 1 <= number <= len(printed):
            return Unclear(f"There is no topic {first[:4]} on this sheet"), rest
        return printed[number - 1], rest
    while rest and not rest[0].isdigit() and len(rest[0]) > 1 and not is_ending(rest[0]):
        first, rest = f"{first} {rest[0]}", rest[1:]
    return by_name(first, topics), rest


def by_name(name: str, topics: Sequence[Topic]) -> Topic | Unclear:
    """The one topic whose name or other words all these words speak of."""
    words = name.split()
    liked = []
    for topic in topics:
        one = known(topic.name, topic.synonyms)
        likes = [one.likeness(word) for word in words]
        if all(likes):
            liked.append((sum(likes), topic))
    if not liked:
        return Unclear(f"No topic is called “{name[:30]}”. Key its number, or more of its name")
    best = max(score for score, _ in liked)
    found = [topic for score, topic in liked if score == best]
    if len(found) > 1:
        return Unclear(f"It may be {' or '.join(map(str, found[:3]))}. Key more of the name")
    return found[0]


def what_else(word: str) -> tuple[str, object]:
    """Minutes, or how it ended; nothing if the word is neither."""
    if word.isdigit():
        is_band = len(word) < 3 and int(word) in Minutes.values
        return ("minutes", int(word)) if is_band else ("", None)
    return ("outcome", LETTERS[word[0]].value) if is_ending(word) else ("", None)


def is_ending(word: str) -> bool:
    """A letter of the sheet, or the beginning of what it stands for."""
    return word[0] in LETTERS and LETTERS[word[0]].label.casefold().startswith(word)
