"""The index itself, and how sure its tenth is, beside what an analyst would use: `python -m bench.sensitivity`.

The index: twenty indicators, each ranked and stretched as in the English indices, their weighted mean, rank and tenth.
How sure: how often each area is among the tenth with the most need in a thousand draws of the weights. Nobody offers
that; the peers rank once a draw, and are measured on fewer draws and multiplied. `check` must be the same in each row
of a table.
"""

from importlib import import_module  # a peer is imported only where it is measured

import numpy as np

from bench.measuring import measured, show
from inroads.engine.need import weighted_need
from inroads.engine.scales import scale_by_rank, stretch
from inroads.engine.sensitivity import drawn_weights, most_need_probability, rank_intervals

SIZES = [(223, 20), (33_755, 20), (180_000, 20)]
DRAWS, INDICATORS = 1000, 6
STRETCH = 1 - np.exp(-100 / 23)


def made_up(areas: int, indicators: int):
    """Columns that go together, as published ones do; and their weights."""
    rng = np.random.default_rng(0)
    values = rng.standard_normal((areas, indicators)) + 0.7 * rng.standard_normal((areas, 1))
    return values, rng.integers(1, 10, indicators) / 1.0


def our_index(areas: int, indicators: int):
    values, weights = made_up(areas, indicators)

    def call():
        need = weighted_need(stretch(scale_by_rank(values, [True] * indicators)), weights)
        return f"{need.score.sum():.6f} {int(need.rank[:100].sum())} {int(need.decile.sum())}"

    return call


def pandas_index(areas: int, indicators: int):
    pd = import_module("pandas")
    values, weights = made_up(areas, indicators)
    table, shares = pd.DataFrame(values), weights / weights.sum()

    def call():
        stretched = -0.23 * np.log(1 - table.rank() / areas * STRETCH)
        score = (stretched * shares).sum(axis=1) * 10
        rank = score.rank(ascending=False, method="min")
        tenth = np.ceil(rank * 10 / areas)
        return f"{score.sum():.6f} {int(rank[:100].sum())} {int(tenth.sum())}"

    return call


def polars_index(areas: int, indicators: int):
    pl = import_module("polars")
    values, weights = made_up(areas, indicators)
    names = [f"i{k}" for k in range(indicators)]
    table, shares = pl.DataFrame(values, schema=names), weights / weights.sum()

    def call():
        stretched = [
            -0.23 * (1 - pl.col(name).rank() / areas * STRETCH).log() * (10 * share)
            for name, share in zip(names, shares, strict=True)
        ]
        found = (
            table.lazy()
            .select(pl.sum_horizontal(stretched).alias("score"))
            .with_columns(pl.col("score").rank("min", descending=True).alias("rank"))
            .with_columns((pl.col("rank") * 10 / areas).ceil().alias("tenth"))
            .collect()
        )
        score, rank, tenth = (found[name].to_numpy() for name in ("score", "rank", "tenth"))
        return f"{score.sum():.6f} {int(rank[:100].sum())} {int(tenth.sum())}"

    return call


def duckdb_index(areas: int, indicators: int):
    duckdb, pd = import_module("duckdb"), import_module("pandas")
    values, weights = made_up(areas, indicators)
    shares = weights / weights.sum()
    database = duckdb.connect()
    table = pd.DataFrame(values, columns=[f"i{k}" for k in range(indicators)])
    database.register("given", table.assign(row=np.arange(areas)))
    ranked = ", ".join(f"rank() over (order by i{k}) as r{k}" for k in range(indicators))
    summed = " + ".join(
        f"-2.3 * {share!r} * ln(1 - r{k} / {areas}.0 * {float(STRETCH)!r})"
        for k, share in enumerate(shares.tolist())
    )

    def call():
        found = database.execute(
            f"""
            with ranked as (select "row", {ranked} from given),
            scored as (select "row", {summed} as score from ranked)
            select score, rank() over (order by score desc) as rank from scored order by "row"
            """
        ).fetchnumpy()
        tenth = np.ceil(found["rank"] * 10 / areas)
        rank = found["rank"][:100].sum()
        return f"{found['score'].sum():.6f} {int(rank)} {int(tenth.sum())}"

    return call


def scaled(areas: int):
    values, weights = made_up(areas, INDICATORS)
    table = stretch(scale_by_rank(values, [True] * INDICATORS))
    return table, weights, drawn_weights(weights, np.random.default_rng(7), draws=DRAWS)


def our_probability(areas: int, draws: int):
    table, weights, drawn = scaled(areas)

    def call():
        found = most_need_probability(table, weights, drawn[:draws])
        return f"{(found * draws).sum():.0f} {(found**2).sum():.6f}"

    return call


def pandas_probability(areas: int, draws: int):
    pd = import_module("pandas")
    table, _, drawn = scaled(areas)

    def call():
        times = np.zeros(areas)
        for shares in drawn[:draws]:
            times += pd.Series(table @ shares).rank(ascending=False, method="first") <= areas // 10
        return f"{times.sum():.0f} {((times / draws) ** 2).sum():.6f}"

    return call


def numpy_probability(areas: int, draws: int):
    table, _, drawn = scaled(areas)

    def call():
        times = np.zeros(areas)
        for shares in drawn[:draws]:
            times[np.argpartition(table @ shares, -(areas // 10))[-(areas // 10) :]] += 1
        return f"{times.sum():.0f} {((times / draws) ** 2).sum():.6f}"

    return call


def our_intervals(areas: int, draws: int):
    table, weights, drawn = scaled(areas)

    def call():
        found = rank_intervals(table, weights, drawn[:draws])
        return f"mean width {(found.highest - found.lowest).mean():.2f}"

    return call


def line(title: str, job, *given, scale: float = 1.0, times: int = 1):
    found = measured(job, *given, times=times)
    if isinstance(found, str):
        missing = found.removeprefix("ModuleNotFoundError: No module named ")
        return {"by": title, "CPU s": "not installed: " + missing if missing != found else found}
    return {
        "by": title,
        "CPU s": found.cpu_seconds * scale,
        "clock s": found.seconds * scale,
        "more MB": found.extra_mb,
        "check": found.answer,
    }


def beside(title: str, found: list[dict]) -> None:
    for row in found[1:]:
        if isinstance(row["CPU s"], float) and row.get("check"):
            row["times ours"] = row["CPU s"] / found[0]["CPU s"]
    show(title, found)


def main() -> None:
    for areas, indicators in SIZES:
        jobs = [("ours", our_index), ("pandas", pandas_index), ("polars", polars_index)]
        jobs.append(("duckdb", duckdb_index))
        beside(
            f"Need index, {areas:,} areas × {indicators} indicators",
            [line(name, job, areas, indicators, times=3) for name, job in jobs],
        )
    for areas, _ in SIZES:
        few = DRAWS if areas < 10_000 else 50
        found = [line(f"ours, {DRAWS} draws", our_probability, areas, DRAWS, times=3)]
        found.append(
            line(
                f"ours, {few} draws × {DRAWS // few}",
                our_probability,
                areas,
                few,
                scale=DRAWS / few,
            )
        )
        for name, job in (("pandas", pandas_probability), ("numpy", numpy_probability)):
            found.append(
                line(f"{name}, {few} draws × {DRAWS // few}", job, areas, few, scale=DRAWS / few)
            )
        beside(f"Probability of the tenth, {areas:,} areas × {DRAWS} draws", found)
    beside(
        f"Rank intervals, {DRAWS} draws",
        [line(f"ours, {areas:,} areas", our_intervals, areas, DRAWS) for areas, _ in SIZES[:2]],
    )


if __name__ == "__main__":
    main()
