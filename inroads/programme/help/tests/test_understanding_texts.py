"""What texts mean: as they are typed in village halls, in a hurry, with cold thumbs."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inroads.foundations.places.models import Venue
from inroads.programme.directory.models import Topic
from inroads.programme.help.spelling import plain, words_of
from inroads.programme.help.texting import Claimed, Told, Unclear, Wish, understand

THURSDAY = date(2026, 3, 5)
TOPICS = {
    "phone": ("A new phone or tablet", "smartphone ipad android set up apps"),
    "mail": ("E-mail", "gmail outlook inbox"),
    "nhs": ("NHS App and repeat prescriptions", "doctor gp appointments"),
    "scams": ("Staying safe from scams", "fraud phishing suspicious"),
    "video": ("Video calls", "whatsapp facetime zoom"),
    "bank": ("Online banking", "payments money"),
    "passwords": ("Passwords", "locked login pin"),
    "uc": ("Universal Credit journal", "benefits jobcentre claim"),
    "wifi": ("Getting connected at home", "broadband wifi router social tariff"),
    "typing": ("Typing and the mouse", "keyboard basics"),
    "photos": ("Photos", "pictures camera cloud"),
    "tax": ("Council tax online", "bill direct debit discount"),
    "badge": ("Blue badge", "parking disabled permit"),
    "housing": ("Housing register", "bids homechoice"),
    "bins": ("Bulky waste and bins", "recycling rubbish"),
    "school": ("School places", "admissions"),
    "bus": ("Bus pass", "concessionary travel"),
    "jobs": ("Job search", "cv application indeed"),
    "office": ("Office 365 and Teams", "excel word spreadsheet"),
    "hearing": ("Hearing aids and phones", "bluetooth captions"),
}
VENUES = {
    "kno": "Knollsea Library",
    "cas": "Casterbridge Library",
    "bud": "Budmouth Community Centre",
    "sha": "Shaston Village Hall",
    "port": "Port Bredy Market House",
    "she": "Sherton Abbas Church Room",
    "stour": "Stourcastle Village Hall",
    "ang": "Anglebury Surgery",
    "weath": "Weatherbury School",
    "mell": "Mellstock Village Hall",
}
TABLE = Path(__file__).with_name("texts.txt")
ROWS = [line.split(" | ") for line in TABLE.read_text().splitlines() if not line.startswith("#")]


@pytest.fixture(scope="module")
def known():
    topics = {key: Topic(name=name, synonyms=words) for key, (name, words) in TOPICS.items()}
    venues = {key: Venue(name=name) for key, name in VENUES.items()}
    for number, thing in enumerate([*topics.values(), *venues.values()], 1):
        thing.pk = number
    return topics, venues


def read(text, known, likely=()):
    topics, venues = known
    return understand(
        text,
        topics=list(topics.values()),
        venues=list(venues.values()),
        likely=[venues[key] for key in likely],
        on=THURSDAY,
    )


def agrees(expected, meaning, known):
    """Whether the meaning is what the table says."""
    if expected.startswith("? "):
        return isinstance(meaning, Unclear) and expected[2:].lower() in meaning.reason.lower()
    if isinstance(meaning, Wish):
        return expected == meaning.value
    topics, venues = known
    if isinstance(meaning, Claimed):
        about = [key for key, one in topics.items() if one == meaning.topic]
        return expected.split() == ["claimed", str(meaning.people), *about]
    if not isinstance(meaning, Told):
        return False
    said = [str(meaning.count), next(key for key, one in topics.items() if one == meaning.topic)]
    said += [f"@{key}" for key, one in venues.items() if one == meaning.venue]
    said += [str(meaning.minutes)] if meaning.minutes != 15 else []
    said += [f"#{meaning.card}"] if meaning.card else []
    said += [meaning.outcome] if meaning.outcome != "sorted" else []
    said += [str(meaning.day)] if meaning.day else []
    return [word for word in expected.split() if word != "sorted"] == said


def test_the_table_is_long_and_says_each_text_once():
    texts = [text for text, _ in ROWS]

    assert len(texts) >= 200
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_a_text_means_what_the_table_says(text, expected, known):
    meaning = read(text.replace("\\n", "\n"), known)

    assert agrees(expected, meaning, known), f"{expected} is not {meaning}"


def test_of_two_places_with_that_word_the_likelier_is_meant(known):
    meaning = read("village hall 2 nhs", known, likely=["mell", "sha"])

    assert meaning.venue == known[1]["mell"]


def test_a_number_in_a_name_is_a_number_unless_it_stands_beside_that_name(known):
    hall = Venue(pk=99, name="Hall 3")
    venues = known[1] | {"hall": hall}

    assert read("H 3 NHS", (known[0], venues)).count == 3
    assert read("H 3 NHS", (known[0], venues)).venue is None
    assert read("nhs hall 3", (known[0], venues)).venue == hall
    assert read("nhs hall 3", (known[0], venues)).count == 1


def test_the_name_of_a_retired_topic_is_not_known(known):
    topics = {"bank": known[0]["bank"]}

    assert isinstance(read("H 3 NHS", (topics, known[1])), Unclear)


def test_a_place_without_topics_answers_too(known):
    assert isinstance(read("H 3 NHS", ({}, {})), Unclear)


@pytest.mark.parametrize("begins", ["", "W 7 "])
def test_a_text_of_very_many_words_is_not_compared_with_every_name(begins, known):
    assert isinstance(read(begins + "nhs " * 150, known), Unclear)


def test_every_refusal_says_what_to_do(known):
    reasons = [read(text, known).reason for text, said in ROWS if said.startswith("? ")]

    assert all(any(verb in reason for verb in ("Text", "Send")) for reason in reasons)


@given(st.text(max_size=700))
def test_any_text_whatever_has_a_meaning(text):
    topics = [Topic(pk=1, name="NHS App", synonyms="gp doctor"), Topic(pk=2, name="…")]
    venues = [Venue(pk=1, name="Knollsea Library"), Venue(pk=2, name="!!!")]

    meaning = understand(text, topics=topics, venues=venues, on=THURSDAY)

    assert isinstance(meaning, Told | Claimed | Unclear | Wish)
    if isinstance(meaning, Told):
        assert 1 <= meaning.count <= 20


WORDS = [
    "H",
    "KNO",
    "3",
    "NHS",
    "knollsea",
    "app",
    "30 min",
    "sorted",
    "yesterday",
    "bank",
    "undo",
    "0",
    "card FX7KQA",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_words_changes_nothing(words, random):
    topics = [Topic(pk=1, name="NHS App"), Topic(pk=2, name="Online banking")]
    venues = [Venue(pk=1, name="Knollsea Library")]
    other = list(words)
    random.shuffle(other)

    def meaning(given):
        return understand(" ; ".join(given), topics=topics, venues=venues, on=THURSDAY)

    one, two = meaning(words), meaning(other)

    assert isinstance(one, Unclear) == isinstance(two, Unclear)
    assert isinstance(one, Unclear) or one == two


@given(st.text(max_size=200))
def test_words_have_neither_spaces_nor_marks(text):
    assert all(word.isalnum() for word in words_of(plain(text)))
