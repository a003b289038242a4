"""The register of champions: who they are, where, when and with what they help."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

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
    set_status,
)
from inroads.programme.champions.checking import standings_of, why_not_alone
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
from inroads.programme.champions.joining import steps_of
from inroads.programme.champions.models import Champion
from inroads.programme.champions.permissions import (
    can_change_champion,
    can_change_own,
    can_give_sign_in,
    can_list_champions,
    can_promise,
    hosting_organisations,
    visible_champions,
)
from inroads.programme.champions.queries import (
    listed,
    shifts_to_come,
    with_last_session,
)

PER_PAGE = 25
MOST_THANKS = 10


@require_safe
def list_champions(request):
    """The register of champions."""
    require(can_list_champions(request.user))
    wanted = ChampionFilter(request.GET)
    everyone = visible_champions(request.user)
    current = everyone.filter(status__in=Champion.CURRENT)
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
        "checks": standings_of(champion, today()),
        "why_not_yet": why_not_alone(champion, today()) if champion.is_joining else "",
        "steps": steps_of(champion) if can_change_champion(request.user) else [],
        "thanks": champion.thanks.all()[:MOST_THANKS],
        "is_own": can_change_own(request.user, champion),
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
