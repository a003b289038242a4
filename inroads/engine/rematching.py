"""A matching kept up as people join and leave and champions gain and lose room: still the best, with few moved.

After each event the whole is as good as if it had been matched anew, and the pairs that change lie on one shortest
path: of all the ways that cost the same, one that moves the fewest people. Nothing is changed in place; what stood
before an event can still be asked, so a try-out costs nothing.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inroads.engine.candidates import Candidates, Whole
from inroads.engine.matching import (
    ABSENT,
    LARGEST,
    UNSERVED,
    Match,
    checked,
    crowd,
    fresh_standing,
    laid_along,
    single,
    table,
    verify,
    whole,
)


@dataclass(frozen=True)
class Standing:
    """A matching that can be kept up. Ask it through the functions here; rows are those of its candidates."""

    found: Candidates
    capacity: Whole  # (n_champions,)
    penalty: Whole  # (n_people,)
    pairs: tuple  # by person; these four are laid out for speed
    back: tuple  # by champion
    least: Whole  # penalties
    state: tuple  # what the loops keep
    person_at: Whole  # (n_people,) row of the person in each place
    place_of: Whole  # (n_people,) and back
    champion_at: Whole  # (n_champions,) row of the champion with each number
    number_of: Whole  # (n_champions,) and back

    @property
    def champion(self) -> Whole:
        """Row of each person's champion; -1 unserved, -2 not there."""
        return self.champion_of(np.arange(len(self.penalty)))

    def champion_of(self, people: Whole) -> Whole:
        """The same of some people only, by their rows."""
        inside = self.state[5][self.place_of[people]].astype(np.int64)
        helped = inside >= 0
        inside[helped] = self.champion_at[inside[helped]]
        return inside

    @property
    def price(self) -> Whole:
        """Minutes, of each champion; never less than one more place there would save everyone."""
        price: Whole = self.state[3][self.number_of]
        return price


class Change(NamedTuple):
    """What an event changed: the people whose champion is not who it was, those who came or went among them."""

    standing: Standing
    people: Whole  # (n,) rows
    was: Whole  # (n,) champion before; -1 unserved, -2 not there
    now: Whole  # (n,) champion after


class Offers(NamedTuple):
    """What each candidate of one person would mean for everyone together, in the order of their list.

    ``total`` is the person's own minutes and whatever others would then pay more; ``more`` is how much that lies
    above the best, which is the price of overriding the proposal. ``why`` is ``chosen``, ``as_good``,
    ``dearer`` or ``no_place``.
    """

    champion: int  # whom they have; -1 if unserved, -2 if not there
    champions: Whole  # (n,) candidates
    minutes: Whole  # (n,) as they count
    price: Whole  # (n,) of each candidate
    total: NDArray[np.float64]  # (n,) inf where there is no place at all
    more: NDArray[np.float64]  # (n,)
    why: tuple[str, ...]  # (n,)
    unserved_more: float  # what leaving them unserved would cost everyone more


def stand(
    found: Candidates,
    capacity: ArrayLike,
    penalty: ArrayLike,
    champion: ArrayLike,
    price: ArrayLike,
) -> Standing:
    """Take up an exact matching, made now or stored long ago, so that it can be kept up.

    Parameters
    ----------
    found, capacity, penalty
        As for ``match``. Everyone who may come later is among the people, and each has a row.
    champion : array_like of shape (n_people,)
        From ``match``, or from an earlier standing; -2 for whoever is not there yet.
    price : array_like of shape (n_champions,)
        From the same.

    Returns
    -------
    Standing

    Raises
    ------
    ValueError
        As for ``verify``, or if the prices do not prove that the matching is the best.

    Examples
    --------
    >>> found = Candidates(indptr=[0, 2, 4], indices=[0, 1, 0, 1], minutes=[5, 9, 6, 30], n_champions=2)
    >>> standing = stand(found, [1, 1], [100, 100], champion=[0, -2], price=[0, 0])
    >>> change = join(standing, [1])
    >>> change.people, change.was, change.now
    (array([0, 1]), array([ 0, -2]), array([1, 0]))
    """
    given = whole(price, "A price", np.int64)
    if verify(found, capacity, penalty, champion, given).worst_minutes:
        raise ValueError("These prices do not prove that the matching is the best; match anew")
    pairs, room, least = checked(found, capacity, penalty)
    order, number = laid_along(found)
    if order is None or number is None:
        order, number = np.arange(len(least)), np.arange(len(room))
    else:
        pairs = table.laid_out(pairs, order, number)
    at = np.argsort(number)
    state = fresh_standing(pairs, room[at], len(least), given[at])
    inside = np.asarray(champion).astype(np.int64)[order]
    helped = inside >= 0
    inside[helped] = number[inside[helped]]
    state[5][~helped] = inside[~helped]
    single.put_each(pairs, state, np.flatnonzero(helped).astype(np.int32), inside.astype(np.int32))
    return Standing(
        found=found,
        capacity=room,
        penalty=least,
        pairs=pairs,
        back=table.turned_round(pairs, len(room)),
        least=least[order],
        state=state,
        person_at=order,
        place_of=np.argsort(order),
        champion_at=at,
        number_of=number,
    )


