"""What happens to the record of a person: added, changed, held, agreed to, looked at, erased."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import (
    Actor,
    changes_between,
    record,
    reference,
    values_of,
)
from inroads.foundations.organisations.actions import invite
from inroads.foundations.organisations.models import Membership, Organisation, Purpose, Role
from inroads.foundations.people.details import (
    fill,
    forget_letters_to_nowhere,
    locate,
    not_erased,
    replace_contact_ways,
    ways_of,
)
from inroads.foundations.people.models import DETAILS, Consent, Holding, Household, Person
from inroads.foundations.people.traces import FORGOTTEN, Erased, erase_traces, erase_user
from inroads.foundations.places.models import Postcode


@transaction.atomic
def add_person(
    *,
    name: str = "",
    birth_year: int | None = None,
    address: str = "",
    postcode: str = "",
    languages: Iterable[str] = (),
    needs_interpreter: bool = False,
    access_needs: Iterable[str] = (),
    contact_ways: Iterable[dict] = (),
    at: datetime,
    by: Actor,
) -> Person:
    """Someone new is written down; where they live is found from the postcode if it is known."""
    person = Person(added_at=at)
    fill(
        person,
        name=name,
        birth_year=birth_year,
        address=address,
        postcode=postcode,
        languages=languages,
        needs_interpreter=needs_interpreter,
        access_needs=access_needs,
    )
    person.save()
    replace_contact_ways(person, contact_ways)
    record("person.added", person, by=by)
    return person


@transaction.atomic
def take_person_on(
    organisation: Organisation,
    purpose: Purpose,
    *,
    on: date,
    at: datetime,
    by: Actor,
    **details: Any,
) -> Person:
    """Someone new is written down, and an organisation holds them from today; `details` as for `add_person`."""
    person = add_person(**details, at=at, by=by)
    hold(person, organisation, purpose, on=on, by=by)
    return person


@transaction.atomic
def change_person(
    person: Person,
    *,
    contact_ways: Iterable[dict] | None = None,
    by: Actor,
    **details: Any,
) -> Person:
    """Correct the record: only the details that are given change, and `contact_ways` all together."""
    person = not_erased(person)
    before = values_of(person, DETAILS)
    reached_before = ways_of(person)
    fill(person, **details)
    person.save()
    move_household_along(person, before)
    if contact_ways is not None:
        replace_contact_ways(person, contact_ways)
    else:
        forget_letters_to_nowhere(person)
    changes = changes_between(before, person)
    if ways_of(person) != reached_before:
        changes["contact_ways"] = "changed"
    if changes:
        record("person.changed", person, by=by, changes=changes)
    return person


@transaction.atomic
def hold(
    person: Person, organisation: Organisation, purpose: Purpose, *, on: date, by: Actor
) -> Holding:
    """An organisation keeps the person's record for a purpose from today, once however often it is asked."""
    person = not_erased(person)
    holding, is_new = Holding.objects.get_or_create(
        person=person,
        organisation=organisation,
        purpose=purpose,
        ends_on=None,
        defaults={"starts_on": on},
    )
    if is_new:
        changes = {"organisation": organisation.pk, "purpose": str(purpose)}
        record("person.held", person, by=by, changes=changes)
    return holding


@transaction.atomic
def end_holding(holding: Holding, *, on: date, by: Actor) -> Holding:
    """The organisation needs the record no longer, and from today sees it no more."""
    holding = locked(holding)
    ends_on = max(on, holding.starts_on)
    if holding.ends_on is not None and holding.ends_on <= ends_on:
        return holding
    holding.ends_on = ends_on
    holding.save()
    changes = {"organisation": holding.organisation_id, "purpose": holding.purpose}
    record("person.let_go", holding.person, by=by, changes=changes)
    return holding


@transaction.atomic
def take_consent(
    person: Person,
    organisation: Organisation,
    purpose: Purpose,
    *,
    words: str,
    how: str,
    at: datetime,
    by: Actor,
) -> Consent:
    """The person said yes to the words that were read out to them."""
    person = not_erased(person)
    if not words.strip():
        raise Refused("Write down the words that were read out", field="words")
    consent = Consent.objects.create(
        person=person,
        organisation=organisation,
        purpose=purpose,
        words=words,
        how=how,
        taken_by=by if isinstance(by, User) else None,
        given_at=at,
    )
    changes = {"consent": consent.pk, "organisation": organisation.pk, "purpose": str(purpose)}
    record("person.consented", person, by=by, changes=changes)
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, at: datetime, by: Actor) -> Consent:
    """The person changed their mind; that they had said yes until now is kept."""
    consent = locked(consent)
    if consent.stands:
        consent.withdrawn_at = max(at, consent.given_at)
        consent.save()
        changes = {"consent": consent.pk}
        record("person.withdrew_consent", consent.person, by=by, changes=changes)
    return consent


@transaction.atomic
def join_household(person: Person, other: Person, *, by: Actor) -> Household:
    """The person lives with another one."""
    person, other = not_erased(person), not_erased(other)
    if person == other:
        raise Refused("Choose somebody else: nobody lives with themselves", field="lives_with")
    household = other.household
    if household is None:
        household = Household.objects.create(address=other.address, postcode=other.postcode)
        other.household = household
        other.save()
        record("person.joined_household", other, by=by, changes={"household": "changed"})
    if person.household_id != household.pk:
        step_out(person, by=by)
        person.household = household
        person.save()
        record("person.joined_household", person, by=by, changes={"household": "changed"})
    return household


