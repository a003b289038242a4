"""Where one person's leaving would break the service: single points of failure, and what each shift more would mend.

A session serves some things: areas within reach of it, its venue, its topics. It goes on as long as enough of those
who support it do: champions, of whom it needs one or more, a venue, a partner.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from inroads.engine.checking import amounts, numbers_of
from inroads.engine.coverage import Coverage, Ints, coverage_of_pairs, whole_numbers
from inroads.engine.scales import Floats


def sessions_that_stop(
    supporter: ArrayLike,
    session: ArrayLike,
    n_supporters: int,
    n_sessions: int,
    needed: ArrayLike = 1,
) -> Coverage:
    """Which sessions stop if one supporter stops: those that are then left with fewer than they need.

    Ask once for each kind of supporter: champions, venues, partners.

    Parameters
    ----------
    supporter, session : array_like of int, of shape (n_pairs,)
        Who supports what; a pair given twice counts once.
    n_supporters, n_sessions : int
    needed : int or array_like of int, of shape (n_sessions,), default 1
        How many supporters of this kind each session needs; 0 where it needs none.

    Returns
    -------
    Coverage
        The sessions that each supporter holds up, as ``area`` of each ``site``.

    Raises
    ------
    ValueError
        If a pair names a number that there is not, or a session has fewer supporters than it needs now.

    Examples
    --------
    Anne alone runs session 0, Anne and Ben share session 1.

    >>> held = sessions_that_stop([0, 0, 1], [0, 1, 1], n_supporters=2, n_sessions=2)
    >>> held.areas_of(0), held.areas_of(1)
    (array([0], dtype=int32), array([], dtype=int32))
    """
    support = coverage_of_pairs(supporter, session, n_supporters, n_sessions)
    least = np.asarray(needed)
    if least.shape not in ((), (n_sessions,)) or (least.size and least.dtype.kind not in "iu"):
        raise ValueError("What a session needs must be one whole number, or one for each session")
    if (least < 0).any():
        raise ValueError("A session cannot need fewer supporters than none")
    least = np.broadcast_to(least, n_sessions)
    there = np.bincount(support.area, minlength=n_sessions)
    if (there < least).any():
        short = int(np.argmax(there < least))
        raise ValueError(f"Session {short} has fewer supporters than it needs: it is not on")
    held = (there == least) & (least > 0)
    who = np.repeat(np.arange(n_supporters), np.diff(support.first))
    kept = held[support.area]
    return coverage_of_pairs(who[kept], support.area[kept], n_supporters, n_sessions)


def by_topic(serves: Coverage, topic: ArrayLike, n_topics: int) -> Coverage:
    """What each session serves, topic by topic: thing t for topic p becomes thing ``t * n_topics + p``.

    Parameters
    ----------
    serves : Coverage
        The areas, say, within reach of each session.
    topic : array_like of int, of shape (n_pairs, 2)
        Pairs of a session and a topic that it is about.
    n_topics : int

    Returns
    -------
    Coverage

    Raises
    ------
    ValueError
        If a pair names a number that there is not.

    Examples
    --------
    >>> from inroads.engine.coverage import coverage_of_table
    >>> by_topic(coverage_of_table([[True, True]]), [[0, 2]], n_topics=3).areas_of(0)
    array([2, 5], dtype=int32)
    """
    pairs = np.asarray(topic)
    if not pairs.size:
        pairs = np.zeros((0, 2), np.int64)
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        raise ValueError("Each topic is given as a pair of a session and a topic")
    about = coverage_of_pairs(pairs[:, 0], pairs[:, 1], serves.n_sites, n_topics)
    session = np.repeat(np.arange(serves.n_sites), np.diff(about.first))
    each = np.diff(serves.first)[session]
    start = serves.first[session]
    place = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each) + np.repeat(start, each)
    thing = serves.area[place].astype(np.int64) * n_topics + np.repeat(about.area, each)
    return coverage_of_pairs(
        np.repeat(session, each), thing, serves.n_sites, serves.n_areas * n_topics
    )


class SinglePoints(NamedTuple):
    """If this supporter stops, this thing is served by no session any more; the worst supporters first."""

    supporter: Ints  # (k,)
    thing: Ints  # (k,) the area, venue or topic that loses everything
    lost: Floats  # (n_supporters,) people who would lose everything, or the number of things


def single_points(
    stops: Coverage, serves: Coverage, people: ArrayLike | None = None
) -> SinglePoints:
    """Who holds up something alone, and what.

    Parameters
    ----------
    stops : Coverage
        From ``sessions_that_stop``. To see every kind of supporter in one list, stack them by ``together``.
    serves : Coverage
        What each session serves: areas in reach, as ``coverage_of_journeys`` finds them, or its venue, its
        topics, or both (``by_topic``).
    people : array_like of shape (n_things,), optional
        How much each thing counts; 1 by default.

    Returns
    -------
    SinglePoints
        What no session serves today is not in it: nothing is lost there.

    Raises
    ------
    ValueError
        If the sessions of the two are not the same, or people cannot be counted.

    Examples
    --------
    >>> from inroads.engine.coverage import coverage_of_table
    >>> held = sessions_that_stop([0, 0, 1], [0, 1, 1], 2, 2)
    >>> reached = coverage_of_table([[True, True, False], [False, True, True]])
    >>> single_points(held, reached, [100, 200, 400])
    SinglePoints(supporter=array([0]), thing=array([0]), lost=array([100.,   0.]))
    """
    if stops.n_areas != serves.n_sites:
        raise ValueError("Those who support and those who are served must have the same sessions")
    counts = np.ones(serves.n_areas) if people is None else people
    worth = amounts(counts, serves.n_areas, "people", "area")
    served = np.asarray(np.bincount(serves.area, minlength=serves.n_areas), float)
    # How many of the sessions of each thing stop.
    falls = csr_array(stops.table.astype(np.int64) @ serves.table.astype(np.int64))
    supporter = np.repeat(np.arange(stops.n_sites), np.diff(falls.indptr))
    alone = (falls.data > 0) & (falls.data == served[falls.indices])
    supporter, thing = supporter[alone], falls.indices[alone].astype(np.int64)
    lost = np.bincount(supporter, weights=worth[thing], minlength=stops.n_sites).astype(float)
    order = np.lexsort((thing, -worth[thing], supporter, -lost[supporter]))
    return SinglePoints(supporter[order], thing[order], lost)


def together(*kinds: Coverage) -> Coverage:
    """Supporters of several kinds in one list, those of the first kind first.

    Examples
    --------
    >>> champions = sessions_that_stop([0, 1], [0, 0], 2, 1)
    >>> venues = sessions_that_stop([0], [0], 1, 1)
    >>> together(champions, venues).first
    array([0, 0, 0, 1])
    """
    if len({kind.n_areas for kind in kinds}) != 1:
        raise ValueError("Supporters of every kind must support the same sessions")
    ends = np.cumsum([0, *(kind.first[-1] for kind in kinds)])
    firsts = [kind.first[:-1] + end for kind, end in zip(kinds, ends, strict=False)]
    return Coverage(
        np.concatenate([*firsts, ends[-1:]]).astype(np.int64),
        np.concatenate([kind.area for kind in kinds]),
        kinds[0].n_areas,
    )


def extra_shifts(
    points: SinglePoints,
    stops: Coverage,
    serves: Coverage,
    champion: ArrayLike,
    session: ArrayLike,
) -> Coverage:
    """Which points of failure each possible extra shift removes: one champion more at a session that is on.

    A session with one more than it needs stops with nobody; so every thing that it serves outlives whoever held
    that session up. A shift of the one who holds the session up already removes nothing.

    Parameters
    ----------
    points : SinglePoints
        Of champions: from ``single_points(stops, serves)``.
    stops : Coverage
        The sessions that each champion holds up, from ``sessions_that_stop``.
    serves : Coverage
    champion, session : array_like of int, of shape (n_shifts,)
        The shifts that are possible: who could come to what.

    Returns
    -------
    Coverage
        The points (``area``) that each shift (``site``) removes, for ``mending.cheapest_mend``.

    Raises
    ------
    ValueError
        If a shift names a champion or a session that there is not.

    Examples
    --------
    >>> from inroads.engine.coverage import coverage_of_table
    >>> held = sessions_that_stop([0], [0], 2, 1)
    >>> reached = coverage_of_table([[True]])
    >>> points = single_points(held, reached)
    >>> extra_shifts(points, held, reached, champion=[1], session=[0]).areas_of(0)
    array([0], dtype=int32)
    """
    who, where = whole_numbers(champion, "champion"), whole_numbers(session, "session")
    if who.shape != where.shape:
        raise ValueError("Each shift needs one champion and one session")
    numbers_of(who, stops.n_sites, "champion")
    numbers_of(where, serves.n_sites, "session")
    # A point is removed at every session that serves the thing and that its supporter holds up.
    serving = serves.turned[points.thing]
    point = np.repeat(np.arange(len(points.thing)), np.diff(serving.indptr))
    held = stops.table[points.supporter].astype(bool).tocsr()
    both = csr_array(
        (np.ones(len(point)), (point, serving.indices)), shape=(len(points.thing), serves.n_sites)
    ).multiply(held)
    at_session = csr_array(both).T.tocsr()
    chosen = at_session[where]
    shift = np.repeat(np.arange(len(where)), np.diff(chosen.indptr))
    other = points.supporter[chosen.indices] != who[shift]
    return coverage_of_pairs(
        shift[other], chosen.indices[other].astype(np.int64), len(where), len(points.thing)
    )


def extra_sessions(points: SinglePoints, stops: Coverage, serves: Coverage) -> Coverage:
    """Which points of failure each possible new session removes: those of things it serves without that supporter.

    Parameters
    ----------
    points : SinglePoints
        Of any kind of supporter.
    stops : Coverage
        Which of the new sessions would stop with each supporter.
    serves : Coverage
        What each new session would serve.

    Returns
    -------
    Coverage
        The points (``area``) that each new session (``site``) removes, for ``mending.cheapest_mend``.

    Raises
    ------
    ValueError
        If the sessions of the two are not the same, or the supporters or things are not those of the points.

    Examples
    --------
    >>> from inroads.engine.coverage import coverage_of_table
    >>> points = SinglePoints(np.array([0, 1]), np.array([0, 0]), np.array([1.0, 1.0]))
    >>> with_ben = sessions_that_stop([1], [0], 2, 1)
    >>> extra_sessions(points, with_ben, coverage_of_table([[True]])).areas_of(0)
    array([0], dtype=int32)
    """
    if stops.n_areas != serves.n_sites:
        raise ValueError("Those who support and those who are served must have the same sessions")
    if len(points.lost) != stops.n_sites:
        raise ValueError("There must be the same supporters as in the points of failure")
    numbers_of(points.thing, serves.n_areas, "thing")
    serving = serves.turned[points.thing]
    point = np.repeat(np.arange(len(points.thing)), np.diff(serving.indptr))
    session = serving.indices.astype(np.int64)
    held = np.repeat(np.arange(stops.n_sites), np.diff(stops.first)) * stops.n_areas + stops.area
    stopping = np.isin(points.supporter[point] * stops.n_areas + session, held)
    return coverage_of_pairs(
        session[~stopping], point[~stopping], serves.n_sites, len(points.thing)
    )