def join(standing: Standing, people: ArrayLike) -> Change:
    """People who were not there come in; nobody who is there is moved unless that is best for all.

    Parameters
    ----------
    standing : Standing
    people : array_like of shape (n,)
        Rows of people who are not there.

    Returns
    -------
    Change

    Raises
    ------
    ValueError
        If there is no such person, or they are there already.
    """
    places = _places(standing, people)
    if (standing.state[5][places] != ABSENT).any():
        raise ValueError("Somebody who is to join is there already")
    state = _copied(standing.state)
    single.join(standing.pairs, standing.least, state, places)
    return _changed(standing, state, standing.capacity)


def leave(standing: Standing, people: ArrayLike) -> Change:
    """People leave; the place of each goes to whoever gains most by it, if anyone does.

    Parameters
    ----------
    standing : Standing
    people : array_like of shape (n,)
        Rows of people who are there, served or not.

    Returns
    -------
    Change

    Raises
    ------
    ValueError
        If there is no such person, or they are not there.
    """
    places = _places(standing, people)
    if (standing.state[5][places] == ABSENT).any():
        raise ValueError("Somebody who is to leave is not there")
    state = _copied(standing.state)
    single.leave(standing.pairs, standing.back, standing.least, state, places)
    return _changed(standing, state, standing.capacity)


def change_capacity(standing: Standing, champion: int, capacity: int) -> Change:
    """A champion has more room, or less; with none at all they have stopped.

    Of those who must move when room is lost, it is the ones whose moving costs everyone the least.

    Parameters
    ----------
    standing : Standing
    champion : int
        Row.
    capacity : int
        How many people they have room for from now on.

    Returns
    -------
    Change

    Raises
    ------
    ValueError
        If there is no such champion, or the capacity is below zero or not a whole number.

    Examples
    --------
    >>> found = Candidates(indptr=[0, 2, 4], indices=[0, 1, 0, 1], minutes=[5, 9, 6, 30], n_champions=2)
    >>> standing = stand(found, [1, 1], [100, 100], champion=[1, 0], price=[4, 0])
    >>> change_capacity(standing, 0, 2)[1:]
    (array([0]), array([1]), array([0]))
    >>> change_capacity(standing, 1, 0)[1:]
    (array([0, 1]), array([1, 0]), array([ 0, -1]))
    """
    if not 0 <= champion < len(standing.capacity):
        raise ValueError("There is no such champion")
    room = standing.capacity.copy()
    room[champion] = whole([capacity], "A capacity", np.int64)[0]
    j = int(standing.number_of[champion])
    before = int(standing.state[0][j])
    could_come = int(standing.back[0][j + 1] - standing.back[0][j])
    after = min(int(room[champion]), could_come + 1)
    state = _copied(standing.state)
    if after > before:
        state = _with_places(state, j, after)
        free = np.full(after - before, -1 - j, np.int32)
        single.leave(standing.pairs, standing.back, standing.least, state, free)
    else:
        state[0][j] = max(after, int(state[2][j]))
        given_up = np.full(state[0][j] - after, -1 - j, np.int32)
        single.join(standing.pairs, standing.least, state, given_up)
    return _changed(standing, state, room)


