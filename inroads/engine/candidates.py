"""Who may be matched with whom: hard rules, and the minutes between the two. What breaks a rule is no candidate."""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inroads.engine.compiling import COMPILED
from inroads.engine.kernels import candidates as compiled
from inroads.engine.plain import candidates as plain

loops = compiled if COMPILED else plain

Whole = NDArray[np.int64]
Bits = NDArray[np.uint64]

# A limit in minutes above which nothing is told apart, so that every journey fits a whole number.
ENDLESS = 2.0**31 - 2
KEYS_AT_ONCE = 1 << 20


class People(NamedTuple):
    """People who ask for help, one row each. A set is a table of True and False, or whole numbers read as bits.

    A set that is left out, or is a table of no columns, is not asked about, for the champions neither. Whoever
    speaks no known language, or has no free day, shares none with anyone.
    """

    xy: ArrayLike  # (n_people, 2) metres
    limit_minutes: ArrayLike  # (n_people,) the longest journey between the two; inf for any
    metres_per_minute: (
        ArrayLike  # (n_people,) or one for all: of the straight line, however it is travelled
    )
    topics: ArrayLike | None = (
        None  # (n_people, n_topics) asked about: the champion must know every one
    )
    languages: ArrayLike | None = None  # (n_people, n_languages) spoken: one must be shared
    days: ArrayLike | None = None  # (n_people, n_days) free: one must be shared
    checks: ArrayLike | None = None  # (n_people, n_checks) needed: the champion must hold every one


class Champions(NamedTuple):
    """Champions, one row each, with the same sets as the people."""

    xy: ArrayLike  # (n_champions, 2) metres
    limit_minutes: ArrayLike  # (n_champions,) the longest journey between the two; inf for any
    topics: ArrayLike | None = None  # (n_champions, n_topics) known
    languages: ArrayLike | None = None  # (n_champions, n_languages) spoken
    days: ArrayLike | None = None  # (n_champions, n_days) free
    checks: ArrayLike | None = None  # (n_champions, n_checks) held


class Candidates(NamedTuple):
    """For each person the champions who fit, nearest first: entries ``indptr[i]`` to ``indptr[i + 1]``."""

    indptr: Whole  # (n_people + 1,)
    indices: NDArray[np.int32]  # (n_pairs,) champions
    minutes: NDArray[np.int32]  # (n_pairs,) whole minutes, rounded up
    n_champions: int
    unlisted: Whole | None = None  # (n_people,) how many more fit than are listed
    curve: tuple[Whole, Whole] | None = (
        None  # people, and champions, so that neighbours follow one another
    )


class Fit(NamedTuple):
    """Why a person and a champion may be matched, or why not."""

    minutes: int  # between the two, rounded up
    against: tuple[str, ...]  # codes of the rules that it would break; none if they may be matched
    topics_missing: Whole  # (n,) numbers of topics asked about that the champion does not know
    checks_missing: Whole  # (n,) numbers of checks needed that the champion does not hold
    languages_shared: Whole  # (n,) numbers of languages that both speak
    days_shared: Whole  # (n,) numbers of days on which both are free


