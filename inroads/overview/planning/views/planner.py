"""The planner: changes are tried in a scenario, looked at, compared, and applied as drafts."""

import secrets
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inroads.foundations.core.rules import Refused, require, today
from inroads.foundations.places.models import Venue
from inroads.foundations.places.queries import councils, open_venues
from inroads.overview.planning.actions import (
    add_scenario,
    apply_scenario,
    put_in,
    put_in_venues,
    remove_scenario,
    rename_scenario,
    take_out,
)
from inroads.overview.planning.answering.asking import ask
from inroads.overview.planning.answering.method import chance, chosen_in_words
from inroads.overview.planning.answering.places import METHOD as BEST_PLACES
from inroads.overview.planning.forms import (
    AddAtVenuesForm,
    AddForm,
    ApplyForm,
    CloseForm,
    MoveForm,
    PlacesForm,
    ReachForm,
    TitleForm,
)
from inroads.overview.planning.models import Change, Question, Scenario
from inroads.overview.planning.permissions import (
    can_plan,
    can_see_need,
    organisation_of,
    visible_scenarios,
)
from inroads.overview.planning.planner_drawings import (
    areas_of,
    changes_of,
    fifths_of,
    map_of_trial,
    sentences_of,
    side_by_side,
)
from inroads.overview.planning.queries import FIRST_AREAS, outline_of
from inroads.overview.planning.reaching import groups_of, planned
from inroads.overview.planning.run_drawings import rows_of_result
from inroads.overview.planning.trying import asked_of, changes_in, form_of, trial_of
from inroads.overview.planning.views.runs import set_to_work
from inroads.programme.timetable.permissions import services_to_plan

PAGE = 25
MOST_COMPARED = 4
# The best places are looked for again whenever the page is opened: always from the same chance.
SEED = 1
Kind = Change.Kind


@require_safe
def scenario_list(request: HttpRequest, code: str) -> HttpResponse:
    """What was tried for a council; two or more of them can be compared."""
    council = get_object_or_404(councils(), code=code)
    require(can_see_need(request.user))
    page = Paginator(visible_scenarios(request.user).filter(council=council), PAGE)
    form = ReachForm(request.GET, groups=groups_of(council), on=today())
    context = {
        "council": council,
        "page": page.get_page(request.GET.get("page")),
        "form": form,
        "may_plan": can_plan(request.user),
    }
    return render(request, "planning/scenarios.html", context, status=422 if form.errors else 200)


@require_POST
def scenario_add(request, code: str):
    """Begin a scenario with the week and the journeys that the page before showed."""
    council = get_object_or_404(councils(), code=code)
    require(can_plan(request.user))
    form = ReachForm(request.POST, groups=groups_of(council), on=today())
    if not form.is_valid():
        raise Refused("Nothing was begun: choose the week and the journey from the lists")
    now = timezone.localtime()
    scenario = add_scenario(
        title=f"Tried on {date_format(now, 'j F, H:i')}",
        council=council,
        organisation=organisation_of(request.user),
        user=request.user,
        asked=dict(form.data),
        monday=form.asked.monday,
        at=now,
        by=request.user,
    )
    return redirect(scenario)


@require_safe
def scenario_show(request: HttpRequest, public_id: str) -> HttpResponse:
    scenario = get_object_or_404(visible_scenarios(request.user), public_id=public_id)
    trial = trial_of(scenario)
    outline = outline_of(scenario.council, trial.areas)
    most = None if "all" in request.GET else FIRST_AREAS
    context = {
        "scenario": scenario,
        "council": scenario.council,
        "looked_at": chosen_in_words(form_of(scenario)),
        "sentences": sentences_of(trial),
        "changes": changes_of(trial),
        "by_hand": by_hand(trial.changes) if scenario.applied_at else [],
        "map": map_of_trial(trial, outline) if outline.paths else None,
        "fifths": fifths_of(trial) if trial.changes else [],
        "rows": areas_of(trial, most=most),
        "touched": int(trial.whole.touched.sum()),
        "may_plan": can_plan(request.user),
        "address": request.build_absolute_uri(scenario.get_absolute_url()),
    }
    return render(request, "planning/scenario.html", context)


