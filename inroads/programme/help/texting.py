"""What a text about help means: `H KNO 3 NHS` is three helps with the NHS App at Knollsea.

Order, case and punctuation do not matter. Every word has to be understood: nothing is guessed, and what is not
understood is asked about. Names of places and topics are known by their words, the beginnings of these, their first
letters, and spellings that are nearly right.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from inroads.foundations.places.models import Venue
from inroads.programme.directory.models import Topic
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.spelling import EXACT, Known, joined, known, plain, words_of

Minutes, Outcome = HelpRecord.Minutes, HelpRecord.Outcome
# A text is about a session's worth of helps; more is a slip of the thumb.
MOST_HELPS_IN_A_TEXT = 20
MOST_IN_A_WEEK = 200
MOST_WORDS = 40  # each is compared with every name

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "couple": 2, "pair": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
# Small words say how many only if nothing else does: "a couple", "one with a tablet".
WEAK_NUMBERS = {"a", "an"}
SAID_BESIDES = {
    "h", "help", "helps", "helped", "helping", "x", "with", "for", "the", "at", "in", "on", "of", "to", "and",
    "about", "some", "more", "person", "people", "persons", "lady", "ladies", "man", "men", "woman", "women",
    "gentleman", "gentlemen", "lot", "lots", "please", "pls", "plz", "thanks", "thank", "you", "ta", "thx", "hi",
    "hello", "hey", "today", "i", "we", "us", "me", "my", "just", "did", "had", "was", "were", "each", "all", "total",
    "another", "other", "others", "new", "session", "sessions", "visitor", "visitors", "their", "his", "her", "them",
    "by", "up", "it", "is", "got", "luck", "yet", "took", "from", "using", "use", "used", "so", "far", "only", "plus",
    "also", "cheers", "mostly", "most", "get",
}  # fmt: skip
UNDO = {"undo", "wrong", "mistake", "oops", "cancel", "delete", "scrap"}
A_WEEK = {"w", "week", "tally"}
HOW = {"how", "info", "instructions", "guide"}
STOP = {"stop", "unsubscribe", "stopall", "end"}
ENDINGS = {
    Outcome.NOT_YET: {
        "not", "no", "didnt", "couldnt", "unfinished", "failed", "stuck", "unsolved", "unsorted", "nothing",
    },
    Outcome.PASSED_ON: {"passed", "referred", "refered", "signposted", "forwarded"},
    Outcome.STARTED: {"started", "start", "begun", "began", "ongoing", "partly", "continuing"},
    Outcome.SORTED: {
        "sorted", "done", "fixed", "ok", "okay", "finished", "solved", "complete", "completed", "success", "worked",
    },
}  # fmt: skip
ENDING_OF = {word: ending for ending, words in ENDINGS.items() for word in words}
LASTED = [
    (re.compile(r"\b(?:an? )?quarter of an hour\b|\bquarter hour\b"), 15),
    (re.compile(r"\b(?:an? )?half (?:an )?hours?\b"), 30),
    (re.compile(r"\b(?:an|one|1) hour and a half\b|\bhour and a half\b"), 90),
    (re.compile(r"\b(?:an|one|two|three) (?:hours?|hrs?)\b"), 60),
    (re.compile(r"\b\d{1,2}(?:\.5)?(?:h| ?hrs?| ?hours?)\b"), 60),
    (re.compile(r"\b(?P<minutes>\d{1,3})(?:m| ?mins?| ?minutes?)\b"), None),
]
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
CARD = re.compile(r"\bcard:? ?(?P<code>[a-z0-9]{6})\b")


@dataclass(frozen=True)
class Claimed:
    """How many people in a week, as a text that begins with W claims it."""

    people: int
    topic: Topic | None


class Wish(StrEnum):
    """What else a text may ask for."""

    UNDO = "undo"
    HOW = "how"
    STOP = "stop"


@dataclass(frozen=True)
class Told:
    """Helps, as a text told them; a venue or a card only if it named one."""

    count: int
    topic: Topic
    venue: Venue | None = None
    minutes: int = Minutes.QUARTER.value
    outcome: str = Outcome.SORTED.value
    day: date | None = None
    card: str = ""


@dataclass(frozen=True)
class Unclear:
    """Why a text is not written down, in a sentence that says what to do."""

    reason: str


class Reading(NamedTuple):
    """One way to read the words that name things."""

    score: int
    topic: Topic
    venue: Venue | None


def understand(
    text: str,
    *,
    topics: Sequence[Topic],
    venues: Sequence[Venue],
    likely: Sequence[Venue] = (),
    on: date,
) -> Told | Claimed | Wish | Unclear:
    """What a text means; `likely` are the venues where its sender may be, the likeliest first.

    >>> nhs, hall = Topic(name="NHS App"), Venue(name="Knollsea Hall")
    >>> told = understand("h kno, 3 nhs!", topics=[nhs], venues=[hall], on=date(2026, 3, 5))
    >>> told.count, told.topic.name, told.venue.name
    (3, 'NHS App', 'Knollsea Hall')
    """
    text = plain(text)
    if (words := words_of(text)) and words[0] in A_WEEK:
        return claimed(words[1:], topics)
    card, text = taken(CARD, text)
    lasted, text = duration(text)
    words = words_of(text)
    if wish := wished(words):
        return wish
    if len(words) > MOST_WORDS:
        return Unclear("That is a long text. Text for example: H 3 NHS")
    known_topics = [(topic, known(topic.name, topic.synonyms)) for topic in topics]
    known_venues = [(venue, known(venue.name)) for venue in venues]
    names = [one for _, one in [*known_topics, *known_venues]]
    words = joined(words, names)
    said, besides, count, ending, day = sorted_out(words, names, on)
    if isinstance(count, Unclear):
        return count
    if not said:
        return Unclear("What was it about? Text for example: H 3 NHS")
    if unknown := [word for word in said if not any(one.likeness(word) for one in names)]:
        return Unclear(f"We do not know the word “{unknown[0][:20]}”. Text for example: H 3 NHS")
    read = the_reading(said, besides, known_topics, known_venues, likely)
    if isinstance(read, Unclear):
        return read
    if card and count > 1:
        return Unclear("A card is one person’s. Text one help for each card")
    return Told(
        count=count,
        topic=read.topic,
        venue=read.venue,
        minutes=Minutes.QUARTER.value if lasted is None else band(lasted),
        outcome=ending,
        day=day,
        card=card.upper(),
    )


def claimed(words: list[str], topics: Sequence[Topic]) -> Claimed | Unclear:
    """The answer to the one question of the week: W 7 NHS."""
    numbers = [int(word[:6]) for word in words if word.isdigit()]
    numbers += [NUMBERS[word] for word in words if word in NUMBERS and word not in WEAK_NUMBERS]
    named = [
        word
        for word in words
        if not word.isdigit() and word not in SAID_BESIDES and word not in NUMBERS
    ]
    if len(numbers) != 1 or numbers[0] > MOST_IN_A_WEEK or len(words) > MOST_WORDS:
        return Unclear(f"Text one number up to {MOST_IN_A_WEEK}, and with what most: W 7 NHS")
    if not named:
        return Claimed(numbers[0], None)
    known_topics = [(topic, known(topic.name, topic.synonyms)) for topic in topics]
    read = the_reading(named, [], known_topics, [], [])
    return read if isinstance(read, Unclear) else Claimed(numbers[0], read.topic)


# From letters to words


def taken(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """What a pattern finds, and the text without it."""
    found = pattern.search(text)
    return (found["code"], pattern.sub(" ", text, count=1)) if found else ("", text)


def duration(text: str) -> tuple[int | None, str]:
    """How many minutes a text says it took, and the text without that."""
    for pattern, minutes in LASTED:
        if found := pattern.search(text):
            return minutes or int(found["minutes"]), pattern.sub(" ", text, count=1)
    return None, text


def band(minutes: int) -> int:
    """The band of minutes that a help record has.

    >>> [band(minutes) for minutes in (3, 10, 25, 50, 200)]
    [5, 15, 30, 60, 60]
    """
    limits = [(Minutes.FIVE, 7), (Minutes.QUARTER, 22), (Minutes.HALF, 45)]
    return next((each.value for each, most in limits if minutes <= most), Minutes.HOUR.value)


# From words to what they say


def wished(words: list[str]) -> Wish | None:
    """A text that asks for something else than to be written down, in few words."""
    telling = {word for word in words if word not in SAID_BESIDES}
    if not words or telling & HOW or (not telling and len(words) < 3):
        return Wish.HOW if words else None
    if telling <= UNDO | {"that", "last", "this", "one"} and telling & UNDO:
        return Wish.UNDO
    return Wish.STOP if telling <= STOP else None


class SortedOut(NamedTuple):
    """The words that name things, those that may, and what the others say."""

    names: list[str]
    besides: list[str]
    how_many: "int | Unclear"
    ending: str
    day: date | None


def sorted_out(words: list[str], known_names: list[Known], on: date) -> SortedOut:
    """Numbers, endings and days apart from the words that name topics and places."""
    own_words = {word for one in known_names for word in one.telling}
    names: list[str] = []
    besides = [word for word in words if word in SAID_BESIDES and word in own_words]
    numbers: list[int] = []
    endings: set[str] = set()
    day: date | None = None
    for place, word in enumerate(words):
        if word.isdigit() and not is_in_a_name(place, words, known_names):
            numbers.append(int(word[:6]))
        elif word in own_words and word not in SAID_BESIDES:
            names.append(word)
        elif word in NUMBERS:
            numbers += [] if word in WEAK_NUMBERS else [NUMBERS[word]]
        elif word in ENDING_OF:
            endings.add(ENDING_OF[word])
        elif (past := day_said(word, on)) is not None:
            day = past
        elif word not in SAID_BESIDES:
            names.append(word)
    ending = next((each for each in ENDINGS if each in endings), Outcome.SORTED)
    return SortedOut(names, besides, counted(numbers), ending.value, day)


def is_in_a_name(place: int, words: list[str], names: list[Known]) -> bool:
    """A number is part of a name if it stands beside another word of that name: Office 365."""
    beside = words[max(place - 1, 0) : place] + words[place + 1 : place + 2]
    return any(
        words[place] in one.telling and any(word in one.telling for word in beside) for one in names
    )


def counted(numbers: list[int]) -> "int | Unclear":
    """How many helps: one if no number is said."""
    if len(set(numbers)) > 1:
        return Unclear("There are two numbers in it. Send one text for each topic")
    count = numbers[0] if numbers else 1
    if count == 0:
        return Unclear("Nobody helped is nothing to write down. Text how many: H 3 NHS")
    if count > MOST_HELPS_IN_A_TEXT:
        return Unclear(
            f"One text takes up to {MOST_HELPS_IN_A_TEXT} helps. Send the rest in another"
        )
    return count


def day_said(word: str, on: date) -> date | None:
    """Yesterday, or the last day of that name before today."""
    if word in ("yesterday", "yday"):
        return on - timedelta(days=1)
    if word in DAYS or word in (
        "mon",
        "tue",
        "tues",
        "wed",
        "weds",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
    ):
        back = (on.weekday() - [day[:3] for day in DAYS].index(word[:3])) % 7
        return on - timedelta(days=back)
    return None


# From names to one topic and one place


def the_reading(
    said: list[str],
    besides: list[str],
    topics: list[tuple[Topic, Known]],
    venues: list[tuple[Venue, Known]],
    likely: Sequence[Venue],
) -> Reading | Unclear:
    """The one way to read the words in which each speaks of the topic or of the place."""
    readings = list(all_readings(said, besides, topics, venues))
    if not readings:
        about = [one for topic, one in topics if any(one.likeness(word) for word in said)]
        if not about:
            return Unclear("What was it about? Text for example: H 3 NHS")
        return Unclear("It names two topics or two places. Send one text for each")
    best = max(reading.score for reading in readings)
    found = [reading for reading in readings if reading.score == best]
    names = sorted({reading.topic.name for reading in found})
    if len(names) > 1:
        return Unclear(f"Was it about {' or '.join(names[:3])}? Text one of these")
    there = [reading.venue for reading in found]
    if len(found) == 1:
        return found[0]
    for venue in likely:
        if venue in there:
            return found[there.index(venue)]
    topic = found[0].topic
    if without := [each for each in readings if each.topic == topic and each.venue is None]:
        return without[0]
    places = " or ".join(sorted(str(venue) for venue in there)[:3])
    return Unclear(f"Was it at {places}? Text one of these")


def all_readings(said, besides, topics, venues) -> Iterable[Reading]:
    """Each topic and place that together account for every word, with how surely they do."""
    of_venues = [(venue, [one.likeness(word) for word in said]) for venue, one in venues]
    of_venues = [(venue, likes) for venue, likes in of_venues if any(likes)]
    for topic, one in topics:
        likes = [one.likeness(word) for word in said]
        more = sum(EXACT for word in besides if word in one.telling)
        if all(likes):
            yield Reading(sum(likes) + more, topic, None)
        for venue, there in of_venues:
            best = [max(pair) for pair in zip(likes, there, strict=True)]
            about = [here >= away for here, away in zip(likes, there, strict=True)]
            if all(best) and any(about) and not all(about):
                yield Reading(sum(best) + more, topic, venue)
