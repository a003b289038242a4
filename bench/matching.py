"""Who helps whom, beside what an analyst would use for it: `python -m bench.matching`, `--full` with a million people.

People live where the small areas of England say, most where need is greatest, and 20 ask for each champion; up to
10,000 of them in Dorset and its neighbour. Both have topics, languages, days and limits; a person is offered the 24
nearest who fit, and counts for 200 minutes, and 40 more for each of ten bands of need, if nobody helps them.
`above` is how far a total lies above the least there is, and `gap` what the method itself says it may be.
"""

import argparse
from importlib import import_module  # a peer is imported only where it is measured
from time import process_time

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from bench import england
from bench.measuring import measured, show
from inroads.engine.candidates import Candidates, Champions, People, candidates
from inroads.engine.hours import match_hours
from inroads.engine.matching import match
from inroads.engine.priorities import POLICIES, penalties, served_by_band
from inroads.engine.rematching import change_capacity, explain, join, leave, stand

SIZES = [1_000, 10_000, 100_000, 1_000_000]
LISTED = 24
EVENTS = 1_000


def asked_for_help(people: int) -> tuple[People, Champions, np.ndarray, np.ndarray]:
    """So many people, the champions, the room of each champion, and the band of need of each person."""
    rng = np.random.default_rng(11)
    rows = england.rows("lsoa21_england.csv.gz")
    if people <= 10_000:
        rows = [row for row in rows if row["lad24cd"] in ("E06000058", "E06000059")]
    latitude, longitude = (np.radians(england.column(rows, name)) for name in ("lat", "lon"))
    at = 6_371_008.8 * np.column_stack([longitude * np.cos(np.radians(52.5)), latitude])
    residents = england.column(rows, "pop2021")
    need = np.clip(england.column(rows, "imd2025_score") / 60, 0.02, 1)
    champions = max(people // 20, 5)
    home = rng.choice(len(at), people, p=residents * need / (residents @ need))
    base = rng.choice(len(at), champions, p=residents / residents.sum())
    room = np.maximum(1, rng.lognormal(np.log(22) - 0.125, 0.5, champions).round()).astype(int)
    topics = np.zeros((people, 8), bool)
    for _ in range(2):
        topics[np.arange(people), rng.integers(0, 8, people)] |= rng.random(people) < 0.7
    spoken = np.zeros((people, 5), bool)
    native = np.where(rng.random(people) < 0.93, 0, rng.integers(1, 5, people))
    spoken[np.arange(people), native] = True
    their_languages = rng.random((champions, 5)) < 0.12
    their_languages[:, 0] = True
    asking = People(
        xy=at[home] + rng.normal(0, 400, (people, 2)),
        limit_minutes=rng.choice([13, 31, 49, 91], people, p=[0.25, 0.4, 0.25, 0.1]),
        metres_per_minute=1_000 / 6,
        topics=topics,
        languages=spoken,
        days=rng.random((people, 8)) < 0.5,
    )
    helping = Champions(
        xy=at[base] + rng.normal(0, 500, (champions, 2)),
        limit_minutes=np.inf,
        topics=rng.random((champions, 8)) < 0.75,
        languages=their_languages,
        days=rng.random((champions, 8)) < 0.4,
    )
    return asking, helping, room, np.minimum((need[home] * 10).astype(int), 9)


def instance(people: int, policy: str = "by_band") -> tuple[Candidates, np.ndarray, np.ndarray]:
    asking, helping, room, band = asked_for_help(people)
    found = candidates(asking, helping, most=LISTED)
    return found, room, penalties(policy, band, found, minutes=200, step_minutes=40)


def listing(people: int):
    asking, helping, _, _ = asked_for_help(people)
    return lambda: len(candidates(asking, helping, most=LISTED).indices)


def ours(people: int, slack: float | None, policy: str = "by_band"):
    found, room, penalty = instance(people, policy)

    def call():
        done = match(found, room, penalty, slack_minutes=slack)
        return done.cost, int((done.champion >= 0).sum()), done.gap

    return call


def first_come(people: int, needy_first: bool):
    """What is done by hand: one after another, the nearest who still has room."""
    found, room, penalty = instance(people)
    order = np.random.default_rng(0).permutation(people)
    if needy_first:
        order = order[np.argsort(-penalty[order], kind="stable")]
    indptr, indices, minutes = (part.tolist() for part in found[:3])

    def call():
        left, cost, served = room.tolist(), 0, 0
        for person in order.tolist():
            for pair in range(indptr[person], indptr[person + 1]):  # nearest first
                if left[indices[pair]]:
                    left[indices[pair]] -= 1
                    cost, served = cost + minutes[pair], served + 1
                    break
            else:
                cost += int(penalty[person])
        return cost, served, None

    return call


def along_the_curve(found: Candidates, room: np.ndarray, penalty: np.ndarray):
    """The same instance laid out as we do it ourselves, for a peer that does not."""
    indptr, indices, minutes = (np.asarray(part) for part in found[:3])
    order, champions = found.curve
    number = np.empty(len(room), np.int32)
    number[champions] = np.arange(len(room))
    lengths = np.diff(indptr)[order]
    ends = np.concatenate([[0], np.cumsum(lengths)])
    pair = np.repeat(indptr[order] - ends[:-1], lengths) + np.arange(ends[-1])
    laid = Candidates(ends, number[indices[pair]], minutes[pair], len(room))
    return laid, room[champions], penalty[order]


def ortools(people: int, laid_out: bool):
    flow = import_module("ortools.graph.python.min_cost_flow")
    found, room, penalty = instance(people)
    if laid_out:
        found, room, penalty = along_the_curve(found, room, penalty)
    champions, pairs = len(room), len(found.indices)
    person = np.repeat(np.arange(people), np.diff(found.indptr))
    end = people + champions

    def call():
        solver = flow.SimpleMinCostFlow()
        add = solver.add_arcs_with_capacity_and_unit_cost
        add(
            person,
            people + found.indices.astype(int),
            np.ones(pairs, int),
            found.minutes.astype(int),
        )
        add(np.arange(people), np.full(people, end), np.ones(people, int), penalty)
        add(people + np.arange(champions), np.full(champions, end), room, np.zeros(champions, int))
        solver.set_nodes_supplies(
            np.arange(end + 1),
            np.concatenate([np.ones(people, int), np.zeros(champions, int), [-people]]),
        )
        assert solver.solve() == solver.OPTIMAL
        alone = solver.flows(np.arange(pairs, pairs + people)).sum()
        return int(solver.optimal_cost()), int(people - alone), None

    return call


def networkx(people: int):
    peer = import_module("networkx")
    found, room, penalty = instance(people)
    graph = peer.DiGraph()
    graph.add_node("end", demand=people)
    for person in range(people):
        graph.add_node(person, demand=-1)
        graph.add_edge(person, "end", weight=int(penalty[person]), capacity=1)
        for pair in range(found.indptr[person], found.indptr[person + 1]):
            there = ("champion", int(found.indices[pair]))
            graph.add_edge(person, there, weight=int(found.minutes[pair]), capacity=1)
    for j, places in enumerate(room):
        graph.add_edge(("champion", j), "end", weight=0, capacity=int(places))

    def call():
        cost, flows = peer.network_simplex(graph)
        return cost, sum(not flows[person]["end"] for person in range(people)), None

    return call


def places_as_columns(people: int) -> tuple[csr_array, int]:
    """A column for each place and one for each person left unserved, as scipy asks for."""
    found, room, penalty = instance(people)
    first = np.concatenate([[0], np.cumsum(room)])
    person = np.repeat(np.arange(people), np.diff(found.indptr))
    times = room[found.indices]
    column = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    column += np.repeat(first[found.indices], times)
    rows = np.concatenate([np.repeat(person, times), np.arange(people)])
    columns = np.concatenate([column, first[-1] + np.arange(people)])
    # A cost of nothing would be no pair to scipy; one minute more for everyone changes no choice.
    costs = 1.0 + np.concatenate([np.repeat(found.minutes, times), penalty])
    return csr_array((costs, (rows, columns)), shape=(people, first[-1] + people)), int(first[-1])


def scipy_sparse(people: int):
    table, places = places_as_columns(people)

    def call():
        rows, columns = min_weight_full_bipartite_matching(table)
        cost = int(table[rows, columns].sum()) - people
        return cost, int((columns < places).sum()), None

    return call


def scipy_dense(people: int):
    table, places = places_as_columns(people)

    def call():
        full = np.where(table.toarray() == 0, 1e6, table.toarray())
        rows, columns = linear_sum_assignment(full)
        return int(full[rows, columns].sum()) - people, int((columns < places).sum()), None

    return call


def upkeep(people: int):
    """One event at a time on a finished matching: milliseconds of processor for each, and how many were moved."""
    found, room, penalty = instance(people)
    done = match(found, room, penalty)
    standing = stand(found, room, penalty, done.champion, done.price)
    rng = np.random.default_rng(3)
    some = rng.choice(np.flatnonzero(done.champion >= 0), min(EVENTS, people // 4), replace=False)
    busiest = np.argsort(-done.price, kind="stable")[:20]

    def call():
        now, cost = standing, done.cost
        spent: dict[str, list[tuple[float, int]]] = {"leave": [], "join": []}
        for name, event in (("leave", leave), ("join", join)):
            for person in some:
                start = process_time()
                change = event(now, [person])
                spent[name].append((process_time() - start, len(change.people) - 1))
                now = change.standing
        spent["stop a champion"] = []
        for j in busiest:
            start = process_time()
            change = change_capacity(standing, int(j), 0)
            spent["stop a champion"].append((process_time() - start, len(change.people)))
        spent["explain"] = []
        for person in some[:100]:
            start = process_time()
            explain(standing, int(person))
            spent["explain"].append((process_time() - start, 0))
        champion, price = now.champion, now.price
        again = stand(found, room, penalty, champion, price)  # refuses what is not the best
        total = (
            found.minutes[np.repeat(champion, np.diff(found.indptr)) == found.indices].sum()
            + penalty[champion < 0].sum()
        )
        assert total == cost
        assert (again.champion == champion).all()
        return {name: np.array(each) for name, each in spent.items()}

    return call


def row(title: str, people: int, job, *given, times: int = 1) -> dict:
    found = measured(job, people, *given, times=times)
    if isinstance(found, str):
        missing = found.removeprefix("ModuleNotFoundError: No module named ")
        return {"by": title, "CPU s": "not installed: " + missing if missing != found else found}
    cost, served, gap = found.answer
    return {
        "by": title,
        "CPU s": found.cpu_seconds,
        "peak MB": round(found.peak_mb),
        "cost": cost,
        "served": served,
        "gap": "" if gap is None else f"{gap:.3%}",
    }


def compare(people: int) -> None:
    times = 5 if people <= 10_000 else 1
    rows = [row("ours, exact", people, ours, None, times=times)]
    rows += [
        row(f"ours, auction, {slack} min", people, ours, slack, times=times) for slack in (1, 4)
    ]
    rows.append(row("OR-Tools SimpleMinCostFlow", people, ortools, False, times=times))
    rows.append(row("OR-Tools, neighbours together", people, ortools, True, times=times))
    if people <= 10_000:
        rows.append(row("scipy, sparse, places as columns", people, scipy_sparse))
    if people <= 1_000:
        rows.append(row("scipy, dense", people, scipy_dense))
        rows.append(row("networkx network_simplex", people, networkx))
    rows.append(row("by hand, first come", people, first_come, False))
    rows.append(row("by hand, neediest first", people, first_come, True))
    least = min(each["cost"] for each in rows if "cost" in each)
    for each in rows:
        if "cost" in each:
            each["above"] = f"{each['cost'] / least - 1:.4%}"
            each["times ours"] = each["CPU s"] / rows[0]["CPU s"]
    listed = measured(listing, people)
    title = f"Matching {people:,} people to {max(people // 20, 5):,} champions"
    if not isinstance(listed, str):
        title += f": {listed.answer:,} pairs, found in {listed.cpu_seconds:.2f} CPU s"
    show(title, rows)


def events(people: int) -> list[dict]:
    found = measured(upkeep, people)
    if isinstance(found, str):
        return [{"people": people, "event": found}]
    return [
        {
            "people": people,
            "event": name,
            **{
                f"p{part} ms": float(np.quantile(each[:, 0], part / 100) * 1_000)
                for part in (50, 99, 100)
            },
            "others moved": float(each[:, 1].mean()),
            "most": int(each[:, 1].max()),
            "peak MB": round(found.peak_mb),
        }
        for name, each in found.answer.items()
    ]


def who_is_served(people: int) -> list[dict]:
    """The share of those in reach who are served, by band of need, under each policy."""
    asking, helping, room, band = asked_for_help(people)
    found = candidates(asking, helping, most=LISTED)
    rows = []
    for policy in POLICIES:
        penalty = penalties(policy, band, found, minutes=200, step_minutes=40)
        start = process_time()
        done = match(found, room, penalty)
        spent = process_time() - start
        table = served_by_band(done.champion, np.minimum(band // 2, 4), found)
        shares = {f"band {each}": f"{share:.1%}" for each, share in enumerate(table.share)}
        rows.append({"policy": policy, "CPU s": spent, "served": int(table.served.sum()), **shares})
    return rows


def everyone_with_everyone(minutes: np.ndarray) -> Candidates:
    """Candidates from a table of champions by people."""
    champions, people = minutes.shape
    all_of_them = np.tile(np.arange(champions), people)
    return Candidates(np.arange(people + 1) * champions, all_of_them, minutes.T.ravel(), champions)


def numbers_of(name: str) -> np.ndarray:
    return np.array((england.SHARED / "orlib" / name).read_text().split(), int)


def published() -> list[dict]:
    """OR-Library: assignments and, by hours, generalised assignments."""
    rows = []
    for size, least in ((100, 305), (200, 475), (300, 626), (400, 804)):
        minutes = numbers_of(f"assign/assign{size}.txt")[1:].reshape(size, size)
        found = everyone_with_everyone(minutes.T)
        start = process_time()
        done = match(found, np.ones(size, int), np.full(size, 10_000))
        spent = process_time() - start
        rows.append({"instance": f"assign{size}", "known": least, "CPU s": spent})
        rows[-1] |= {"found": done.cost, "bound": done.lower_bound}
    for kind in ("gapa", "gapb"):
        numbers = numbers_of(f"gap/{kind}.txt")
        at = 1
        for _ in range(numbers[0]):
            champions, people = numbers[at : at + 2]
            end = at + 2 + 2 * champions * people
            minutes, hours = numbers[at + 2 : end].reshape(2, champions, people)
            given, at = numbers[end : end + champions], end + champions
            found, penalty = everyone_with_everyone(minutes), np.full(people, 1_000)
            start = process_time()
            by_hours = match_hours(found, hours.T.ravel(), given, penalty)
            spent = process_time() - start
            rows.append({"instance": f"{kind} {champions}x{people}", "CPU s": spent})
            rows[-1] |= {"found": by_hours.cost, "bound": by_hours.lower_bound}
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="with a million people")
    asked = parser.parse_args()
    if not england.SHARED.is_dir():
        print("The published data are not here: set INROADS_SHARED.")
        return
    sizes = SIZES if asked.full else SIZES[:-1]
    for people in sizes:
        compare(people)
    show("Kept up, one event at a time", [row for people in sizes for row in events(people)])
    for people in (10_000, 100_000):
        show(f"Who is served, of {people:,}: share of those in reach", who_is_served(people))
    show("Published instances", published())


if __name__ == "__main__":
    main()