@require_safe
def scenario_compare(request: HttpRequest, code: str) -> HttpResponse:
    """Some scenarios side by side."""
    council = get_object_or_404(councils(), code=code)
    require(can_see_need(request.user))
    wanted = request.GET.getlist("scenario")
    found = visible_scenarios(request.user).filter(council=council, public_id__in=wanted)
    trials = [trial_of(scenario) for scenario in found[:MOST_COMPARED]]
    context = {
        "council": council,
        "trials": trials,
        "measures": side_by_side(trials),
        "most": MOST_COMPARED,
        "too_many": len(wanted) > MOST_COMPARED,
    }
    return render(request, "planning/scenarios_compare.html", context)


@require_http_methods(["GET", "POST"])
def change_add(request, public_id: str):
    """Try a session more."""
    scenario = one_to_change(request, public_id)
    begins = {"weekday": asked_of(scenario).weekday}
    services = services_to_plan(request.user)
    form = AddForm(request.POST or None, services=services, initial=begins)
    return tried(request, scenario, form, "Add a session")


@require_http_methods(["GET", "POST"])
def change_move(request, public_id: str):
    """Try a session elsewhere, or on another day."""
    scenario = one_to_change(request, public_id)
    form = MoveForm(request.POST or None, sessions=sessions_of(scenario))
    return tried(request, scenario, form, "Move a session")


@require_http_methods(["GET", "POST"])
def change_close(request, public_id: str):
    """Try what happens without a session, or without a venue."""
    scenario = one_to_change(request, public_id)
    form = CloseForm(request.POST or None, sessions=sessions_of(scenario))
    return tried(request, scenario, form, "Close a session or a venue")


def tried(request, scenario: Scenario, form: AddForm | MoveForm | CloseForm, title: str):
    """Put what the form says into the scenario, or show what is wrong with it."""
    if form.is_valid():
        with form.showing_refusal():
            put_in(scenario, **form.change, by=request.user)
            return redirect(scenario)
    return change_page(request, scenario, form, title)


def change_page(request, scenario: Scenario, form, title: str):
    context = {"scenario": scenario, "form": form, "title": title}
    return render(request, "planning/change.html", context, status=422 if form.errors else 200)


def sessions_of(scenario: Scenario):
    """The sessions of the week that is looked at."""
    return planned(asked_of(scenario)).order_by("starts_at", "venue__name", "pk")


@require_POST
def change_take_out(request, public_id: str, change: int):
    scenario = one_to_change(request, public_id)
    take_out(get_object_or_404(scenario.changes, pk=change), by=request.user)
    return redirect(scenario)


@require_http_methods(["GET", "POST"])
def scenario_best(request, public_id: str):
    """The places where sessions would bring most people into reach; they can be put in at once."""
    scenario = one_to_change(request, public_id)
    asks = PlacesForm(request.GET)
    context = {"scenario": scenario, "asks": asks, "form": None}
    if not asks.is_valid():
        return render(request, "planning/best_places.html", context, status=422)
    typed = scenario.asked | dict(asks.data) | {"scenario": scenario.public_id}
    gathered = BEST_PLACES.gather(scenario.council, typed, scenario.monday)
    found = BEST_PLACES.part(gathered.inputs, 0, chance(SEED, 0))
    result = BEST_PLACES.answer(gathered.inputs, [found])
    venues = venues_found(result)
    form = AddAtVenuesForm(
        request.POST or None,
        services=services_to_plan(request.user),
        initial={"weekday": asked_of(scenario).weekday},
    )
    if venues and form.is_valid():
        with form.showing_refusal():
            put_in_venues(scenario, venues, **form.cleaned_data, by=request.user)
            return redirect(scenario)
    context |= {
        "sentences": result["sentences"],
        "columns": result["columns"],
        "rows": rows_of_result(result),
        "candidates": len(gathered.inputs["candidates"]),
        "form": form if venues else None,
        "query": urlencode(asks.data),
    }
    status = 422 if form.errors else 200
    return render(request, "planning/best_places.html", context, status=status)


