"""Whom to ask next, beside what an analyst would use for it: `python -m bench.cascade`.

A made-up organisation: teams of about nine, twelve teams to a service, everybody tied to the whole team and by six ties
to others, most within the service, some to people whom everybody knows. Champions reach the teams that they have ties
with; what counts is the staff of those teams. Every job begins with the teams in reach of each person already known, in
whatever form it takes them. `short` is how far an answer lies below the best in its table.
"""

import argparse
import heapq
from importlib import import_module  # a peer is imported only where it is measured

import numpy as np

from bench.measuring import measured, show
from inroads.engine.cascade import choose_champions, likely_spread, teams_in_reach
from inroads.engine.coverage import Coverage, coverage_of_pairs, merge_areas
from inroads.engine.covering import Covering, greedy
from inroads.engine.influence import choose_by_word_of_mouth
from inroads.engine.limits import limit_of_number
from inroads.engine.siting import place_sites

SIZES = [(5_000, 40), (100_000, 800), (1_000_000, 8_000)]
CHANCE = 0.05
TEAM, SERVICE, TIES = 9, 12, 6


def organisation(staff: int) -> tuple[Coverage, np.ndarray]:
    """Ties between so many people, both ways, and the team of each."""
    rng = np.random.default_rng(5)
    size = np.maximum(2, rng.poisson(TEAM, staff))
    team = np.repeat(np.arange(staff), size)[:staff]
    pairs = []
    for apart in range(1, int(size.max())):
        one = np.flatnonzero(team[:-apart] == team[apart:])
        pairs.append(np.stack([one, one + apart]))
    many = staff * TIES // 2
    one = rng.integers(0, staff, many)
    near = int(0.6 * many)
    service = team // SERVICE
    first, last = (
        np.searchsorted(service, service[one[:near]], side=side) for side in ("left", "right")
    )
    within = first + (rng.random(near) * (last - first)).astype(np.int64)
    known = np.cumsum(np.minimum(rng.pareto(2.2, staff) + 0.3, 12.0))
    anywhere = np.searchsorted(known, rng.random(many - near) * known[-1])
    pairs.append(np.stack([one, np.concatenate([within, anywhere])]))
    a, b = np.concatenate(pairs, axis=1)
    a, b = a[a != b], b[a != b]
    return coverage_of_pairs(np.append(a, b), np.append(b, a), staff, staff), team


def reach_of(staff: int) -> tuple[Coverage, np.ndarray]:
    ties, team = organisation(staff)
    return teams_in_reach(ties, team, int(team.max()) + 1), np.bincount(team).astype(float)


def in_reach(reach: Coverage, weight: np.ndarray, chosen) -> float:
    return float(weight[reach.covered(np.asarray(chosen, np.int64))].sum())


def greed_alone(staff: int, count: int):
    reach, weight = reach_of(staff)
    merged = merge_areas(reach, weight)
    limits = tuple(limit_of_number(staff, count))
    covering = Covering(merged.coverage, merged.weight, limits)

    def call():
        _, gains = greedy(covering)
        return float(gains.sum()), None

    return call


def ours(staff: int, count: int, asked: dict):
    reach, weight = reach_of(staff)

    def call():
        found = place_sites(reach, weight, count, rng=np.random.default_rng(1), **asked)
        return found.covered, found.gap

    return call


def from_ties(staff: int, count: int, asked: dict):
    ties, team = organisation(staff)

    def call():
        found = choose_champions(ties, team, count, rng=np.random.default_rng(1), **asked)
        return found.covered, found.gap

    return call


def plain_greedy(staff: int, count: int):
    reach, weight = reach_of(staff)
    sets = [{*map(int, reach.areas_of(person))} for person in range(staff)]
    heavy = weight.tolist()

    def call():
        left, chosen = {*range(len(heavy))}, []
        for _ in range(count):
            best = max(range(staff), key=lambda person: sum(heavy[t] for t in sets[person] & left))
            chosen.append(best)
            left -= sets[best]
        return in_reach(reach, weight, chosen), None

    return call


def apricot(staff: int, count: int):
    reach, weight = reach_of(staff)
    peer = import_module("apricot")
    table = import_module("scipy.sparse").csr_matrix(reach.table, dtype=float)
    table.indptr, table.indices = table.indptr.astype(np.int32), table.indices.astype(np.int32)

    def call():
        chosen = peer.MaxCoverageSelection(count, optimizer="lazy").fit(table).ranking
        return in_reach(reach, weight, chosen), None

    return call


