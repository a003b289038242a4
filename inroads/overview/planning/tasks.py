"""The work on a question that the worker does."""

from django.utils import timezone
from django_tasks import task

from inroads.foundations.history.recording import Machine
from inroads.overview.planning.matching_up import match_up
from inroads.overview.planning.models import Proposal, Run
from inroads.overview.planning.working import work_through


@task()
def work_out(run_id: int) -> None:
    """Work a run out, or go on with it."""
    run = Run.objects.select_related("user").filter(pk=run_id).first()
    if run:
        work_through(run, clock=timezone.now, by=run.user or Machine("planning"))


@task()
def match_waiting_list(proposal_id: int) -> None:
    """Work a proposal out."""
    proposal = Proposal.objects.select_related("user").filter(pk=proposal_id).first()
    if proposal:
        match_up(proposal, clock=timezone.now, by=proposal.user or Machine("planning"))
