"""Who is served first, and which pairs are kept: a policy, said as minutes, and what it does to each band of need.

It is a choice of the people who run a programme, not of the arithmetic. Between two policies the number who are
served hardly changes; who they are changes sharply. So show ``served_by_band`` beside every policy.
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from inroads.engine.candidates import Candidates, Whole
from inroads.engine.matching import LARGEST, checked, match, whole
from inroads.engine.scales import Floats

Policy = Literal["flat", "by_band", "strict"]
POLICIES: tuple[Policy, ...] = ("flat", "by_band", "strict")


class ServedByBand(NamedTuple):
    """What a matching does for each band of need, from band 0, the least need, upwards."""

    people: Whole  # (n_bands,) who asked
    in_reach: Whole  # (n_bands,) of them, who have at least one candidate
    served: Whole  # (n_bands,) of them, who are matched
    share: Floats  # (n_bands,) served among those in reach; nan where there is nobody
    minutes: Floats  # (n_bands,) mean minutes of those served; nan where there is nobody


def penalties(
    policy: Policy,
    band: ArrayLike,
    found: Candidates,
    *,
    minutes: int = 240,
    step_minutes: int = 40,
) -> Whole:
    """What leaving each person unserved counts for, in minutes, under a policy with a name.

    - ``flat``: ``minutes`` for everyone. Fewest minutes for all; who lives far out is left first.
    - ``by_band``: ``minutes``, and ``step_minutes`` more for each band of need. A needier person is served first
      unless that makes others travel much longer.
    - ``strict``: of the neediest band as many as can be served at all, then of the next, and so on, however
      long the journeys; only among the ways to do that the fewest minutes. It also serves as many people
      in total as can be served.

    Parameters
    ----------
    policy : {"flat", "by_band", "strict"}
    band : array_like of shape (n_people,)
        Band of need, whole numbers from 0, the least need. Waiting time can be part of it.
    found : Candidates
        What the people are to be matched from; ``strict`` sets its steps by it.
    minutes, step_minutes : int
        For ``flat`` and ``by_band``.

    Returns
    -------
    ndarray of shape (n_people,)
        Whole minutes, for ``match``.

    Raises
    ------
    ValueError
        If there is no such policy, or a band or a number of minutes is not a whole number or below zero.

    Notes
    -----
    Why the steps of ``strict`` are enough: sets of people who can be served together form a matroid, in which
    the set of greatest weight is decided by the order of the weights alone; so a step has to outweigh only
    what journeys can differ by in total, and not the number of people in lower bands.

    References
    ----------
    Edmonds and Fulkerson (1965), Transversals and matroid partition. Edmonds (1971), Matroids and the greedy
    algorithm.

    Examples
    --------
    >>> found = Candidates([0, 1, 2, 3], [0, 0, 0], [10, 20, 30], n_champions=1)
    >>> penalties("by_band", [0, 1, 2], found)
    array([240, 280, 320])
    >>> penalties("strict", [0, 1, 2], found)
    array([ 61, 122, 183])
    """
    bands = whole(band, "A band of need", np.int64)
    base = whole([minutes, step_minutes], "Minutes", np.int64)
    if policy == "flat":
        answer = np.full(len(bands), base[0])
    elif policy == "by_band":
        _refuse_above(int(base[0]) + int(base[1]) * int(bands.max(initial=0)))
        answer = base[0] + base[1] * bands
    elif policy == "strict":
        answer = _levels(bands, 1 + _all_minutes(found))
    else:
        raise ValueError("The policy is flat, by_band or strict")
    checked(found, np.zeros(found.n_champions, np.int64), answer)
    return answer.astype(np.int64)


def keep_agreed(
    found: Candidates,
    penalty: ArrayLike,
    agreed: ArrayLike,
    *,
    unless: Literal["never", "left"] | int,
) -> tuple[Candidates, Whole]:
    """Candidates and penalties by which agreed pairs are kept, as far as that is wanted.

    Whoever has an agreed champion now is not dropped for somebody else: their own penalty is
    raised above every other, by more than all journeys together. So they are left unserved only if
    there is no room for them in any way. Beyond that, an agreed pair is parted

    - ``unless="never"``: never. Their other pairs are taken off the list.
    - ``unless="left"``: only if somebody else would otherwise be left unserved. People come first, by
      their penalty, then as many agreed pairs as can be kept, then minutes.
    - ``unless=60``, or another number: only if that saves more than so many minutes in all. Every other
      champion counts as so many minutes further away for them.

    Parameters
    ----------
    found : Candidates
        From ``candidates`` with the same ``agreed``, so that agreed pairs are listed.
    penalty : array_like of shape (n_people,)
        From ``penalties``.
    agreed : array_like of shape (n_people,)
        Row of the agreed champion, -1 for none. One who is not a candidate any more is not kept, but the
        person is still not dropped.
    unless : {"never", "left"} or int

    Returns
    -------
    found : Candidates
        With the minutes that count, and after ``"never"`` and ``"left"`` without pairs that are out of question.
    penalty : ndarray of shape (n_people,)

    Raises
    ------
    ValueError
        If the numbers cannot be used, or become too large to be added up exactly.

    Examples
    --------
    >>> found = Candidates([0, 2, 3], [0, 1, 0], [10, 15, 10], n_champions=2)
    >>> kept, raised = keep_agreed(found, [240, 240], [1, -1], unless=60)
    >>> kept.minutes, raised
    (array([70, 15, 10], dtype=int32), array([321, 240]))
    """
    (indptr, indices, minutes), _, least = checked(
        found, np.zeros(found.n_champions, np.int64), penalty
    )
    champion = np.asarray(agreed)
    if champion.shape != least.shape or champion.dtype.kind not in "iu":
        raise ValueError("An agreed champion is a row number for each person, -1 for none")
    if (champion < -1).any() or (champion >= found.n_champions).any():
        raise ValueError("An agreed champion is not among the champions")
    person = np.repeat(np.arange(len(least)), np.diff(indptr))
    theirs = champion[person] == indices
    bound = np.zeros(len(least), bool)
    bound[person[theirs]] = True
    stay = np.ones(len(indices), bool)
    if unless == "never":
        stay = theirs | ~bound[person]
        moving = 0
    elif unless == "left":
        # Nobody is worth a journey longer than their penalty, and that must not be lost from sight.
        stay = theirs | (minutes <= least[person])
        moving = 1 + _all_minutes(found)
    else:
        moving = int(whole([unless], "Minutes for parting", np.int64)[0])
    _refuse_above(moving + int(minutes.max(initial=0)), 2**31 - 1)
    counted = (minutes + np.where(bound[person] & ~theirs, moving, 0))[stay].astype(np.int32)
    ends = np.concatenate([[0], np.cumsum(stay)])[indptr]
    kept = found._replace(indptr=ends, indices=indices[stay], minutes=counted)
    step = 1 + _all_minutes(kept)
    if unless == "left":
        least = _levels(least, step)
    raised = np.where(champion >= 0, least.max(initial=0) + step, least)
    checked(kept, np.zeros(found.n_champions, np.int64), raised)
    return kept, raised


def served_by_band(champion: ArrayLike, band: ArrayLike, found: Candidates) -> ServedByBand:
    """How many of each band of need are served, of those who could be.

    Parameters
    ----------
    champion : array_like of shape (n_people,)
        From ``match``.
    band : array_like of shape (n_people,)
        Band of need, whole numbers from 0, the least need.
    found : Candidates
        With the minutes as they are, before ``keep_agreed``.

    Returns
    -------
    ServedByBand

    Raises
    ------
    ValueError
        If the shapes do not agree, or somebody is matched with no candidate of theirs.

    Examples
    --------
    >>> found = Candidates([0, 1, 2, 2], [0, 0], [10, 20], n_champions=1)
    >>> served_by_band([-1, 0, -1], [0, 1, 1], found)
    ServedByBand(people=array([1, 2]), in_reach=array([1, 1]), served=array([0, 1]), share=array([0., 1.]),
    minutes=array([nan, 20.]))
    """
    bands = whole(band, "A band of need", np.int64)
    helped = np.asarray(champion)
    (indptr, indices, minutes), _, _ = checked(
        found, np.zeros(found.n_champions, np.int64), np.zeros(len(bands), np.int64)
    )
    if helped.shape != bands.shape:
        raise ValueError("There must be one champion, or -1, for each person")
    person = np.repeat(np.arange(len(bands)), np.diff(indptr))
    theirs = helped[person] == indices
    served = helped >= 0
    if theirs.sum() != served.sum():
        raise ValueError("Somebody is matched with a champion who is not among their candidates")
    size = int(bands.max(initial=-1)) + 1
    people, in_reach, helps = (
        np.bincount(bands[which], minlength=size)
        for which in (np.ones(len(bands), bool), np.diff(indptr) > 0, served)
    )
    travelled = np.bincount(bands[person[theirs]], weights=minutes[theirs], minlength=size)
    nan = np.full(size, np.nan)
    return ServedByBand(
        people=people,
        in_reach=in_reach,
        served=helps,
        share=np.divide(helps, in_reach, out=nan.copy(), where=in_reach > 0),
        minutes=np.divide(travelled, helps, out=nan, where=helps > 0),
    )


def compare_policies(
    found: Candidates,
    capacity: ArrayLike,
    band: ArrayLike,
    *,
    minutes: int = 240,
    step_minutes: int = 40,
) -> dict[Policy, ServedByBand]:
    """The table to show beside the choice of a policy: whom each of them serves, matched exactly.

    Parameters and errors are those of ``penalties`` and ``match``.

    Examples
    --------
    >>> found = Candidates([0, 1, 2], [0, 0], [10, 90], n_champions=1)
    >>> {policy: served.share for policy, served in compare_policies(found, [1], [0, 1]).items()}
    {'flat': array([1., 0.]), 'by_band': array([1., 0.]), 'strict': array([0., 1.])}
    """
    table: dict[Policy, ServedByBand] = {}
    for policy in POLICIES:
        least = penalties(policy, band, found, minutes=minutes, step_minutes=step_minutes)
        table[policy] = served_by_band(match(found, capacity, least).champion, band, found)
    return table


def _all_minutes(found: Candidates) -> int:
    """No matching is longer than this in total: everyone's longest journey."""
    indptr, minutes = np.asarray(found.indptr), np.asarray(found.minutes)
    some = np.diff(indptr) > 0
    if not some.any():
        return 0
    return int(np.maximum.reduceat(minutes, indptr[:-1][some]).sum(dtype=np.int64))


def _levels(order: Whole, step: int) -> Whole:
    """One step for the lowest that occurs, two for the next, and so on: what nobody has needs no step."""
    different, level = np.unique(order, return_inverse=True)
    _refuse_above(len(different) * step)
    return (level + 1) * step


def _refuse_above(number: int, largest: int = LARGEST) -> None:
    if number > largest:
        raise ValueError("The numbers become too large to be added up exactly")
