"""Pages about champions and their shifts."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from inroads.foundations.accounts.invitations import waits_for_invitation
from inroads.foundations.core.rules import require, today
from inroads.foundations.organisations.models import Role
from inroads.foundations.organisations.views.members import told
from inroads.foundations.people.actions import give_sign_in, look_at
from inroads.foundations.people.permissions import visible_people
from inroads.foundations.people.queries import matching, possible_duplicates
from inroads.programme.champions.actions import (
    add_champion,
    add_new_champion,
    change_champion,
    promise_shift,
    set_status,
    withdraw_shift,
)
from inroads.programme.champions.candidates import candidates_for
from inroads.programme.champions.forms import (
    WAYS_IN_WORDS,
    ChampionFilter,
    ChangeForm,
    FindForm,
    JoinForm,
    NewChampionForm,
    SignInForm,
    StatusForm,
    champion_initial,
    sign_in_initial,
)
from inroads.programme.champions.models import Champion
from inroads.programme.champions.permissions import (
    can_change_champion,
    can_give_sign_in,
    can_list_champions,
    can_promise,
    hosting_organisations,
    visible_champions,
    visible_shifts,
)
from inroads.programme.champions.queries import (
    WEEKS_TO_PROMISE,
    listed,
    sessions_to_promise,
    shifts_at,
    shifts_to_come,
    telephone_of,
    uncovered_sessions,
    with_last_session,
)
from inroads.programme.timetable.permissions import visible_sessions

PER_PAGE = 25


@require_safe
def list_champions(request):
    """The register of champions."""
    require(can_list_champions(request.user))
    wanted = ChampionFilter(request.GET)
    everyone = visible_champions(request.user)
    current = everyone.exclude(status=Champion.Status.LEFT)
    chosen = with_last_session(listed(wanted.chosen(everyone)), timezone.now())
    context = {
        "page": Paginator(chosen, PER_PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "current": current.count(),
    }
    return render(request, "champions/list.html", context)


@require_safe
def show(request, pk):
    """One champion; the look is written down."""
    champion = the_champion(request, pk)
    if champion.person.user_id != request.user.pk:
        look_at(champion.person, by=request.user)
    context = {
        "champion": champion,
        "page": Paginator(shifts_to_come(champion, today()), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "may_change": can_change_champion(request.user),
        "may_promise": can_promise(request.user, champion),
        "may_let_in": not champion.person.signs_in and can_give_sign_in(request.user, champion),
    }
    return render(request, "champions/show.html", context)


@require_safe
def find(request):
    """Who becomes a champion: someone known, or someone new."""
    require(can_change_champion(request.user))
    form = FindForm(request.GET)
    words = form.cleaned_data.get("words", "") if form.is_valid() else ""
    people = visible_people(request.user)
    people = matching(people, words) if words else people.none()
    context = {"wanted": form, "words": words, "people": people[:PER_PAGE]}
    return render(request, "champions/find.html", context)


def add_known(request, person):
    """Someone known becomes a champion."""
    person = get_object_or_404(visible_people(request.user), pk=person)
    require(can_change_champion(request.user))
    form = JoinForm(
        request.POST or None, organisations=hosting_organisations(request.user), on=today()
    )
    if form.is_valid():
        with form.showing_refusal():
            return redirect(add_champion(person, **form.champion(), by=request.user))
    context = {"form": form, "heading": f"Make {person} a champion", "back": None, "same": []}
    return filled(request, context)


def add_new(request):
    """Someone not known yet becomes a champion."""
    require(can_change_champion(request.user))
    form = NewChampionForm(
        request.POST or None, organisations=hosting_organisations(request.user), on=today()
    )
    same = []
    if form.is_valid():
        if not form.cleaned_data["not_the_same"]:
            same = the_same(request.user, form.details())
        if not same:
            with form.showing_refusal():
                champion = add_new_champion(
                    details=form.details(),
                    **form.champion(),
                    at=timezone.now(),
                    by=request.user,
                )
                return redirect(champion)
    if not same:
        del form.fields["not_the_same"]
    context = {
        "form": form,
        "heading": "Add a new champion",
        "note": f"One way to reach them is enough: {WAYS_IN_WORDS}.",
        "back": None,
        "same": same,
    }
    return filled(request, context)


def change(request, pk):
    """Where, when and with what they help."""
    champion = the_champion(request, pk)
    require(can_change_champion(request.user))
    form = ChangeForm(
        request.POST or None,
        initial=champion_initial(champion),
        organisations=hosting_organisations(request.user),
    )
    if form.is_valid():
        with form.showing_refusal():
            change_champion(champion, **form.cleaned_data, on=today(), by=request.user)
            return redirect(champion)
    context = {"form": form, "heading": f"Change {champion}", "back": champion, "same": []}
    return filled(request, context)


def status(request, pk):
    """Helping, resting, or gone."""
    champion = the_champion(request, pk)
    require(can_change_champion(request.user))
    form = StatusForm(request.POST or None, initial={"status": champion.status})
    if form.is_valid():
        with form.showing_refusal():
            champion = set_status(champion, **form.cleaned_data, on=today(), by=request.user)
            messages.success(request, f"{champion} is now: {champion.get_status_display()}.")
            return redirect("champions_list" if champion.has_left else champion)
    context = {"form": form, "heading": f"Status of {champion}", "back": champion, "same": []}
    return filled(request, context)


def sign_in(request, pk):
    """A champion signs in from now on, and is known as themselves."""
    champion, now = the_champion(request, pk), timezone.now()
    require(can_give_sign_in(request.user, champion))
    look_at(champion.person, by=request.user)
    form = SignInForm(request.POST or None, initial=sign_in_initial(champion))
    if form.is_valid():
        with form.showing_refusal():
            member = give_sign_in(
                champion.person,
                champion.organisation,
                **form.cleaned_data,
                role=Role.CHAMPION,
                at=now,
                by=request.user,
            )
            sentence = f"{champion} can sign in as {member.user}."
            if waits_for_invitation(member.user):
                sentence += " We have sent them an e-mail."
            return told(request, member, sentence, at=now, back=champion.get_absolute_url())
    context = {
        "form": form,
        "heading": f"Let {champion} sign in",
        "note": "They record the help they give, and see and promise their sessions.",
        "back": champion,
        "same": [],
    }
    return filled(request, context)


@require_safe
def sessions(request, pk):
    """Sessions that the champion may promise."""
    champion = the_champion(request, pk)
    require(can_promise(request.user, champion))
    everywhere = "everywhere" in request.GET or champion.venue is None
    listed_sessions = sessions_to_promise(champion, today(), everywhere=everywhere)
    context = {
        "champion": champion,
        "everywhere": everywhere,
        "page": Paginator(listed_sessions, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "champions/sessions.html", context)


@require_POST
def promise(request, pk, session):
    """The champion will be there."""
    champion = the_champion(request, pk)
    require(can_promise(request.user, champion))
    session = get_object_or_404(visible_sessions(request.user), pk=session)
    promise_shift(champion, session, at=timezone.now(), by=request.user)
    messages.success(request, f"{champion} promised to come: {session.when}.")
    return back_from(request, champion, session)


@require_POST
def withdraw(request, pk):
    """The champion will not be there after all."""
    shifts = visible_shifts(request.user).select_related("champion__person", "session")
    shift = get_object_or_404(shifts, pk=pk)
    require(can_promise(request.user, shift.champion))
    withdraw_shift(shift, at=timezone.now(), by=request.user)
    messages.success(request, f"No longer promised: {shift.session.when}.")
    return back_from(request, shift.champion, shift.session)


@require_safe
def uncovered(request):
    """The sessions of the next weeks that no champion has promised."""
    require(can_list_champions(request.user))
    last = today() + timedelta(weeks=WEEKS_TO_PROMISE)
    found = uncovered_sessions(today(), last, after=timezone.now())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "champions/uncovered.html", {"page": page, "last": last})


@require_safe
def for_session(request, session):
    """Who promised to come to a session, and who else could be asked."""
    require(can_list_champions(request.user))
    sessions = visible_sessions(request.user).select_related("service", "venue")
    session = get_object_or_404(sessions, pk=session)
    champions = visible_champions(request.user)
    is_over = session.is_over(timezone.now())
    asked = not (session.is_cancelled or session.is_draft or is_over)
    found = candidates_for(session, champions) if asked else []
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    prefetch_related_objects([each.champion for each in page], "person__contact_ways")
    shifts = shifts_at(session, champions)
    context = {
        "session": session,
        "is_over": is_over,
        "shifts": [(shift, telephone_of(shift.champion.person)) for shift in shifts],
        "page": page,
        "found": [(each, telephone_of(each.champion.person)) for each in page],
    }
    return render(request, "champions/for_session.html", context)


def back_from(request, champion, session):
    """To where the button was: the page of the session, or that of the champion."""
    if request.POST.get("back") == "session" and can_list_champions(request.user):
        return redirect("champions_for_session", session.pk)
    return redirect(champion)


def the_champion(request, pk):
    """A champion whom the user may see."""
    return get_object_or_404(listed(visible_champions(request.user)), pk=pk)


def the_same(user, details):
    """People whom the user may see and who may be this new one, each with the reason why."""
    phones = [way["value"] for way in details["contact_ways"] if way["value"]]
    name, postcode = details["name"], details["postcode"]
    return possible_duplicates(visible_people(user), name=name, postcode=postcode, phones=phones)


def filled(request, context):
    """The page with a form; 422 if something typed was wrong or somebody may be known already."""
    context = {"note": "", **context}
    status = 422 if context["form"].errors or context["same"] else 200
    return render(request, "champions/form.html", context, status=status)
