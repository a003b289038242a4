"""Floating catchments beside what an analyst would use for them: `python -m bench.reach`.

Each job finds who lies within 10 km of whom and works out E2SFCA with zones of 2.5, 5 and 10 km. All but ours first
make a table of pairs; `access` and SQL cannot do without. `total` is the supply that was shared out, which must be
the same in each row, and `squares` the sum of the squared scores, by which any two that differ would part.
"""

import argparse
import logging
import warnings
from importlib import import_module  # a peer is imported only where it is measured

import numpy as np
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from bench import england
from bench.measuring import measured, show
from inroads.engine.distances import distances
from inroads.engine.need import need_index
from inroads.engine.reach import (
    enhanced_two_step_floating_catchment,
    nearest,
    three_step_floating_catchment,
)
from inroads.engine.scales import share
from inroads.engine.travel import CAR, metres_within, on_the_globe

BREAKS, WEIGHTS = [2500.0, 5000.0, 10_000.0], [1.0, 0.68, 0.22]
SIZES = [(463, 250), (33_755, 5_000), (33_755, 50_000), (180_000, 50_000)]
LARGE = (1_800_000, 500_000)


def place(n_areas: int, n_sites: int):
    xy, people = england.areas(n_areas)
    return xy, people, *england.sites(n_sites, xy, people)


def said(access, people):
    return float((access * people).sum()), float((access**2).sum())


def ours(n_areas: int, n_sites: int, threads: int):
    xy, people, site_xy, hours = place(n_areas, n_sites)

    def call():
        found = enhanced_two_step_floating_catchment(
            people, hours, distances(xy, site_xy), BREAKS, WEIGHTS, threads=threads
        )
        return said(found.access, people)

    return call


def ours_in_three_steps(n_areas: int, n_sites: int):
    xy, people, site_xy, hours = place(n_areas, n_sites)

    def call():
        ways = distances(xy, site_xy)
        return said(
            three_step_floating_catchment(people, hours, ways, BREAKS, WEIGHTS).access, people
        )

    return call


def pairs(xy, site_xy):
    return cKDTree(xy).sparse_distance_matrix(cKDTree(site_xy), BREAKS[-1], output_type="ndarray")


def with_scipy(n_areas: int, n_sites: int):
    xy, people, site_xy, hours = place(n_areas, n_sites)

    def call():
        near = pairs(xy, site_xy)
        weight = np.where(near["v"] <= BREAKS[1], np.where(near["v"] <= BREAKS[0], 1, 0.68), 0.22)
        table = csr_array((weight, (near["i"], near["j"])), shape=(n_areas, n_sites))
        load = table.T @ people
        each = np.divide(hours, load, out=np.zeros(n_sites), where=load > 0)
        return said(table @ each, people)

    return call


def with_access(n_areas: int, n_sites: int, steps: int):
    pd, access = import_module("pandas"), import_module("access")
    logging.disable(logging.CRITICAL)
    warnings.filterwarnings("ignore")
    xy, people, site_xy, hours = place(n_areas, n_sites)
    demand = pd.DataFrame({"area": np.arange(n_areas), "people": people})
    supply = pd.DataFrame({"area": np.arange(n_sites), "hours": hours})
    fading = access.weights.step_fn(dict(zip(BREAKS, WEIGHTS, strict=True)))

    def call():
        near = pairs(xy, site_xy)
        cost = pd.DataFrame({"from": near["i"], "to": near["j"], "metres": near["v"]})
        model = access.Access(
            demand_df=demand,
            demand_index="area",
            demand_value="people",
            supply_df=supply,
            supply_index="area",
            supply_value="hours",
            cost_df=cost,
            cost_origin="from",
            cost_dest="to",
            cost_name="metres",
        )
        method = model.enhanced_two_stage_fca if steps == 2 else model.three_stage_fca
        found = method(name="found", weight_fn=fading).iloc[:, 0].reindex(range(n_areas))
        return said(found.fillna(0).to_numpy(), people)

    return call


def with_polars(n_areas: int, n_sites: int):
    pl = import_module("polars")
    xy, people, site_xy, hours = place(n_areas, n_sites)
    areas = pl.LazyFrame({"i": np.arange(n_areas), "people": people})
    sites = pl.LazyFrame({"j": np.arange(n_sites), "hours": hours})

    def call():
        near = pairs(xy, site_xy)
        metres = pl.col("v")
        weight = pl.when(metres <= BREAKS[0]).then(1.0).when(metres <= BREAKS[1]).then(0.68)
        ways = pl.LazyFrame({"i": near["i"], "j": near["j"], "v": near["v"]}).select(
            "i", "j", weight.otherwise(0.22).alias("w")
        )
        load = (
            ways.join(areas, on="i")
            .group_by("j")
            .agg((pl.col("w") * pl.col("people")).sum().alias("load"))
        )
        share = load.join(sites, on="j").select(
            "j", (pl.col("hours") / pl.col("load")).alias("share")
        )
        found = (
            ways.join(share, on="j")
            .group_by("i")
            .agg((pl.col("w") * pl.col("share")).sum().alias("a"))
        ).collect()
        access = np.zeros(n_areas)
        access[found["i"].to_numpy()] = found["a"].to_numpy()
        return said(access, people)

    return call


