"""What a call costs: each case in a process of its own, so that none inherits the memory of another."""

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measured:
    """The cost of one call, and what it answered. Compare only figures of one run on one machine."""

    cpu_seconds: float
    seconds: float
    peak_mb: float  # of the whole process
    extra_mb: float  # beyond what the process held before the call
    answer: Any


def measured(job: Callable[..., Any], *given: Any, times: int = 1) -> Measured | str:
    """Prepare and call a job in a process of its own; or in one line why that failed.

    `job` is a function at the top of a module. It takes what is given, prepares, and answers with another
    function, the only one whose cost counts; what that one answers must be small.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(theirs, job, given, times))
    process.start()
    theirs.close()
    try:
        return ours.recv()
    except EOFError:
        return "the process was stopped"
    finally:
        process.join()


def _run(pipe, job, given, times: int) -> None:
    try:
        call = job(*given)
        before = _peak_mb()
        best = (float("inf"), float("inf"), None)
        for _ in range(times):
            start, cpu = time.perf_counter(), time.process_time()
            answer = call()
            cost = (time.process_time() - cpu, time.perf_counter() - start, answer)
            best = min(best, cost, key=lambda each: each[0])
        pipe.send(Measured(best[0], best[1], _peak_mb(), _peak_mb() - before, best[2]))
    except Exception as error:
        pipe.send(
            f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"[:100]
        )


def _peak_mb() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1_000_000


def show(title: str, rows: list[dict[str, Any]]) -> None:
    """Print rows as a table under a title."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *([_text(row.get(name, "")) for name in columns] for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(columns))]
    print(f"\n{title}")
    for line in lines:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))
    sys.stdout.flush()


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