def submodlib(staff: int, count: int):
    reach, weight = reach_of(staff)
    peer = import_module("submodlib")
    sets = [{*map(int, reach.areas_of(person))} for person in range(staff)]

    def call():
        function = peer.SetCoverFunction(
            n=staff, cover_set=sets, num_concepts=len(weight), concept_weights=list(weight)
        )
        taken = function.maximize(
            budget=count,
            optimizer="LazyGreedy",
            stopIfZeroGain=False,
            stopIfNegativeGain=False,
            show_progress=False,
        )
        return in_reach(reach, weight, [person for person, _ in taken]), None

    return call


def word_of_mouth(staff: int, count: int):
    ties, _ = organisation(staff)

    def call():
        rng = np.random.default_rng(1)
        found = choose_by_word_of_mouth(ties, CHANCE, count, runs=64, rng=rng)
        return found.reached, found.gap

    return call


def most_ties(staff: int, count: int):
    ties, _ = organisation(staff)

    def call():
        chosen = np.argsort(-np.diff(ties.first), kind="stable")[:count]
        return likely_spread(
            ties, CHANCE, chosen, runs=64, rng=np.random.default_rng(7)
        ).reached, None

    return call


def networkx(staff: int, count: int):
    ties, _ = organisation(staff)
    graph = import_module("networkx").Graph()
    who = np.repeat(np.arange(staff), np.diff(ties.first))
    graph.add_edges_from(zip(who.tolist(), ties.area.tolist(), strict=True))
    dice = import_module("random").Random(1)

    def spread(start):
        total = 0
        for _ in range(20):
            seen, line = {*start}, [*start]
            for x in line:
                for y in graph[x]:
                    if y not in seen and dice.random() < CHANCE:
                        seen.add(y)
                        line.append(y)
            total += len(line)
        return total / 20

    def call():
        heap = [(-spread([person]), person, 0) for person in graph]
        heapq.heapify(heap)
        chosen, now = [], 0.0
        while len(chosen) < count:
            gain, person, when = heapq.heappop(heap)
            if when == len(chosen):
                chosen.append(person)
                now -= gain
            else:
                heapq.heappush(heap, (now - spread([*chosen, person]), person, len(chosen)))
        return likely_spread(
            ties, CHANCE, chosen, runs=64, rng=np.random.default_rng(7)
        ).reached, None

    return call


def line(title: str, job, *given, times: int = 1) -> dict:
    found = measured(job, *given, times=times)
    if isinstance(found, str):
        missing = found.removeprefix("ModuleNotFoundError: No module named ")
        return {"by": title, "CPU s": "not installed: " + missing if missing != found else found}
    value, gap = found.answer
    return {
        "by": title,
        "CPU s": found.cpu_seconds,
        "more MB": found.extra_mb,
        "peak MB": found.peak_mb,
        "staff": f"{value:,.0f}",
        "gap": "" if gap is None else f"{gap:.2%}",
        "value": value,
    }


def beside(rows: list[dict]) -> list[dict]:
    """The same rows with how far each lies below the best, and how much longer it took than the first."""
    best = max(row.get("value", 0.0) for row in rows)
    for row in rows:
        if "value" in row:
            row["short"] = f"{1 - row.pop('value') / best:.2%}"
            row["times ours"] = row["CPU s"] / rows[0]["CPU s"]
    return rows


def compare(staff: int, count: int) -> None:
    quick = {"search": 0, "rounds": 0, "exact": False}
    rows = [line("ours, greed alone", greed_alone, staff, count, times=3)]
    rows.append(line("ours, and exchanges", ours, staff, count, quick, times=3))
    rows.append(line("ours, and who reaches whom", from_ties, staff, count, quick))
    rows.append(line("ours, with the bound", ours, staff, count, {"search": 0, "exact": False}))
    rows.append(line("ours, with the search as well", ours, staff, count, {"exact": False}))
    rows.append(line("submodlib", submodlib, staff, count))
    if staff <= 100_000:
        rows.append(line("apricot, teams unweighted", apricot, staff, count))
    if staff <= 5_000:
        rows.append(line("greedy in plain Python", plain_greedy, staff, count))
    show(f"Champions in reach of most staff: {staff:,} staff, {count:,} champions", beside(rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the largest")
    asked = parser.parse_args()
    sizes = SIZES[: 2 if asked.quick else None]
    for staff, count in sizes:
        compare(staff, count)
    for staff, count in [(5_000, 10), *((staff, count) for staff, count in sizes[1:])]:
        rows = [line("ours", word_of_mouth, staff, count)]
        rows.append(line("those with most ties", most_ties, staff, count))
        if staff <= 5_000:
            rows.append(line("networkx, CELF with 20 runs", networkx, staff, count))
        show(f"Reached by word of mouth: {staff:,} staff, {count:,} told first", beside(rows))


if __name__ == "__main__":
    main()