@transaction.atomic
def leave_household(person: Person, *, by: Actor) -> None:
    """The person lives there no longer; a household of one is none."""
    person = not_erased(person)
    step_out(person, by=by)
    forget_letters_to_nowhere(person)


@transaction.atomic
def place_people(*, by: Actor) -> int:
    """Whoever was written down before their postcode was loaded is found in its small area and ward; how many."""
    loaded = Postcode.objects.filter(postcode=OuterRef("postcode"), small_area__isnull=False)
    waiting = Person.objects.filter(Exists(loaded), small_area=None, erased_at=None)
    placed = 0
    for person in waiting.select_for_update().order_by("pk"):
        locate(person)
        person.save(update_fields=["small_area", "ward"])
        record("person.placed", person, by=by)
        placed += 1
    return placed


@transaction.atomic
def look_at(person: Person, *, by: Actor) -> None:
    """Somebody read the person's record; the history keeps that too."""
    record("person.viewed", person, by=by)


@transaction.atomic
def hand_over(person: Person, *, by: Actor) -> None:
    """All that is kept of the person was made ready to be handed to them."""
    record("person.exported", person, by=by)


@transaction.atomic
def erase_person(person: Person, *, at: datetime, by: Actor) -> Erased:
    """Everything personal goes, in every table; what is left counts, and speaks of nobody.

    The history stays: it holds no name, only which record was looked at or changed, when and by whom, and
    it is the proof that the erasure was done (UK GDPR article 17(3)(b) and (e)).
    """
    person = locked(person)
    if person.erased_at is not None:
        raise Refused("They have been erased already")
    if person.user and person.user.memberships.exists():
        raise Refused("They still sign in here. End their roles first, then erase their record.")
    on = timezone.localdate(at)
    for holding in person.holdings.filter(Q(ends_on=None) | Q(ends_on__gt=on)):
        end_holding(holding, on=on, by=by)
    for consent in person.consents.filter(withdrawn_at=None):
        withdraw_consent(consent, at=at, by=by)
    household = person.household
    erased = erase_traces(person)
    if household:
        end_if_alone(household, by=by)
    Person.objects.filter(pk=person.pk).update(erased_at=at)
    record("person.erased", person, by=by, changes={"rows": erased.rows})
    return erased


@transaction.atomic
def give_sign_in(
    person: Person, organisation: Organisation, *, email: str, role: Role, at: datetime, by: Actor
) -> Membership:
    """A person signs in from now on: invited in this role, unless they have it already, and known as this user."""
    person = not_erased(person)
    if person.signs_in:
        raise Refused(f"They sign in already, as {person.user}", field="email")
    known = organisation.memberships.filter(role=role, user__email__iexact=email).first()
    membership = known or invite(organisation, email=email, role=role, at=at, by=by)
    if Person.objects.filter(user=membership.user).exclude(pk=person.pk).exists():
        raise Refused("Somebody else signs in with this address", field="email")
    person.user = membership.user
    person.save(update_fields=["user"])
    record("person.given_sign_in", person, by=by, changes={"user": "changed"})
    return membership


@transaction.atomic
def forget_closed_users(*, before: datetime, by: Actor) -> int:
    """Of users who were closed before then, nothing is kept that says who they were; how many."""
    closings = Event.objects.filter(verb="user.closed").order_by("at")
    closed_at = dict(closings.values_list("thing", "at"))
    known = User.objects.filter(is_active=False).exclude(email__endswith=FORGOTTEN)
    forgotten = [user for user in known if closed_at.get(reference(user), before) < before]
    for user in forgotten:
        erased = Erased()
        erase_user(user, erased)
        record("user.forgotten", user, by=by, changes={"rows": erased.rows})
    return len(forgotten)


# What the actions above share


def move_household_along(person: Person, before: dict[str, Any]) -> None:
    """Where the household is written to at this person's address, that moves or is corrected with it."""
    household = person.household
    was = (before["address"], before["postcode"])
    now = (person.address, person.postcode)
    if household and any(now) and now != was == (household.address, household.postcode):
        household.address, household.postcode = now
        household.save()


def step_out(person: Person, *, by: Actor) -> None:
    """They live there no longer, if they lived with anyone."""
    household = person.household
    if household is None:
        return
    person.household = None
    person.save()
    record("person.left_household", person, by=by, changes={"household": "changed"})
    end_if_alone(household, by=by)


def end_if_alone(household: Household, *, by: Actor) -> None:
    """A household of one is none; whoever stays keeps the address, if they have none of their own."""
    staying = list(household.people.all()[:2])
    if len(staying) == 2:
        return
    for person in staying:
        changes = {"household": "changed"}
        known = household.address and household.postcode
        if known and not (person.address and person.postcode):
            person.address, person.postcode = household.address, household.postcode
            locate(person)
            changes |= {"address": "changed", "postcode": "changed"}
        person.household = None
        person.save()
        record("person.left_household", person, by=by, changes=changes)
    household.delete()