def venues_found(result) -> list[Venue]:
    """The venues among the places that were found, in their order."""
    keys = [row[0].removeprefix("venue-") for row in result["rows"] if row[0].startswith("venue-")]
    venues = {str(venue.pk): venue for venue in open_venues().filter(pk__in=keys)}
    return [venues[key] for key in keys if key in venues]


@require_POST
def scenario_best_keep(request, public_id: str):
    """Keep which places were found, and all that it follows from."""
    scenario = one_to_change(request, public_id)
    run = ask(
        Question.PLACES,
        scenario.council,
        scenario.asked | request.GET.dict() | {"scenario": scenario.public_id},
        organisation=scenario.organisation_id,
        user=request.user,
        seed=secrets.randbits(32),
        at=timezone.now(),
        by=request.user,
    )
    return set_to_work(request, run)


@require_http_methods(["GET", "POST"])
def scenario_rename(request, public_id: str):
    scenario = get_object_or_404(visible_scenarios(request.user), public_id=public_id)
    require(can_plan(request.user))
    form = TitleForm(request.POST or None, initial={"title": scenario.title})
    if form.is_valid():
        rename_scenario(scenario, form.cleaned_data["title"], by=request.user)
        return redirect(scenario)
    return change_page(request, scenario, form, "Name it")


@require_http_methods(["GET", "POST"])
def scenario_apply(request, public_id: str):
    """Ask for how many weeks, then make the drafts."""
    scenario = one_to_change(request, public_id)
    changes = changes_in(scenario)
    if not changes:
        raise Refused("There is nothing to apply: put in a change first")
    form = ApplyForm(request.POST or None)
    if form.is_valid():
        allowed = set(services_to_plan(request.user))
        require(all(each.offered in allowed for each in changes if each.makes_a_session))
        with form.showing_refusal():
            drafts = apply_scenario(
                scenario,
                weeks=form.cleaned_data["weeks"],
                on=today(),
                at=timezone.now(),
                by=request.user,
            )
            messages.success(request, drafts_in_words(len(drafts)))
            return redirect(scenario)
    context = {
        "scenario": scenario,
        "form": form,
        "new": [each for each in changes if each.makes_a_session],
        "by_hand": by_hand(changes),
    }
    return render(request, "planning/apply.html", context, status=422 if form.errors else 200)


def by_hand(changes: list[Change]) -> list[Change]:
    """What a person does after the drafts are made, so that everyone with a place is told."""
    return [change for change in changes if change.kind != Kind.ADD]


def drafts_in_words(number: int) -> str:
    """
    >>> drafts_in_words(1)
    '1 draft is on the timetable. Put it on for all to see, or discard it, there.'
    """
    if not number:
        return "No draft was needed. What closes, close by hand."
    one = number == 1
    return (
        f"{number} draft{' is' if one else 's are'} on the timetable."
        f" Put {'it' if one else 'each'} on for all to see, or discard it, there."
    )


@require_http_methods(["GET", "POST"])
def scenario_remove(request, public_id: str):
    scenario = get_object_or_404(visible_scenarios(request.user), public_id=public_id)
    require(can_plan(request.user))
    if request.method == "POST":
        code = scenario.council.code
        remove_scenario(scenario, by=request.user)
        messages.success(request, "The scenario was removed.")
        return redirect(reverse("planning_scenarios", args=[code]))
    lost = "Drafts that it made stay on the timetable."
    return render(request, "planning/remove.html", {"thing": scenario, "besides": lost})


def one_to_change(request, public_id: str) -> Scenario:
    """A scenario that the user may see and change."""
    scenario = get_object_or_404(visible_scenarios(request.user), public_id=public_id)
    require(can_plan(request.user))
    if scenario.applied_at:
        raise Refused("This scenario has been applied. Begin another to try something else")
    return scenario