def explain(standing: Standing, person: int) -> Offers:
    """Why a person has the champion they have: what each other candidate would cost everyone.

    Each total is exact: it is what the best matching would cost in which they have that champion. For someone
    who is not there it says what would happen if they joined. Who is no candidate at all, and why, is
    answered by ``candidates.fit``.

    Parameters
    ----------
    standing : Standing
    person : int
        Row.

    Returns
    -------
    Offers

    Raises
    ------
    ValueError
        If there is no such person.

    Examples
    --------
    >>> found = Candidates(indptr=[0, 2, 4], indices=[0, 1, 0, 1], minutes=[5, 9, 6, 30], n_champions=2)
    >>> standing = stand(found, [1, 1], [100, 100], champion=[1, 0], price=[4, 0])
    >>> explain(standing, 0)
    Offers(champion=1, champions=array([0, 1]), minutes=array([5, 9]), price=array([4, 0]),
    total=array([29.,  9.]), more=array([20.,  0.]), why=('dearer', 'chosen'), unserved_more=91.0)
    """
    place = _places(standing, [person])
    helped = int(standing.champion_of(np.array([person]))[0])
    state = _copied(standing.state)
    least = standing.least
    single.leave(standing.pairs, standing.back, least, state, place)
    totals = single.total_of_each(standing.pairs, least, state, int(place[0]))
    part = slice(standing.pairs[0][place[0]], standing.pairs[0][place[0] + 1])
    candidates = standing.champion_at[standing.pairs[1][part]]
    total = np.where(totals >= LARGEST, np.inf, totals.astype(float))
    alone = int(least[place[0]])
    best = min(alone, int(totals.min(initial=LARGEST)))
    why = tuple(
        "chosen" if champion == helped
        else "no_place" if np.isinf(each)
        else "as_good" if each == best
        else "dearer"
        for champion, each in zip(candidates, total, strict=True)
    )  # fmt: skip
    return Offers(
        champion=helped,
        champions=candidates,
        minutes=standing.pairs[2][part].astype(np.int64),
        price=standing.price[candidates],
        total=total,
        more=total - best,
        why=why,
        unserved_more=float(alone - best),
    )


def answer(standing: Standing) -> Match:
    """The matching as it stands, with the lowest prices that prove it: what one more place would save.

    Examples
    --------
    >>> found = Candidates(indptr=[0, 2, 4], indices=[0, 1, 0, 1], minutes=[5, 9, 6, 30], n_champions=2)
    >>> answer(stand(found, [1, 1], [100, 100], champion=[1, 0], price=[20, 0]))
    Match(champion=array([1, 0]), price=array([4, 0]), cost=15, lower_bound=15, gap=0.0)
    """
    state = _copied(standing.state)
    crowd.lowest_prices(standing.pairs, standing.least, state)
    champion, price = standing.champion, state[3][standing.number_of]
    proof = verify(standing.found, standing.capacity, standing.penalty, champion, price)
    return Match(champion, price, proof.cost, proof.lower_bound, proof.gap)


def _places(standing: Standing, people: ArrayLike) -> NDArray[np.int32]:
    """Where the loops find these people."""
    rows = np.asarray(people)
    if rows.size == 0:
        rows = rows.astype(np.int64)
    if rows.ndim != 1 or rows.dtype.kind not in "iu":
        raise ValueError("People are named by their row numbers")
    if (rows < 0).any() or (rows >= len(standing.penalty)).any():
        raise ValueError("There is no such person")
    if len(np.unique(rows)) != len(rows):
        raise ValueError("Somebody is named twice")
    return standing.place_of[rows].astype(np.int32)


def _copied(state: tuple) -> tuple:
    return tuple(array.copy() for array in state)


def _with_places(state: tuple, j: int, capacity: int) -> tuple:
    """The same with more places for one champion, the new ones free."""
    room, offset, filled, price, members, champion, cost, slot = state
    more = int(capacity) - int(offset[j + 1] - offset[j])
    if more > 0:
        free = np.full(more, UNSERVED, np.int32)
        members = np.insert(members, offset[j + 1], free)
        offset = offset + np.where(np.arange(len(offset)) > j, more, 0)
    room[j] = capacity
    return room, offset, filled, price, members, champion, cost, slot


def _changed(before: Standing, state: tuple, capacity: Whole) -> Change:
    """What is different now."""
    after = replace(before, state=state, capacity=capacity)
    people = np.sort(before.person_at[before.state[5] != state[5]])
    return Change(after, people, before.champion_of(people), after.champion_of(people))
