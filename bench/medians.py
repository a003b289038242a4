"""Shortest ways on average and for the farthest, beside peers and published optima: `python -m bench.medians`.

The published networks have 100 to 900 places, each with one person, where a site can be opened in any. Peers are asked
only where they answer within a minute or two. England is the county's question at a hundred times its size.
"""

import argparse
from importlib import import_module  # a peer is imported only where it is measured

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from bench import england
from bench.measuring import measured, show
from bench.siting import PATIENCE, place
from inroads.engine.centres import place_centres
from inroads.engine.distances import distances
from inroads.engine.journeys import journeys_from_table
from inroads.engine.medians import place_medians


def median_instance(path) -> tuple[np.ndarray, int]:
    """All lengths of ways, and how many sites to open, of a published instance: a network with its roads.

    A road that is listed twice has the length that is given last.
    """
    numbers = path.read_text(encoding="utf-8").split()
    size, roads, count = map(int, numbers[:3])
    length = {}
    for a, b, long in np.array(numbers[3 : 3 + 3 * roads], int).reshape(-1, 3):
        length[min(a, b) - 1, max(a, b) - 1] = long
    ends = np.array([*length]).T
    network = csr_array(([*length.values()], (ends[0], ends[1])), shape=(size, size), dtype=float)
    return shortest_path(network, method="D", directed=False), count


def instance(number: int) -> tuple[np.ndarray, int]:
    return median_instance(england.SHARED / "orlib" / "pmed" / f"pmed{number}.txt")


def optimum(number: int, kind: str) -> int:
    text = (england.SHARED / "orlib" / "pmed" / f"{kind}opt.txt").read_text(encoding="utf-8")
    return int(text.split()[number - 1])


def medians(number: int):
    lengths, count = instance(number)
    journeys, people = journeys_from_table(lengths), np.ones(len(lengths))

    def call():
        found = place_medians(journeys, people, count, rng=np.random.default_rng(1))
        return found.total, found.bound

    return call


def centres(number: int):
    lengths, count = instance(number)
    journeys, people = journeys_from_table(lengths), np.ones(len(lengths))

    def call():
        found = place_centres(journeys, people, count)
        return found.longest, found.bound

    return call


def spopt(number: int, kind: str, solver: str):
    lengths, count = instance(number)
    pulp, located = import_module("pulp"), import_module("spopt.locate")

    def call():
        given = {"CBC": pulp.PULP_CBC_CMD, "HiGHS": pulp.HiGHS}[solver]
        if kind == "pmed":
            people = np.ones(len(lengths))
            model = located.PMedian.from_cost_matrix(lengths, people, p_facilities=count)
        else:
            model = located.PCenter.from_cost_matrix(lengths, p_facilities=count)
        model.solve(given(msg=False, timeLimit=PATIENCE), results=False)
        return float(pulp.value(model.problem.objective)), None

    return call


def kmedoids(number: int):
    lengths, count = instance(number)
    peer = import_module("kmedoids")

    def call():
        found = min(peer.fasterpam(lengths, count, random_state=seed).loss for seed in range(10))
        return float(found), None

    return call


def dorset():
    xy, people = place("Dorset and BCP")

    def call():
        journeys = distances(xy, xy).reachable(1e9)
        found = place_medians(journeys, people, 20, rng=np.random.default_rng(1))
        return found.mean, found.gap

    return call


def whole_of_england(count: int, beyond: float):
    xy, people = place("England")

    def call():
        journeys = distances(xy, xy).reachable(beyond)
        found = place_medians(
            journeys, people, count, beyond=beyond, branches=0, rng=np.random.default_rng(1)
        )
        return found.mean, found.gap

    return call


def answer(row: dict, best: int, job, *given) -> dict:
    found = measured(job, *given)
    if isinstance(found, str):
        missing = found.removeprefix("ModuleNotFoundError: No module named ")
        return {**row, "CPU s": "not installed: " + missing if missing != found else found}
    value, bound = found.answer
    short = "optimal" if round(value, 6) == best else f"{value / best - 1:.3%} off"
    proof = {} if bound is None else {"bound": bound, "proved": bound == value == best}
    return {**row, "CPU s": found.cpu_seconds, "found": value, "is": short, **proof}


def compare(kind: str, title: str, numbers: list[int], with_peers: dict[str, int]) -> None:
    rows = []
    for number in numbers:
        lengths, count = instance(number)
        best = optimum(number, kind)
        row = {"instance": number, "places": len(lengths), "open": count, "optimum": best}
        ours = {"pmed": medians, "kcenter": centres}[kind]
        rows.append(answer({**row, "by": "ours"}, best, ours, number))
        if kind == "pmed":
            rows.append(answer({**row, "by": "kmedoids"}, best, kmedoids, number))
        for solver, most in with_peers.items():
            if len(lengths) <= most:
                line = {**row, "by": f"spopt with {solver}"}
                rows.append(answer(line, best, spopt, number, kind, solver))
    show(title, rows)
    mine = [row for row in rows if row["by"] == "ours"]
    proved = sum(row.get("proved", False) for row in mine)
    print(
        f"  {proved} of {len(mine)} proved optimal, {sum(row['CPU s'] for row in mine):.1f} CPU s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the largest")
    asked = parser.parse_args()
    folder = england.SHARED / "orlib" / "pmed"
    if not folder.is_dir():
        print("The published data are not here: set INROADS_SHARED.")
        return
    numbers = sorted(int(path.stem[4:]) for path in folder.glob("pmed[0-9]*.txt"))
    if asked.quick:
        numbers = [number for number in numbers if number <= 10]
    compare("pmed", "Shortest ways on average (p-median)", numbers, {"CBC": 200, "HiGHS": 200})
    compare("kcenter", "Shortest longest way (p-centre)", numbers, {"HiGHS": 200})
    rows = []
    places = [("Dorset and BCP, open 20", dorset, ())]
    if not asked.quick:
        places.append(
            ("England, open 1,000, 15 km counts beyond", whole_of_england, (1_000, 15_000.0))
        )
    for title, job, given in places:
        found = measured(job, *given)
        if isinstance(found, str):
            rows.append({"place": title, "CPU s": found})
            continue
        mean, gap = found.answer
        row = {"place": title, "CPU s": found.cpu_seconds, "more MB": found.extra_mb}
        rows.append({**row, "mean metres": mean, "gap": f"{gap:.3%}"})
    show("Shortest ways on average, real places", rows)


if __name__ == "__main__":
    main()
