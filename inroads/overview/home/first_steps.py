"""What a new place needs before it can help anybody, each step ticked off as soon as it is done."""

from datetime import date
from typing import NamedTuple

from django.db.models import Exists, Q, QuerySet

from inroads.foundations.organisations.models import Agreement, Organisation
from inroads.foundations.places.models import Area, Venue
from inroads.programme.champions.queries import current_champions
from inroads.programme.directory.models import Schedule, Topic


class FirstStep(NamedTuple):
    """What to do, what it is for, where (a URL name), and whether it is done."""

    words: str
    sentence: str
    name: str
    is_done: bool


# The key of each step, its words, what it is for, and the URL name of its page.
STEPS = [
    ("areas", "Load areas and figures", "So that you see where need is", "exchange_list"),
    ("venues", "Load or add venues", "Where help happens", "places_venues"),
    ("topics", "Add topics", "What people need help with", "directory_topics"),
    ("champions", "Add a champion", "Somebody who helps, and when", "champions_add"),
    ("times", "Add a service with a weekly time", "What happens, where and when", "directory_list"),
    ("partners", "Add a partner with an agreement", "Who refers people to you", "organisations_list"),
]  # fmt: skip


def first_steps(on: date) -> list[FirstStep]:
    """Every step in order; one query says which are done."""
    there = {f"has_{key}": Exists(records) for key, records in signs_of(on).items()}
    done = Organisation.objects.order_by().values(**there).first() or {}
    return [
        FirstStep(words, sentence, name, bool(done.get(f"has_{key}")))
        for key, words, sentence, name in STEPS
    ]


def signs_of(on: date) -> dict[str, QuerySet]:
    """For each step the records of which there is one as soon as it is done."""
    not_over = Q(ends_on=None) | Q(ends_on__gt=on)
    return {
        "areas": Area.objects.all(),
        "venues": Venue.objects.filter(is_open=True),
        "topics": Topic.objects.filter(retired=False),
        "champions": current_champions(),
        "times": Schedule.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on)),
        "partners": Agreement.objects.filter(not_over),
    }