def candidates(
    people: People,
    champions: Champions,
    *,
    most: ArrayLike | None = None,
    agreed: ArrayLike | None = None,
    barred: ArrayLike | None = None,
) -> Candidates:
    """The champions whom each person may be matched with, nearest first.

    No rule bends: a champion is listed only if they know every topic asked about, hold every check needed,
    share a language and a day with the person, are barred to nobody here, and if the journey between the two,
    in whole minutes rounded up, is no longer than either is willing to have it. Minutes are
    those of the straight line at the pace given; a pace of 500 metres of straight line a minute is a car at
    39 km/h on roads 1.3 times as long as the line.

    Parameters
    ----------
    people : People
    champions : Champions
    most : int or array_like of shape (n_people,), optional
        List at most so many for each person, the nearest; without it, all.
    agreed : array_like of shape (n_people,), optional
        The champion already agreed with each person, -1 for none: listed whenever no rule is broken.
    barred : array_like of shape (n_barred, 2), optional
        Person and champion who must not be matched, whatever else fits.

    Returns
    -------
    Candidates

    Raises
    ------
    ValueError
        If a coordinate is no number, a limit or a pace is below what it can be, the tables do not agree in
        shape, or a set is given for one side only.

    Examples
    --------
    >>> people = People([[0, 0], [0, 900]], [30, 30], 100, topics=[[True, False], [True, True]])
    >>> champions = Champions([[0, 250], [0, 1000]], [60, 20], topics=[[True, False], [True, True]])
    >>> found = candidates(people, champions)
    >>> found.indptr, found.indices, found.minutes
    (array([0, 2, 3]), array([0, 1, 1], dtype=int32), array([ 3, 10,  1], dtype=int32))
    """
    ours, theirs, pace = _sides(people, champions)
    n_people, n_champions = len(ours[0]), len(theirs[0])
    longest = _longest_lists(most, n_people, n_champions)
    known = _agreed_champions(agreed, n_people, n_champions)
    pairs = _barred_pairs(barred, n_people, n_champions)
    curve = along_a_curve(ours[0]), along_a_curve(theirs[0])
    if not n_people or not n_champions:
        none, nobody = np.zeros(0, np.int32), np.zeros(n_people, np.int64)
        return Candidates(np.zeros(n_people + 1, np.int64), none, none, n_champions, nobody, curve)

    grid, number = _grid_of(theirs[0])
    position = np.empty(n_champions, np.int64)
    position[number] = np.arange(n_champions)
    theirs = (theirs[0][number], theirs[1][number], tuple(bits[number] for bits in theirs[2]))
    pairs = (pairs[0], position[pairs[1]])
    known = np.where(known >= 0, position[known], -1)
    reach = np.minimum(ours[1], theirs[1].max()) * pace * (1 + 1e-9) + 1e-6

    def search(first: int, room: Whole, counting: bool) -> tuple[NDArray, NDArray, Whole, Whole]:
        rows = len(room) - 1
        keys = np.empty(0 if counting else room[-1], np.int64)
        listed, fitting = np.zeros(rows, np.int64), np.zeros(rows, np.int64)
        loops.nearest_who_fit(
            ours, theirs, pairs, grid, number, pace, reach, known, first, room, keys, listed, fitting
        )  # fmt: skip
        if len(keys) > listed.sum():
            place = np.arange(len(keys)) - np.repeat(room[:-1], np.diff(room))
            keys = keys[place < np.repeat(listed, np.diff(room))]
        return (keys & 0xFFFFFFFF).astype(np.int32), (keys >> 32).astype(np.int32), listed, fitting

    def rows_from(first: int) -> tuple[NDArray, NDArray, Whole, Whole]:
        rows = min(at_once, n_people - first)
        if longest is not None:
            limits = longest[first : first + rows]
            return search(first, np.concatenate([[0], np.cumsum(limits)]), False)
        *_, fitting = search(first, np.zeros(rows + 1, np.int64), True)
        return search(first, np.concatenate([[0], np.cumsum(fitting)]), False)

    widest = n_champions if longest is None else int(longest.max())
    at_once = max(KEYS_AT_ONCE // widest, 1)
    firsts = range(0, n_people, at_once)
    with ThreadPoolExecutor(min(os.cpu_count() or 1, len(firsts))) as pool:
        parts = list(pool.map(rows_from, firsts))
    indices, minutes, listed, fitting = (np.concatenate(part) for part in zip(*parts, strict=True))
    indptr = np.concatenate([[0], np.cumsum(listed)])
    return Candidates(indptr, indices, minutes, n_champions, fitting - listed, curve)


def fit(
    people: People,
    champions: Champions,
    person: int,
    champion: int,
    *,
    barred: ArrayLike | None = None,
) -> Fit:
    """Why one person and one champion may be matched, or which rules that would break.

    The codes are ``too_far_for_person``, ``too_far_for_champion``, ``topic``, ``check``, ``language``, ``day``
    and ``barred``. A pair breaks none exactly if ``candidates`` would list it.

    Parameters
    ----------
    people, champions, barred
        As for ``candidates``.
    person, champion : int
        Rows.

    Returns
    -------
    Fit

    Raises
    ------
    ValueError
        As ``candidates``, or if there is no such person or champion.

    Examples
    --------
    >>> people = People([[0, 0]], [30], 100, languages=[[True, False]])
    >>> champions = Champions([[0, 4000]], [60], languages=[[False, True]])
    >>> fit(people, champions, 0, 0)[:2]
    (40, ('too_far_for_person', 'language'))
    """
    ours, theirs, pace = _sides(people, champions)
    pairs = _barred_pairs(barred, len(ours[0]), len(theirs[0]))
    if not 0 <= person < len(ours[0]) or not 0 <= champion < len(theirs[0]):
        raise ValueError("There is no such person or champion")
    east, north = ours[0][person] - theirs[0][champion]
    minutes = max(np.ceil(np.sqrt(east * east + north * north) / pace[person] - 1e-9), 0.0)
    topics, checks = (
        _numbers(asked[person] & ~known[champion])
        for asked, known in (
            _sets(people.topics, champions.topics, len(ours[0]), len(theirs[0]), "topics"),
            _sets(people.checks, champions.checks, len(ours[0]), len(theirs[0]), "checks"),
        )
    )
    spoken, free = (
        _numbers(mine[person] & other[champion])
        for mine, other in zip(ours[2][1:], theirs[2][1:], strict=True)
    )
    broken = {
        "too_far_for_person": minutes > ours[1][person],
        "too_far_for_champion": minutes > theirs[1][champion],
        "topic": len(topics) > 0,
        "check": len(checks) > 0,
        "language": ours[2][1].shape[1] > 0 and not len(spoken),
        "day": ours[2][2].shape[1] > 0 and not len(free),
        "barred": champion in pairs[1][pairs[0][person] : pairs[0][person + 1]],
    }
    against = tuple(code for code, broke in broken.items() if broke)
    return Fit(int(minutes), against, topics, checks, spoken, free)


def along_a_curve(xy: ArrayLike) -> Whole:
    """The order of points along a curve that fills the plane, so that neighbours mostly follow one another.

    Work on neighbours then finds its numbers close together in memory, which is worth more than any
    cleverness in the work.

    Parameters
    ----------
    xy : array_like of shape (n, 2)

    Returns
    -------
    ndarray of shape (n,)
        Row numbers in the order of the curve.

    References
    ----------
    Morton, G. M. (1966), A computer oriented geodetic data base and a new technique in file sequencing.

    Examples
    --------
    >>> along_a_curve([[0, 0], [9, 9], [1, 0], [8, 9]])
    array([0, 2, 3, 1])
    """
    at = _points(xy)
    if not len(at):
        return np.zeros(0, np.int64)
    square = at - at.min(axis=0)
    square = (square * (65_535 / max(square.max(), 1e-300))).astype(np.uint64)
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        square = (square | (square << np.uint64(shift))) & np.uint64(mask)
    return np.argsort(square[:, 0] | (square[:, 1] << np.uint64(1)), kind="stable")


def _sides(people: People, champions: Champions) -> tuple:
    """Both sides as arrays that a loop can read: where, the longest journey, sets as bits; and the pace."""
    at, their_at = _points(people.xy), _points(champions.xy)
    n, m = len(at), len(their_at)
    pace = _for_each(people.metres_per_minute, n, "A pace")
    if (pace <= 0).any() or np.isinf(pace).any():
        raise ValueError("A pace is more than no metres a minute, and has an end")
    topics, checks, languages, days = (
        _sets(getattr(people, name), getattr(champions, name), n, m, name)
        for name in ("topics", "checks", "languages", "days")
    )
    needed = [np.ascontiguousarray(np.hstack(both)) for both in zip(topics, checks, strict=True)]
    ours = (needed[0], languages[0], days[0])
    theirs = (needed[1], languages[1], days[1])
    limits = [
        np.minimum(_for_each(side.limit_minutes, rows, "A limit"), ENDLESS)
        for side, rows in ((people, n), (champions, m))
    ]
    return (at, limits[0], ours), (their_at, limits[1], theirs), pace


def _points(xy: ArrayLike) -> NDArray[np.float64]:
    at = np.array(xy, dtype=float).reshape(-1, 2) if np.size(xy) == 0 else np.array(xy, dtype=float)
    if at.ndim != 2 or at.shape[1] != 2:
        raise ValueError("A place is two numbers, metres east and metres north")
    if not np.isfinite(at).all():
        raise ValueError("A place must be known in metres east and north")
    return at


def _for_each(given: ArrayLike, rows: int, what: str) -> NDArray[np.float64]:
    """One number for each row, at least zero."""
    numbers = np.array(given, dtype=float)
    if numbers.ndim == 0:
        numbers = np.full(rows, float(numbers))
    if numbers.shape != (rows,):
        raise ValueError(f"{what} is needed for each row")
    if np.isnan(numbers).any() or (numbers < 0).any():
        raise ValueError(f"{what} must be a number, not below zero")
    return numbers


def _sets(ours: ArrayLike | None, theirs: ArrayLike | None, n: int, m: int, what: str) -> tuple:
    """The sets of both sides as words of 64 bits, one row each; no words if neither side has any."""
    if (ours is None) != (theirs is None):
        raise ValueError(f"The {what} are given for one side only")
    if ours is None or theirs is None:
        return np.zeros((n, 0), np.uint64), np.zeros((m, 0), np.uint64)
    (mine, size), (other, their_size) = _as_bits(ours, n, what), _as_bits(theirs, m, what)
    if n and m and size != their_size:
        raise ValueError(f"The {what} of people and of champions are not the same list")
    return mine, other


def _as_bits(sets: ArrayLike, rows: int, what: str) -> tuple[Bits, int]:
    table = np.asarray(sets)
    if rows == 0:
        return np.zeros((0, 0), np.uint64), 0
    if len(table) != rows:
        raise ValueError(f"The {what} need one row each")
    if table.ndim == 1 and table.dtype.kind in "iu":
        if (table < 0).any():
            raise ValueError(f"The {what} as bits cannot be below zero")
        return table.astype(np.uint64).reshape(rows, 1), 64
    if table.dtype != bool or table.ndim > 2:
        raise ValueError(f"The {what} are a table of True and False, or whole numbers read as bits")
    table = table.reshape(rows, 1 if table.ndim == 1 else table.shape[1])
    packed = np.packbits(table, axis=1, bitorder="little")
    words = np.zeros((rows, -(-packed.shape[1] // 8) * 8), np.uint8)
    words[:, : packed.shape[1]] = packed
    return words.view(np.uint64), table.shape[1]


def _numbers(words: Bits) -> Whole:
    """The numbers of the bits that are set."""
    return np.flatnonzero(np.unpackbits(words.view(np.uint8), bitorder="little"))


def _longest_lists(most: ArrayLike | None, n: int, m: int) -> Whole | None:
    """How many champions each person's list has room for; none if for all."""
    if most is None:
        return None
    limits = np.asarray(most)
    if limits.dtype.kind not in "iu" or limits.shape not in ((), (n,)) or (limits < 1).any():
        raise ValueError("At least one champion must be listed for each person")
    return np.broadcast_to(np.minimum(limits, m), n).astype(np.int64)


def _agreed_champions(agreed: ArrayLike | None, n: int, m: int) -> Whole:
    known = np.full(n, -1) if agreed is None else np.array(agreed)
    if known.shape != (n,) or known.dtype.kind not in "iu":
        raise ValueError("An agreed champion is a row number for each person, -1 for none")
    if (known < -1).any() or (known >= m).any():
        raise ValueError("An agreed champion is not among the champions")
    return known.astype(np.int64)


def _barred_pairs(barred: ArrayLike | None, n: int, m: int) -> tuple[Whole, Whole]:
    """The first place of each person in the list of champions barred to them, and that list."""
    pairs = (
        np.zeros((0, 2), np.int64) if barred is None or not np.size(barred) else np.array(barred)
    )
    if pairs.ndim != 2 or pairs.shape[1] != 2 or pairs.dtype.kind not in "iu":
        raise ValueError("A barred pair is the row number of a person and of a champion")
    if (pairs < 0).any() or (pairs >= [n, m]).any():
        raise ValueError("A barred pair is not among the people and the champions")
    pairs = pairs[np.argsort(pairs[:, 0], kind="stable")].astype(np.int64)
    return np.searchsorted(pairs[:, 0], np.arange(n + 1)), pairs[:, 1].copy()


def _grid_of(at: NDArray[np.float64]) -> tuple[tuple, Whole]:
    """About two champions to a cell: edges, shape and first champion of each cell; and champions by cell."""
    low, size = at.min(axis=0), np.ptp(at, axis=0)
    side = max(np.sqrt(2 * size[0] * size[1] / len(at)), size.max() / len(at), 1.0)
    shape = (size / side).astype(np.int64) + 1
    column, line = np.minimum((at - low) / side, shape - 1).astype(np.int64).T
    cell = line * shape[0] + column
    number = np.argsort(cell, kind="stable")
    starts = np.searchsorted(cell[number], np.arange(shape[0] * shape[1] + 1))
    return (np.array([*low, side]), shape, starts), number
