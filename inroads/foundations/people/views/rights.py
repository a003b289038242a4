"""The pages on which a person is given all that is kept of them, or erased."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from inroads.foundations.core.rules import require
from inroads.foundations.people.actions import erase_person, hand_over, look_at
from inroads.foundations.people.forms.deciding import EraseForm
from inroads.foundations.people.permissions import can_answer_rights, visible_people
from inroads.foundations.people.telling import done_with, kept_in_words
from inroads.foundations.people.traces import RETAINED, all_that_is_kept


@require_safe
def export(request, pk: int):
    """All that is kept of a person, to be read and printed."""
    person = get_object_or_404(visible_people(request.user), pk=pk)
    require(can_answer_rights(request.user, person))
    hand_over(person, by=request.user)
    context = {
        "person": person,
        "kept": kept_in_words(person),
        "done": done_with(person),
        "now": timezone.now(),
    }
    return render(request, "people/export.html", context)


@require_safe
def export_json(request, pk: int):
    """The same, for a machine."""
    person = get_object_or_404(visible_people(request.user), pk=pk)
    require(can_answer_rights(request.user, person))
    hand_over(person, by=request.user)
    return JsonResponse(
        all_that_is_kept(person),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="person-{person.pk}.json"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request, pk: int):
    """Erase a person, having asked twice; then say what was erased."""
    person = get_object_or_404(visible_people(request.user), pk=pk)
    require(can_answer_rights(request.user, person))
    form = EraseForm(request.POST or None)
    if form.is_valid():
        with form.showing_refusal():
            erased = erase_person(person, at=timezone.now(), by=request.user)
            messages.success(
                request, f"Erased: {erased}. What is left counts, and speaks of nobody."
            )
            return redirect("people_list")
    look_at(person, by=request.user)
    context = {"form": form, "person": person, "retained": RETAINED}
    return render(request, "people/erase.html", context, status=422 if form.errors else 200)
