"""What can be stamped: the skills of the place, in its own words."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inroads.foundations.core.rules import require
from inroads.programme.passports.actions import (
    add_skill,
    begin_with_our_list,
    change_skill,
    restore_skill,
    retire_skill,
)
from inroads.programme.passports.forms import ChangeSkillForm, SkillForm
from inroads.programme.passports.permissions import can_change_skills, changeable_skills


@require_safe
def list_skills(request):
    """Every skill, in the order in which it is printed; those no longer stamped come last."""
    require(can_change_skills(request.user))
    skills = changeable_skills(request.user).order_by("retired", "position", "pk")
    return render(request, "passports/skills.html", {"skills": skills})


@require_POST
def begin(request):
    """Start with our list."""
    require(can_change_skills(request.user))
    begin_with_our_list(by=request.user)
    return redirect("passports_skills")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """One more skill."""
    require(can_change_skills(request.user))
    form = SkillForm(request.POST or None)
    if form.is_valid():
        with form.showing_refusal():
            add_skill(**form.cleaned_data, by=request.user)
            return redirect("passports_skills")
    return filled(request, form, "Add a skill")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    """Better words for a skill, or another place in the list."""
    skill = the_skill(request, pk)
    initial = {name: getattr(skill, name) for name in ChangeSkillForm.base_fields}
    form = ChangeSkillForm(request.POST or None, initial=initial)
    if form.is_valid():
        with form.showing_refusal():
            change_skill(skill, **form.cleaned_data, by=request.user)
            return redirect("passports_skills")
    return filled(request, form, f"Change {skill}")


@require_POST
def retire(request, pk):
    """The skill is no longer stamped."""
    retire_skill(the_skill(request, pk), by=request.user)
    return redirect("passports_skills")


@require_POST
def restore(request, pk):
    """The skill is stamped again."""
    restore_skill(the_skill(request, pk), by=request.user)
    return redirect("passports_skills")


def the_skill(request, pk):
    """A skill that the user may change."""
    return get_object_or_404(changeable_skills(request.user), pk=pk)


def filled(request, form, heading):
    """The page with the form of a skill; 422 if something typed was wrong."""
    context = {"form": form, "heading": heading}
    status = 422 if form.errors else 200
    return render(request, "passports/skill.html", context, status=status)
