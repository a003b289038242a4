"""Records for tests, made directly."""

from itertools import count
from uuid import uuid4

from django.utils import timezone

from inroads.programme.directory.tests.factories import a_venue
from inroads.programme.passports.models import Passport, Skill, Stamp

number = count(1)


def a_skill(**given) -> Skill:
    values = {"name": f"Skill {next(number)}", "position": Skill.objects.count() + 1}
    return Skill.objects.create(**(values | given))


def a_passport(**given) -> Passport:
    return Passport.objects.create(**({"batch": uuid4(), "made_at": timezone.now()} | given))


def a_stamp(passport: Passport | None = None, skill: Skill | None = None, **given) -> Stamp:
    values = {
        "passport": passport or a_passport(),
        "skill": skill or a_skill(),
        "venue": given.pop("venue", None) or a_venue(),
        "stamped_at": timezone.now(),
    }
    return Stamp.objects.create(**(values | given))