def with_duckdb(n_areas: int, n_sites: int):
    duckdb, pd = import_module("duckdb"), import_module("pandas")
    xy, people, site_xy, hours = place(n_areas, n_sites)
    database = duckdb.connect()
    database.register("areas", pd.DataFrame({"i": np.arange(n_areas), "people": people}))
    database.register("sites", pd.DataFrame({"j": np.arange(n_sites), "hours": hours}))

    def call():
        near = pairs(xy, site_xy)
        database.register("near", pd.DataFrame({"i": near["i"], "j": near["j"], "v": near["v"]}))
        found = database.execute(
            """
            with ways as (
                select i, j, case when v <= 2500 then 1.0 when v <= 5000 then 0.68 else 0.22 end::double as w
                from near
            ),
            load as (select j, sum(w * people) as load from ways join areas using (i) group by j),
            share as (select j, hours / load as share from load join sites using (j))
            select i, sum(w * share) as a from ways join share using (j) group by i
            """
        ).fetchnumpy()
        access = np.zeros(n_areas)
        access[found["i"]] = found["a"]
        return said(access, people)

    return call


def england_with_its_libraries():
    """Need from six indicators, and reach of every library of England, from the rows to the figures of a map."""
    small = england.rows("lsoa21_england.csv.gz")
    libraries = [row for row in england.rows("libraries_uk.csv.gz") if row["lat"]]
    places, wanted = (
        on_the_globe(*(england.column(some, of) for of in ("lat", "lon")))
        for some in (small, libraries)
    )
    counts = [
        ("aged75plus", "pop2021"),
        ("income_numerator", "pop2021"),
        ("disabled", "residents_ts038"),
        ("hh_social_rented", "households"),
    ]
    shares = [
        share(england.column(small, part), england.column(small, whole)) for part, whole in counts
    ]
    plain = [
        england.column(small, name)
        for name in ("adult_low_skills_share", "digital_connectivity_indicator")
    ]
    values = np.column_stack([*shares, *plain])
    people = england.column(small, "aged65plus")
    hours = np.nan_to_num(
        [float(row["weekly_staffed_hours"] or 0) * (not row["year_closed"]) for row in libraries]
    )
    breaks = metres_within([10, 20, 30], CAR)

    def call():
        need = need_index(values, [25, 20, 15, 10, 20, 10], [True] * 6)
        ways = distances(places, wanted)
        found = enhanced_two_step_floating_catchment(people, hours, ways, breaks)
        far = nearest(ways).length
        return float(np.nanmean(need.score)), float(people @ found.access), float(far.mean())

    return call


def line(title: str, job, *given, times: int = 1):
    found = measured(job, *given, times=times)
    if isinstance(found, str):
        missing = found.removeprefix("ModuleNotFoundError: No module named ")
        return {"by": title, "CPU s": "not installed: " + missing if missing != found else found}
    return {
        "by": title,
        "CPU s": found.cpu_seconds,
        "clock s": found.seconds,
        "more MB": found.extra_mb,
        "total": f"{found.answer[0]:.6f}",
        "squares": f"{found.answer[1]:.9f}",
    }


def compare(n_areas: int, n_sites: int) -> None:
    size, times = (n_areas, n_sites), 3 if n_areas < 10_000 else 1
    found = [
        line("ours, 1 thread", ours, *size, 1, times=3),
        line("ours, 2 threads", ours, *size, 2, times=3),
    ]
    if size != LARGE:
        found += [
            line("scipy sparse", with_scipy, *size, times=times),
            line("polars", with_polars, *size, times=times),
            line("duckdb", with_duckdb, *size, times=times),
        ]
        if n_areas * n_sites < 5e9:  # beyond it needs more than ten gigabytes and two minutes
            found.append(line("PySAL access", with_access, *size, 2, times=times))
    for row in found[2:]:
        if isinstance(row["CPU s"], float):
            row["times ours"] = row["CPU s"] / found[0]["CPU s"]
    show(f"E2SFCA, {n_areas:,} areas × {n_sites:,} sites", found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="a hundred times England as well")
    asked = parser.parse_args()
    if not england.SHARED.is_dir():
        print("The published data are not here: set INROADS_SHARED.")
        return
    for size in [*SIZES, *([LARGE] if asked.large else [])]:
        compare(*size)
    size = (33_755, 5_000)
    three = [
        line("ours", ours_in_three_steps, *size, times=3),
        line("PySAL access", with_access, *size, 3),
    ]
    show(f"3SFCA, {size[0]:,} areas × {size[1]:,} sites", three)
    whole = measured(england_with_its_libraries, times=3)
    if isinstance(whole, str):
        print(whole)
        return
    score, shared, far = whole.answer
    show(
        "England, 33,755 areas × every library of the country with a place: need, reach and the nearest",
        [
            {
                "CPU s": whole.cpu_seconds,
                "clock s": whole.seconds,
                "more MB": whole.extra_mb,
                "peak MB": whole.peak_mb,
                "mean score": score,
                "hours shared out": shared,
                "mean km to the nearest": far / 1000,
            }
        ],
    )


if __name__ == "__main__":
    main()
