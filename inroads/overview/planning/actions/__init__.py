"""What happens in planning."""

from inroads.overview.planning.actions.proposals import (
    Drafted,
    accept_pair,
    answer_proposal,
    ask_proposal,
    override_pair,
    tell_progress,
    turn_down_pair,
)
from inroads.overview.planning.actions.runs import (
    answer_run,
    ask_run,
    keep_part,
    remove_run,
)
from inroads.overview.planning.actions.scenarios import (
    add_scenario,
    apply_scenario,
    put_in,
    put_in_venues,
    remove_scenario,
    rename_scenario,
    take_out,
)
from inroads.overview.planning.actions.work import (
    begin_work,
    go_on_with_work,
    refuse_work,
    stop_work,
)

__all__ = [
    "Drafted",
    "accept_pair",
    "add_scenario",
    "answer_proposal",
    "answer_run",
    "apply_scenario",
    "ask_proposal",
    "ask_run",
    "begin_work",
    "go_on_with_work",
    "keep_part",
    "override_pair",
    "put_in",
    "put_in_venues",
    "refuse_work",
    "remove_run",
    "remove_scenario",
    "rename_scenario",
    "stop_work",
    "take_out",
    "tell_progress",
    "turn_down_pair",
]
