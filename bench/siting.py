"""Where to open places, beside what an analyst would use for it: `python -m bench.siting`.

Unmet need is residents times their area's deprivation score; a site can be opened in any area, and covers every area
within 3 km. `short` is how far an answer lies below the best that anyone found or proved in the same table; `gap`
is what the method itself says is missing at most.
"""

import argparse
from importlib import import_module  # a peer is imported only where it is measured
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from bench import england
from bench.measuring import measured, show
from inroads.engine.coverage import coverage_of_journeys
from inroads.engine.distances import distances
from inroads.engine.gathering import gather_points
from inroads.engine.siting import place_sites

METRES = 3_000.0
PATIENCE = 120  # seconds that a peer's solver may take
PLACES = [("Dorset and BCP", 20), ("South West", 100), ("England", 1_000)]
PUBLISHED = [  # instance, radius, sites to open, optimum
    *[("SJC324", 800, count, best) for count, best in enumerate([5461, 8790, 11604, 12106], 1)],
    *[("SJC402", 800, 2, 11339), ("SJC402", 800, 4, 15658)],
    *[("SJC500", 800, 3, 15730), ("SJC500", 800, 5, 18859)],
    *[("SJC818", 800, 5, 24531), ("SJC818", 800, 7, 26974)],
    *[
        ("BDS10000A", 5.5, 10, 441545),
        ("BDS10000A", 4, 15, 395780),
        ("BDS10000A", 3.25, 20, 356433),
    ],
    *[
        ("BDS100000A", 5.5, 10, 4431761),
        ("BDS100000A", 4, 15, 3939218),
        ("BDS100000A", 3.25, 20, 3563611),
    ],
]


def place(name: str) -> tuple[np.ndarray, np.ndarray]:
    """The small areas of a part of England: metres on a map, and unmet need."""
    rows = england.rows("lsoa21_england.csv.gz")
    if name == "South West":
        rows = [row for row in rows if row["rgnnm"] == name]
    elif name != "England":
        rows = [row for row in rows if row["lad24cd"] in ("E06000058", "E06000059")]
    latitude, longitude = (np.radians(england.column(rows, axis)) for axis in ("lat", "lon"))
    xy = 6_371_008.8 * np.column_stack([longitude * np.cos(np.radians(52.5)), latitude])
    need = np.clip(england.column(rows, "imd2025_score") / 60, 0.02, 1)
    return xy, np.round(england.column(rows, "pop2021") * need)


def ours(name: str, count: int, asked: dict):
    xy, people = place(name)

    def call():
        near = coverage_of_journeys(distances(xy, xy).reachable(METRES))
        found = place_sites(near, people, count, rng=np.random.default_rng(1), **asked)
        return found.covered, found.gap, len(near.area)

    return call


def spopt(name: str, count: int, solver: str):
    xy, people = place(name)
    pulp, located = import_module("pulp"), import_module("spopt.locate")

    def call():
        apart = np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1))
        model = located.MCLP.from_cost_matrix(apart, people, METRES, count)
        chosen = {
            "CBC": pulp.PULP_CBC_CMD(msg=False, timeLimit=PATIENCE, threads=1),
            "HiGHS": pulp.HiGHS(msg=False, timeLimit=PATIENCE),
        }[solver]
        model.solve(chosen, results=False)
        return float(pulp.value(model.problem.objective)), None

    return call


def apricot(name: str, count: int):
    xy, people = place(name)
    apricot = import_module("apricot")

    def call():
        pairs = cKDTree(xy).sparse_distance_matrix(cKDTree(xy), METRES, output_type="ndarray")
        table = csr_array((np.ones(len(pairs)), (pairs["i"], pairs["j"])))
        chosen = apricot.MaxCoverageSelection(count, optimizer="lazy").fit(table.toarray()).ranking
        return float(people[(table[chosen].sum(axis=0)) > 0].sum()), None

    return call


def submodlib(name: str, count: int):
    xy, people = place(name)
    peer = import_module("submodlib")

    def call():
        pairs = cKDTree(xy).sparse_distance_matrix(cKDTree(xy), METRES, output_type="ndarray")
        table = csr_array((np.ones(len(pairs)), (pairs["i"], pairs["j"])))
        cover = [set(map(int, row)) for row in np.split(table.indices, table.indptr[1:-1])]
        function = peer.SetCoverFunction(
            n=len(xy), cover_set=cover, num_concepts=len(xy), concept_weights=list(people)
        )
        taken = function.maximize(
            budget=count,
            optimizer="LazyGreedy",
            stopIfZeroGain=False,
            stopIfNegativeGain=False,
            show_progress=False,
        )
        return float(people[table[[each[0] for each in taken]].sum(axis=0) > 0].sum()), None

    return call


