"""Partners and their teams."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from inroads.foundations.accounts.invitations import reaches_by_email
from inroads.foundations.core.rules import require, today
from inroads.foundations.organisations.actions import (
    add_organisation,
    add_team,
    change_organisation,
    change_team,
    remove_team,
)
from inroads.foundations.organisations.forms import OrganisationForm, TeamForm
from inroads.foundations.organisations.models import Organisation
from inroads.foundations.organisations.permissions import (
    can_add_organisation,
    can_change_organisation,
    can_see_members,
    grantable_roles,
    visible_organisations,
)
from inroads.foundations.organisations.queries import agreements_of, members_of, team_tree

ON_A_PAGE = 25


@require_safe
def list_partners(request):
    """The partners that the user sees."""
    page = Paginator(visible_organisations(request.user), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "can_add": can_add_organisation(request.user)}
    return render(request, "organisations/list.html", context)


@require_safe
def show(request, pk: int):
    """One partner: what it is, its teams, who works there, what it has agreed."""
    organisation = get_object_or_404(visible_organisations(request.user), pk=pk)
    sees_members = can_see_members(request.user, organisation)
    members = members_of(organisation) if sees_members else members_of(organisation).none()
    page = Paginator(members, ON_A_PAGE).get_page(request.GET.get("page"))
    grantable = grantable_roles(request.user, organisation)
    on = today()
    context = {
        "organisation": organisation,
        "tree": team_tree(organisation),
        "sees_members": sees_members,
        "page": page,
        "members": [
            (member, member.user_id != request.user.pk and member.role in grantable)
            for member in page.object_list
        ],
        "agreements": [(each, each.in_force(on)) for each in agreements_of(organisation)],
        "can_change": can_change_organisation(request.user, organisation),
        "sends": reaches_by_email(),
    }
    return render(request, "organisations/show.html", context)


def add(request):
    """A new partner."""
    require(can_add_organisation(request.user))
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        with form.showing_refusal():
            organisation = add_organisation(**form.cleaned_data, by=request.user)
            return redirect("organisations_show", organisation.pk)
    return answer(request, form, title="Add a partner", button="Add the partner")


def change(request, pk: int):
    """What is known of a partner."""
    organisation = changeable(request, pk)
    known = {name: getattr(organisation, name) for name in ("name", "kind", "email", "phone")}
    form = OrganisationForm(request.POST or None, initial=known)
    if form.is_valid():
        with form.showing_refusal():
            change_organisation(organisation, **form.cleaned_data, by=request.user)
            return redirect("organisations_show", pk)
    return answer(request, form, organisation, title=f"Change {organisation}", button="Save")


def add_a_team(request, pk: int):
    """A new team."""
    organisation = changeable(request, pk)
    form = TeamForm(request.POST or None, organisation=organisation)
    if form.is_valid():
        with form.showing_refusal():
            add_team(organisation, **form.cleaned_data, by=request.user)
            return redirect("organisations_show", pk)
    return answer(request, form, organisation, title="Add a team", button="Add the team")


def change_a_team(request, pk: int, team: int):
    """Another name, or another place in the tree."""
    organisation = changeable(request, pk)
    found = get_object_or_404(organisation.teams, pk=team)
    known = {"name": found.name, "parent": found.parent_id}
    form = TeamForm(request.POST or None, initial=known, organisation=organisation, team=found)
    if form.is_valid():
        with form.showing_refusal():
            change_team(found, **form.cleaned_data, by=request.user)
            return redirect("organisations_show", pk)
    return answer(request, form, organisation, title=f"Rename or move {found}", button="Save")


def remove_a_team(request, pk: int, team: int):
    """Asks first, then removes."""
    organisation = changeable(request, pk)
    found = get_object_or_404(organisation.teams, pk=team)
    if request.method == "POST":
        remove_team(found, by=request.user)
        messages.success(request, f"The team {found.name} is removed.")
        return redirect("organisations_show", pk)
    context = {
        "organisation": organisation,
        "title": f"Remove the team {found}?",
        "sentence": "Whoever is in it still works for the organisation, in no team.",
        "button": "Remove the team",
    }
    return render(request, "organisations/confirm.html", context)


def changeable(request, pk: int) -> Organisation:
    """The organisation, if the user sees it (or 404) and may change it (or 403)."""
    organisation = get_object_or_404(visible_organisations(request.user), pk=pk)
    require(can_change_organisation(request.user, organisation))
    return organisation


def answer(request, form, organisation: Organisation | None = None, *, title, button, hint=""):
    """The page of one form."""
    context = {
        "form": form,
        "organisation": organisation,
        "title": title,
        "button": button,
        "hint": hint,
    }
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)
