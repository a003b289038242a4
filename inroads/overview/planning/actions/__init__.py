"""What happens in planning."""

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

__all__ = [
    "answer_run",
    "ask_run",
    "begin_run",
    "go_on_with_run",
    "keep_part",
    "refuse_run",
    "remove_run",
    "stop_run",
]
