"""Kept answers: the list, one of them, and what can be done with it."""

import json
import secrets

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inroads.foundations.core.rules import Refused, require
from inroads.foundations.exchange.exports import csv_response, download
from inroads.foundations.places.queries import councils
from inroads.overview.planning import tasks
from inroads.overview.planning.actions import go_on_with_work, remove_run, stop_work
from inroads.overview.planning.answering.asking import ask, work_out_again
from inroads.overview.planning.comparing import compare
from inroads.overview.planning.models import Question, Run
from inroads.overview.planning.permissions import (
    can_change_run,
    can_keep_runs,
    can_see_need,
    organisation_of,
    visible_runs,
)
from inroads.overview.planning.queries import FIRST_AREAS
from inroads.overview.planning.run_drawings import file_of_run, kept_of, map_of_run, rows_of_result
from inroads.overview.planning.working import is_silent, work_through

PAGE = 25


@require_safe
def run_list(request: HttpRequest) -> HttpResponse:
    require(can_see_need(request.user))
    runs = visible_runs(request.user).defer("inputs", "result", "parts", "asked")
    page = Paginator(runs, PAGE).get_page(request.GET.get("page"))
    return render(request, "planning/runs.html", {"page": page})


@require_safe
def run_show(request: HttpRequest, public_id: str) -> HttpResponse:
    run = get_object_or_404(visible_runs(request.user), public_id=public_id)
    context = {
        "run": run,
        "done": len(run.parts),
        "is_silent": is_silent(run, timezone.now()),
        "may_keep": can_keep_runs(request.user),
        "may_change": can_change_run(request.user, run),
    }
    if run.is_done:
        most = None if "all" in request.GET else FIRST_AREAS
        others = visible_runs(request.user).filter(
            question=run.question, council=run.council, status=Run.Status.DONE
        )
        others = others.exclude(pk=run.pk).defer("inputs", "result", "parts", "asked")
        earlier = compared_with(request, run)
        context |= {
            "map": map_of_run(run),
            "rows": rows_of_result(run.result, most=most),
            "total": len(run.result["rows"]),
            "first": FIRST_AREAS,
            "others": others[:PAGE],
            "comparison": compare(run, earlier) if earlier else None,
            "most": most,
        }
    return render(request, "planning/run.html", context)


def compared_with(request: HttpRequest, run: Run) -> Run | None:
    """The answer that was chosen to compare with, or else the one that this repeats."""
    done = visible_runs(request.user).filter(
        question=run.question, council=run.council, status=Run.Status.DONE
    )
    if "with" in request.GET:
        return done.filter(public_id=request.GET["with"]).exclude(pk=run.pk).first()
    return done.filter(pk=run.repeats_id).first() if run.repeats_id else None


@require_POST
def need_keep(request, code: str):
    return kept(request, Question.NEED, code)


@require_POST
def reach_keep(request, code: str):
    return kept(request, Question.REACH, code)


def kept(request, question: Question, code: str):
    """Keep the answer to what the page shows, as its address asks it."""
    council = get_object_or_404(councils(), code=code)
    require(can_keep_runs(request.user))
    run = ask(
        question,
        council,
        request.GET.dict(),
        organisation=organisation_of(request.user),
        user=request.user,
        seed=secrets.randbits(32),
        at=timezone.now(),
        by=request.user,
    )
    return set_to_work(request, run)


def set_to_work(request, run: Run):
    """What has one part is worked out at once; the rest is left to the worker."""
    if run.total == 1:
        work_through(run, clock=timezone.now, by=request.user)
    else:
        tasks.work_out.enqueue(run.pk)
    return redirect(run)


@require_POST
def run_stop(request, public_id: str):
    run = get_object_or_404(visible_runs(request.user), public_id=public_id)
    require(can_change_run(request.user, run))
    stop_work(run, by=request.user)
    return redirect(run)


@require_POST
def run_again(request, public_id: str):
    """Go on with work that was stopped, or that broke off."""
    run = get_object_or_404(visible_runs(request.user), public_id=public_id)
    require(can_change_run(request.user, run))
    now = timezone.now()
    go_on_with_work(run, is_silent=is_silent(run, now), at=now, by=request.user)
    tasks.work_out.enqueue(run.pk)
    return redirect(run)


@require_POST
def run_repeat(request, public_id: str):
    """Work it out once more from what was kept, with the same seed: does the same come out?"""
    run = get_object_or_404(visible_runs(request.user), public_id=public_id)
    require(can_keep_runs(request.user))
    if not run.is_done:
        raise Refused("There is no answer to compare with yet")
    again = work_out_again(run, user=request.user, at=timezone.now(), by=request.user)
    return set_to_work(request, again)


@require_POST
def run_ask(request, public_id: str):
    """Ask the same of the figures as they are now."""
    run = get_object_or_404(visible_runs(request.user), public_id=public_id)
    require(can_keep_runs(request.user))
    anew = ask(
        Question(run.question),
        run.council,
        run.asked["typed"],
        organisation=run.organisation_id,
        user=request.user,
        seed=run.seed,
        at=timezone.now(),
        by=request.user,
        repeats=run,
    )
    return set_to_work(request, anew)


@require_http_methods(["GET", "POST"])
def run_remove(request, public_id: str):
    run = get_object_or_404(visible_runs(request.user), public_id=public_id)
    require(can_change_run(request.user, run))
    if request.method == "POST":
        remove_run(run, by=request.user)
        messages.success(request, "The kept answer was removed.")
        return redirect("planning_runs")
    context = {"thing": run, "besides": "Nothing else changes."}
    return render(request, "planning/remove.html", context)


@require_safe
def run_download(request: HttpRequest, public_id: str) -> HttpResponse:
    """The answer as a spreadsheet."""
    run = get_object_or_404(visible_runs(request.user), public_id=public_id)
    if not run.is_done:
        return redirect(run)
    return csv_response(f"{run.title}-{run.asked_at:%Y-%m-%d}", *file_of_run(run))


@require_safe
def run_kept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything that was kept, as JSON: what was asked, of which figures, by which versions, and the answer."""
    run = get_object_or_404(visible_runs(request.user), public_id=public_id)
    kept = json.dumps(kept_of(run), ensure_ascii=False, indent=1)
    name = f"{run.title}-{run.asked_at:%Y-%m-%d}.json"
    return download(name, "application/json", kept.encode())
