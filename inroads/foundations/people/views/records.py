"""The pages on which people are found, read and written down."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inroads.foundations.core.rules import require, today
from inroads.foundations.history.models import Event
from inroads.foundations.history.queries import Entry, events_about, in_words
from inroads.foundations.organisations.permissions import runs_programme
from inroads.foundations.people.actions import (
    change_person,
    join_household,
    leave_household,
    look_at,
    take_person_on,
)
from inroads.foundations.people.forms.asking import beyond, notes_kept, reach_initial
from inroads.foundations.people.forms.deciding import (
    AddForm,
    HouseholdForm,
    SameForm,
    SearchForm,
    WholeForm,
)
from inroads.foundations.people.models import DETAILS, AccessNeed, Language, Person
from inroads.foundations.people.permissions import (
    askers_for,
    can_add_person,
    can_answer_rights,
    can_begin,
    can_change_person,
    can_end_holding,
    can_see_people,
    changeable_people,
    holders_for,
    visible_consents,
    visible_holdings,
    visible_people,
)
from inroads.foundations.people.queries import (
    by_their_names,
    matching,
    might_live_with,
    people_to_be_helped,
    possible_duplicates,
    with_number,
)

ON_A_PAGE = 25
LATEST_EVENTS = 20
LOOK = "person.viewed"
# Pages of apps above this one that begin with a person; those that exist are linked.
BEGINNINGS = [("champions_add_known", "Make them a champion")]


@require_safe
def list_people(request):
    """The people whom the user may see: those to be helped, or everyone, or whoever fits what was typed."""
    require(can_see_people(request.user))
    form = search_form(request)
    sought = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    # Champions are held too; whoever arranges help looks for those who need it.
    may_choose = can_begin(request.user)
    everyone = bool(sought) or not may_choose or "everyone" in request.GET
    people = visible_people(request.user) if everyone else people_to_be_helped(request.user)
    found = by_their_names(matching(people, sought))
    shown = found.select_related("ward").prefetch_related("contact_ways")
    context = {
        "form": form,
        "page": Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page")),
        "sought": sought,
        "everyone": everyone,
        "may_choose": may_choose,
        "may_add": can_add_person(request.user),
    }
    return render(request, "people/list.html", context, status=422 if form.errors else 200)


@require_safe
def show(request, pk: int):
    """All that the user may know of a person. The look is recorded."""
    person = get_object_or_404(visible_people(request.user), pk=pk)
    look_at(person, by=request.user)
    askers = {organisation.pk for organisation, _ in askers_for(request.user, person)}
    context = {
        "person": person,
        "ways": person.contact_ways.all(),
        "languages": labels(Language, person.languages),
        "access_needs": labels(AccessNeed, person.access_needs),
        "household": household_of(request.user, person),
        "holdings": [
            (holding, holding.in_force(today()), can_end_holding(request.user, holding))
            for holding in visible_holdings(request.user, person)
        ],
        "consents": [
            (consent, consent.organisation_id in askers)
            for consent in visible_consents(request.user, person)
        ],
        "events": told_to(request.user, events_about(person).exclude(verb=LOOK)),
        "looks": looks_at(request.user, person),
        "beginnings": list(beginnings(person)) if can_begin(request.user) else [],
        "may_change": can_change_person(request.user, person),
        "may_ask": bool(askers),
        "may_answer_rights": can_answer_rights(request.user, person),
    }
    return render(request, "people/show.html", context)


def search_form(request) -> SearchForm:
    """What is looked for; an empty search looks for nobody in particular."""
    return SearchForm(request.GET if request.GET.get("q") else None)


def labels(choices, values: list[str]) -> list[str]:
    """Chosen values in words."""
    return [choices(value).label for value in values if value in choices.values]


def household_of(user, person: Person):
    """Those whom someone lives with, as far as the user may see them."""
    if person.household_id is None:
        return []
    return visible_people(user).filter(household=person.household_id).exclude(pk=person.pk)


def looks_at(user, person: Person) -> dict:
    """How often the record was looked at, and by whom the latest times."""
    looks = events_about(person).filter(verb=LOOK)
    return {"count": looks.count(), "latest": told_to(user, looks)}


def told_to(user, events: QuerySet[Event]) -> list[dict]:
    """The latest of these events; who did it is told to those who run the programme, and of oneself."""
    everyone = runs_programme(user)

    def who(entry: Entry) -> str:
        if everyone:
            return entry.who
        return "You" if entry.who == user.email else "Someone else"

    return [{"entry": entry, "who": who(entry)} for entry in in_words(events[:LATEST_EVENTS])]


def beginnings(person: Person):
    """The addresses and words of pages elsewhere that begin with this person."""
    for name, words in BEGINNINGS:
        try:
            yield reverse(name, args=[person.pk]), words
        except NoReverseMatch:
            continue


@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """Write down someone new, once it is clear that they are not known already."""
    require(can_add_person(request.user))
    form = AddForm(request.POST or None, holders=holders_for(request.user))
    if form.is_valid():
        same, number_known = resemblances(request, form)
        if same is not None:
            if not same.is_valid():
                context = {"same": same, "answers": form.answers(), "number_known": number_known}
                status = 422 if same.is_bound else 200
                return render(request, "people/same.html", {**context, "form": same}, status=status)
            if (known := same.chosen()) is not None:
                return redirect("people_show", known)
        with form.showing_refusal():
            organisation, purpose = form.holder()
            person = take_person_on(
                organisation,
                purpose,
                **form.details(),
                contact_ways=form.contact_ways(),
                on=today(),
                at=timezone.now(),
                by=request.user,
            )
            messages.success(request, "Written down.")
            return redirect("people_show", person.pk)
    return render(request, "people/add.html", {"form": form}, status=422 if form.errors else 200)


def resemblances(request, form: AddForm) -> tuple[SameForm | None, bool]:
    """The question whether this is someone known already, and whether a number is known of someone unseen.

    Of a person whom the user may not see, they learn only that the number is known to the programme.
    """
    phones = [way["value"] for way in form.contact_ways() if way["kind"] in ("voice", "text")]
    name, postcode = form.cleaned_data["name"], form.cleaned_data["postcode"]
    visible = visible_people(request.user)
    shown = possible_duplicates(visible, name=name, postcode=postcode, phones=phones)
    unseen = Person.objects.exclude(pk__in=visible.values("pk"))
    number_known = with_number(unseen, phones).exists()
    if not shown and not number_known:
        return None, False
    answered = request.POST if "same_as" in request.POST else None
    return SameForm(answered, found=shown), number_known


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk: int):
    """Correct what is written down."""
    person = get_object_or_404(visible_people(request.user), pk=pk)
    require(can_change_person(request.user, person))
    ways = list(person.contact_ways.all())
    initial = {name: getattr(person, name) for name in DETAILS} | reach_initial(ways)
    form = WholeForm(request.POST or None, initial=initial)
    if form.is_valid():
        with form.showing_refusal():
            change_person(
                person,
                **form.details(),
                contact_ways=[
                    *notes_kept(form.contact_ways(), ways, form.cleaned_data["note"]),
                    *beyond(ways),
                ],
                by=request.user,
            )
            messages.success(request, "Saved.")
            return redirect("people_show", person.pk)
    look_at(person, by=request.user)
    context = {"form": form, "person": person, "stay": beyond(ways)}
    return render(request, "people/change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def household(request, pk: int):
    """Say whom someone lives with: one of those with the same postcode or number, or found by name."""
    person = get_object_or_404(visible_people(request.user), pk=pk)
    require(can_change_person(request.user, person))
    search = search_form(request)
    sought = search.cleaned_data["q"] if search.is_bound and search.is_valid() else ""
    seen = visible_people(request.user).filter(pk__in=changeable_people(request.user))
    others = (
        matching(seen, sought).exclude(pk=person.pk) if sought else might_live_with(person, seen)
    )
    keys = others.values_list("pk", flat=True)[:ON_A_PAGE]
    people = seen.filter(pk__in=list(keys)).select_related("household")
    form = HouseholdForm(request.POST or None, people=people)
    if form.is_valid():
        with form.showing_refusal():
            join_household(person, form.cleaned_data["lives_with"], by=request.user)
            messages.success(request, "Saved.")
            return redirect("people_show", person.pk)
    look_at(person, by=request.user)
    context = {
        "form": form,
        "search": search,
        "person": person,
        "found": len(people),
        "household": household_of(request.user, person),
    }
    return render(request, "people/household.html", context, status=422 if form.errors else 200)


@require_POST
def leave(request, pk: int):
    """They live by themselves now."""
    person = get_object_or_404(visible_people(request.user), pk=pk)
    require(can_change_person(request.user, person))
    leave_household(person, by=request.user)
    messages.success(request, "Saved.")
    return redirect("people_show", person.pk)
