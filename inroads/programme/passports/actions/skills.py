"""What can be stamped: skills are added, put into other words or another order, and retired."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, changes_between, record, values_of
from inroads.programme.passports.models import Skill

TAKEN = "There is already a skill of this name"
# The six areas of the Essential Digital Skills framework of the UK (2018), in our own words.
OUR_LIST = [
    ("Using a device", "I turn it on, find my way round it and get on to the internet"),
    ("Keeping in touch", "I send a message or an e-mail, and can join a video call"),
    ("Finding and keeping", "I look something up, judge whether to trust it, and save it"),
    ("Buying and paying", "I order, pay, or fill in a form, and see what I agree to"),
    ("Working it out", "I find out by myself what to do when I am stuck"),
    ("Staying safe", "I spot a trick, guard my passwords, know whom to ask"),
]


@transaction.atomic
def begin_with_our_list(*, by: Actor) -> list[Skill]:
    """The six that most places begin with, where there is none yet; all can be changed afterwards."""
    if Skill.objects.exists():
        raise Refused("There are skills already. Add or change them one by one")
    return [add_skill(name=name, meaning=meaning, by=by) for name, meaning in OUR_LIST]


@transaction.atomic
def add_skill(*, name: str, meaning: str = "", by: Actor) -> Skill:
    """One more skill can be stamped; it stands last."""
    _refuse_taken_name(name)
    last = Skill.objects.order_by("position").last()
    position = last.position + 1 if last else 1
    with _refusing_taken_name():
        skill = Skill.objects.create(name=name, meaning=meaning, position=position)
    record("skill.added", skill, by=by)
    return skill


@transaction.atomic
def change_skill(skill: Skill, *, name: str, meaning: str, position: int, by: Actor) -> Skill:
    """Better words for the same skill, or another place in the list; what was stamped stays stamped."""
    skill = locked(skill)
    _refuse_taken_name(name, but=skill)
    before = values_of(skill, ["name", "meaning", "position"])
    skill.name, skill.meaning = name, meaning
    with _refusing_taken_name():
        skill.save(update_fields=["name", "meaning"])
    _put_in_order(skill, position)
    skill.refresh_from_db()
    record("skill.changed", skill, by=by, changes=changes_between(before, skill))
    return skill


@transaction.atomic
def retire_skill(skill: Skill, *, by: Actor) -> Skill:
    """It is no longer stamped or printed; in the passports that have it, it stays."""
    return _set_retired(skill, True, "skill.retired", by=by)


@transaction.atomic
def restore_skill(skill: Skill, *, by: Actor) -> Skill:
    """It is stamped again."""
    return _set_retired(skill, False, "skill.restored", by=by)


def _refuse_taken_name(name: str, *, but: Skill | None = None) -> None:
    others = Skill.objects.exclude(pk=but.pk) if but else Skill.objects.all()
    if others.filter(name__iexact=name).exists():
        raise Refused(TAKEN, field="name")


@contextmanager
def _refusing_taken_name() -> Iterator[None]:
    """Somebody else may have taken the name since we asked."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(TAKEN, field="name") from None


def _put_in_order(skill: Skill, position: int) -> None:
    """This one stands at that place, counted from 1, and the others close up around it."""
    others = list(Skill.objects.select_for_update().exclude(pk=skill.pk))
    others.insert(max(position - 1, 0), skill)
    for number, each in enumerate(others, 1):
        each.position = number
    Skill.objects.bulk_update(others, ["position"])


def _set_retired(skill: Skill, retired: bool, verb: str, *, by: Actor) -> Skill:
    skill = locked(skill)
    if skill.retired != retired:
        skill.retired = retired
        skill.save(update_fields=["retired"])
        record(verb, skill, by=by)
    return skill
