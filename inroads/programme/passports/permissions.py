"""Who may make, stamp and replace passports. Nobody may know whose they are: it is written down nowhere."""

from django.db.models import QuerySet

from inroads.foundations.organisations.permissions import runs_programme
from inroads.programme.help.permissions import own_champion
from inroads.programme.passports.models import Passport, Skill


def can_make_passports(user) -> bool:
    """Whoever runs the programme has passports printed, and replaces those that were lost."""
    return runs_programme(user)


def can_change_skills(user) -> bool:
    """They also decide what can be stamped."""
    return runs_programme(user)


def can_see_exact_counts(user) -> bool:
    """They see every count as it is; to others a small one is not told."""
    return runs_programme(user)


def can_stamp(user) -> bool:
    """Whoever runs the programme, and every champion, stamps any passport at any venue."""
    return runs_programme(user) or own_champion(user) is not None


def visible_passports(user) -> QuerySet[Passport]:
    """Whoever may stamp reads the passport whose code is put in front of them; nobody has a list of codes."""
    return Passport.objects.all() if can_stamp(user) else Passport.objects.none()


def printable_passports(user) -> QuerySet[Passport]:
    """Whoever has passports made prints them."""
    return Passport.objects.all() if can_make_passports(user) else Passport.objects.none()


def changeable_skills(user) -> QuerySet[Skill]:
    """Every skill, also those that are no longer stamped, for whoever may change them."""
    return Skill.objects.all() if can_change_skills(user) else Skill.objects.none()
