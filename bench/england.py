"""The places that benchmarks are about: the small areas of England, divided further where more are wanted."""

import csv
import gzip
import os
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("INROADS_SHARED") or ROOT.parent / "shared") / "data"
SMALL_AREAS = 33_755


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a published file."""
    opened = gzip.open if name.endswith(".gz") else open
    with opened(SHARED / name, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def column(some: list[dict[str, str]], name: str) -> np.ndarray:
    """A column of numbers, `nan` where a cell is empty."""
    return np.array([float(row[name] or "nan") for row in some])


def areas(count: int) -> tuple[np.ndarray, np.ndarray]:
    """So many areas of England: metres on a map, and residents. More than there are come from dividing them."""
    england = rows("lsoa21_england.csv.gz")
    latitude, longitude = (np.radians(column(england, name)) for name in ("lat", "lon"))
    xy = 6_371_008.8 * np.column_stack([longitude * np.cos(np.radians(52.5)), latitude])
    people = column(england, "pop2021")
    rng = np.random.default_rng(1)
    if count <= len(xy):
        kept = np.sort(rng.choice(len(xy), count, replace=False))
        return xy[kept], people[kept]
    whole = np.repeat(np.arange(len(xy)), count // len(xy))
    parts = np.concatenate([whole, rng.choice(len(xy), count - len(whole), replace=False)])
    return xy[parts] + rng.normal(0, 300, (count, 2)), people[parts] / np.bincount(parts)[parts]


def sites(count: int, xy: np.ndarray, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """So many places of help, most where most people live: metres on a map, and hours a week."""
    rng = np.random.default_rng(3)
    near = rng.choice(len(xy), count, p=people / people.sum())
    hours = np.maximum(1, rng.lognormal(np.log(8), 0.5, count).round())
    return xy[near] + rng.normal(0, 400, (count, 2)), hours
