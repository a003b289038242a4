"""What happens in planning."""

from inroads.overview.planning.actions.proposals import (
    Drafted,
    accept_pair,
    keep_proposal,
    override_pair,
    turn_down_pair,
)
from inroads.overview.planning.actions.runs import (
    answer_run,
    ask_run,
    begin_run,
    go_on_with_run,
    keep_part,
    refuse_run,
    remove_run,
    stop_run,
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

__all__ = [
    "Drafted",
    "accept_pair",
    "add_scenario",
    "answer_run",
    "apply_scenario",
    "ask_run",
    "begin_run",
    "go_on_with_run",
    "keep_part",
    "keep_proposal",
    "override_pair",
    "put_in",
    "put_in_venues",
    "refuse_run",
    "remove_run",
    "remove_scenario",
    "rename_scenario",
    "stop_run",
    "take_out",
    "turn_down_pair",
]
