"""Who sees whom. `visible_people` is the one definition of it in all of Inroads."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from inroads.foundations.core.rules import today
from inroads.foundations.organisations.models import Organisation, Purpose, Role
from inroads.foundations.organisations.permissions import (
    leads_as,
    organisations_where,
    runs_programme,
)
from inroads.foundations.people.models import Consent, Holding, Person

STAFF = (Role.MANAGER, Role.COORDINATOR)
PARTNERS = (Role.REFERRER, Role.PARTNER_ADMIN)


def holdings_in_force(on: date) -> QuerySet[Holding]:
    """Holdings from their first day until the day before their last."""
    return Holding.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)


def holdings_that_show(user) -> QuerySet[Holding]:
    """The holdings, in force today, for a purpose that one of the user's roles serves.

    A manager's and a coordinator's work may need anyone whom their organisation holds; a referrer's and
    a partner administrator's only those for whom their organisation asks help. Other roles need nobody.
    """
    staff = Q(organisation__in=organisations_where(user, *STAFF))
    partners = Q(organisation__in=organisations_where(user, *PARTNERS), purpose=Purpose.REFERRING)
    return holdings_in_force(today()).filter(staff | partners)


def visible_people(user) -> QuerySet[Person]:
    """People whom one of the user's organisations holds today for a purpose that the user's role serves."""
    holdings = holdings_that_show(user).filter(person=OuterRef("pk"))
    return Person.objects.filter(Exists(holdings), erased_at=None)


def can_see_people(user) -> bool:
    """Managers, coordinators, referrers and partner administrators have a list of people."""
    return bool(organisations_where(user, *STAFF, *PARTNERS))


def can_add_person(user) -> bool:
    """Whoever answers for people or refers them may write down someone new."""
    return bool(organisations_where(user, *STAFF, Role.REFERRER))


def can_begin(user) -> bool:
    """Managers and coordinators begin other things with a person; each page asks again for itself."""
    return bool(organisations_where(user, *STAFF))


def holders_for(user) -> list[tuple[Organisation, Purpose]]:
    """For whom, and why, this user may keep the record of a new person."""
    staff = Organisation.objects.filter(pk__in=organisations_where(user, *STAFF))
    referrers = Organisation.objects.filter(pk__in=organisations_where(user, Role.REFERRER))
    return [(organisation, Purpose.ARRANGING) for organisation in staff] + [
        (organisation, Purpose.REFERRING) for organisation in referrers
    ]


def changeable_people(user) -> QuerySet[Person]:
    """Managers and coordinators of an organisation that holds a person today may correct the record.

    A referrer may too, while no other organisation relies on it.
    """
    held = holdings_in_force(today()).filter(person=OuterRef("pk"))
    by_staff = held.filter(organisation__in=organisations_where(user, *STAFF))
    by_others = held.exclude(organisation__in=organisations_where(user, Role.REFERRER))
    allowed = Exists(by_staff) | (Exists(held) & ~Exists(by_others))
    return Person.objects.filter(allowed, erased_at=None)


def can_change_person(user, person: Person) -> bool:
    """The person is one of those whose record the user may correct."""
    return changeable_people(user).filter(pk=person.pk).exists()


def can_take_consent(user, person: Person, organisation: Organisation) -> bool:
    """Those who speak with people take consent, for their own organisation, while it holds the person."""
    works_there = organisation.pk in organisations_where(user, *STAFF, Role.REFERRER)
    return (
        works_there
        and holdings_that_show(user).filter(person=person, organisation=organisation).exists()
    )


def askers_for(user, person: Person) -> list[tuple[Organisation, Purpose]]:
    """For whom, and for what, this user may ask this person's consent."""
    staff, partners = organisations_where(user, *STAFF), organisations_where(user, Role.REFERRER)
    organisations = Organisation.objects.filter(pk__in=staff | partners)
    return [
        (organisation, purpose)
        for organisation in organisations
        if can_take_consent(user, person, organisation)
        for purpose in (Purpose if organisation.pk in staff else [Purpose.REFERRING])
    ]


def visible_holdings(user, person: Person) -> QuerySet[Holding]:
    """Who holds a person: whoever runs the programme sees them all, others only their own organisations.

    That a surgery or a housing association holds somebody says something about them already.
    """
    holdings = person.holdings.select_related("organisation")
    if runs_programme(user):
        return holdings
    return holdings.filter(organisation__in=organisations_where(user, *STAFF, *PARTNERS))


def visible_consents(user, person: Person) -> QuerySet[Consent]:
    """What a person said yes to, seen by the same people as the holdings are."""
    consents = person.consents.select_related("organisation", "taken_by")
    if runs_programme(user):
        return consents
    return consents.filter(organisation__in=organisations_where(user, *STAFF, *PARTNERS))


def can_end_holding(user, holding: Holding) -> bool:
    """Managers and coordinators end what their own organisation holds."""
    return holding.organisation_id in organisations_where(user, *STAFF)


def can_answer_rights(user, person: Person) -> bool:
    """The programme manager answers when a person asks for all that is kept of them, or to be erased.

    Both reach into what every partner keeps, so both belong to the organisation that leads the programme.
    """
    return leads_as(user, Role.MANAGER) and visible_people(user).filter(pk=person.pk).exists()