def covering_instance(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sites, points and the people at each point of a published instance of maximal covering."""
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if path.name.startswith("BDS"):
        sites, points = (
            np.array([line[2:] for line in lines if line[0] == kind], float) for kind in "FC"
        )
        return sites[:, :2], points[:, :2], points[:, 2]
    table = np.array(lines[1:], float)
    return table[:, :2], table[:, :2], table[:, 2]


def published(name: str, radius: float, count: int):
    sites, points, people = covering_instance(england.SHARED / "mclp" / f"{name}.txt")

    def call():
        parts = gather_points(sites, points, people, radius)
        rng = np.random.default_rng(1)
        greedy = place_sites(parts.coverage, parts.people, count, exact=False, search=0, rng=rng)
        found = place_sites(parts.coverage, parts.people, count, exact=True, rng=rng)
        return greedy.covered, found.covered, found.bound, len(points), len(parts.people)

    return call


def many_people(points: int, metres: float, count: int):
    rng = np.random.default_rng(1)
    sites, homes = rng.uniform(0, 30, (100, 2)), rng.uniform(0, 30, (points, 2))
    people = rng.integers(1, 101, points).astype(float)

    def call():
        parts = gather_points(sites, homes, people, metres)
        found = place_sites(
            parts.coverage, parts.people, count, exact=True, rng=np.random.default_rng(1)
        )
        return found.covered, found.gap, len(parts.people)

    return call


def line(title: str, job, *given, times: int = 1) -> dict:
    found = measured(job, *given, times=times)
    if isinstance(found, str):
        missing = found.removeprefix("ModuleNotFoundError: No module named ")
        return {"by": title, "CPU s": "not installed: " + missing if missing != found else found}
    covered, gap = found.answer[:2]
    return {
        "by": title,
        "CPU s": found.cpu_seconds,
        "more MB": found.extra_mb,
        "people in reach": f"{covered:,.0f}",
        "gap": "" if gap is None else f"{gap:.3%}",
        "covered": covered,
    }


def beside(rows: list[dict]) -> list[dict]:
    """The same rows with how far each lies below the best, and how much longer it took than the first."""
    best = max(row.get("covered", 0.0) for row in rows)
    for row in rows:
        if "covered" in row:
            row["short"] = f"{1 - row.pop('covered') / best:.3%}"
            row["times ours"] = row["CPU s"] / rows[0]["CPU s"]
    return rows


def compare(name: str, count: int) -> None:
    quick, unproved = {"search": 0, "rounds": 0, "exact": False}, {"exact": False}
    rows = [line("ours", ours, name, count, {}, times=3 if name.startswith("Dorset") else 1)]
    rows.append(line("ours, without the solver", ours, name, count, unproved))
    rows.append(line("ours, greed and exchanges only", ours, name, count, quick))
    if name == "England":
        rows.append({"by": "spopt", "CPU s": "needs a table of 9.1 GB before it begins"})
    else:
        rows += [line(f"spopt with {each}", spopt, name, count, each) for each in ("CBC", "HiGHS")]
        rows.append(line("apricot, areas unweighted", apricot, name, count))
    rows.append(line("submodlib", submodlib, name, count))
    show(f"Maximal covering: {name}, open {count:,}", beside(rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the largest")
    asked = parser.parse_args()
    if not england.SHARED.is_dir():
        print("The published data are not here: set INROADS_SHARED.")
        return
    for name, count in PLACES[: 1 if asked.quick else None]:
        compare(name, count)
    rows = []
    for points in (1_000_000, *([] if asked.quick else [20_000_000])):
        for metres, count in ((5.5, 10), (4.0, 15)):
            found = line("ours", many_people, points, metres, count)
            found.pop("covered", None)
            rows.append({"points": points, "radius": metres, "open": count, **found})
    show("Maximal covering: 100 sites, very many people", rows)
    rows = []
    for name, radius, count, optimum in PUBLISHED:
        found = measured(published, name, radius, count)
        row = {"instance": name, "radius": radius, "open": count, "optimum": optimum}
        if isinstance(found, str):
            rows.append({**row, "greedy": found})
            continue
        greedy, best, bound, points, parts = found.answer
        row |= {"points": points, "parts": parts, "greedy": f"{1 - greedy / optimum:.2%} short"}
        row |= {"found": best, "bound": bound, "CPU s": found.cpu_seconds}
        rows.append({**row, "is": "optimal" if best == bound == optimum else "not proved"})
    show("Maximal covering: published instances", rows)


if __name__ == "__main__":
    main()
