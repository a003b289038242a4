"""Who helps whom: every person gets the champion that is best for all together, and a proof comes with the answer.

Minutes are added up over everyone who is served; whoever is left unserved counts with their own penalty, which is
where a policy says who comes first (``priorities``). The least possible total is found, not a good guess.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inroads.engine.candidates import Candidates, Whole
from inroads.engine.compiling import COMPILED
from inroads.engine.kernels import bidding, joining, prices
from inroads.engine.kernels import matching as loops
from inroads.engine.plain import bidding as plain_bidding
from inroads.engine.plain import joining as plain_joining
from inroads.engine.plain import matching as plain_loops
from inroads.engine.plain import prices as plain_prices

market = bidding if COMPILED else plain_bidding
crowd = joining if COMPILED else plain_joining
single = loops if COMPILED else plain_loops
table = prices if COMPILED else plain_prices

UNSERVED, ABSENT = -1, -2
LARGEST = 2**62
PAIRS_AT_ONCE = 1 << 20
# Bids for each person beyond which an auction is given up: the penalties are too far apart for it.
MOST_BIDS = 1_000


class Match(NamedTuple):
    """A champion for each person, and the prices that prove how good the whole is.

    No matching whatever costs less than ``lower_bound``. An exact answer meets it, and its ``price`` is then what
    one more place with that champion would save everyone together, in minutes: where it is high, more
    champions would help most.
    """

    champion: Whole  # (n_people,) row of the champion, -1 unserved
    price: NDArray[Any]  # (n_champions,) minutes; whole numbers if exact
    cost: int  # minutes of all who are served and penalties of all who are not
    lower_bound: int
    gap: float  # how far the cost may lie above the least possible, as a share of it; 0 if exact


class Certificate(NamedTuple):
    """What a matching and its prices prove: nothing costs less than ``lower_bound``."""

    cost: int
    lower_bound: int
    gap: float
    worst_minutes: (
        float  # by how much somebody, or a free place, misses what the prices promise; 0 if exact
    )


def match(
    found: Candidates,
    capacity: ArrayLike,
    penalty: ArrayLike,
    *,
    slack_minutes: float | None = None,
) -> Match:
    """Match people with champions so that minutes and penalties together are the least there can be.

    An auction comes close; then all who are not yet where the prices would have them are brought in along
    shortest paths, many at once, until nothing can be gained. The order of people and of champions makes no
    difference to the total. Whoever could be served with a free place, at no more than their penalty, is.

    Parameters
    ----------
    found : Candidates
        Who may be matched with whom, and the minutes. No other pair is ever made.
    capacity : array_like of shape (n_champions,)
        How many people each champion has room for.
    penalty : array_like of shape (n_people,)
        Minutes that leaving this person unserved counts for.
    slack_minutes : float, optional
        Stop after the auction: everyone may then cost so many minutes more than they need to, and the
        answer says how far it is from the best at most. About twice as fast at a million people. It
        needs penalties of much the same size; ``strict`` ones are matched exactly.

    Returns
    -------
    Match

    Raises
    ------
    ValueError
        If a number is missing, negative or not whole, a pair is there twice, the shapes do not agree, or
        penalties are so large that their sum is no longer exact.

    References
    ----------
    Bertsekas (1988), The auction algorithm; Bertsekas and Castañon (1989), for places that are alike.
    Edmonds and Karp (1972), Theoretical improvements in algorithmic efficiency for network flow problems.
    Hopcroft and Karp (1973), for taking many shortest paths at once.

    Examples
    --------
    >>> found = Candidates(indptr=[0, 2, 4], indices=[0, 1, 0, 1], minutes=[5, 9, 6, 30], n_champions=2)
    >>> match(found, capacity=[1, 1], penalty=[100, 100])
    Match(champion=array([1, 0]), price=array([4, 0]), cost=15, lower_bound=15, gap=0.0)
    """
    pairs, room, left_out = checked(found, capacity, penalty)
    order, number = laid_along(found)
    if order is not None and number is not None:
        pairs = table.laid_out(pairs, order, number)
        room, left_out = room[np.argsort(number)], left_out[order]
    if slack_minutes is None:
        champion, price = _exact(pairs, room, left_out)
    else:
        champion, price = _near(pairs, room, left_out, slack_minutes)
    if order is not None and number is not None:
        champion, price = _as_given(champion, price, order, number)
    proof = verify(found, capacity, penalty, champion, price)
    if slack_minutes is None and proof.worst_minutes:
        raise ArithmeticError("The matching does not prove itself; this is a fault of the engine")
    return Match(champion, price, proof.cost, proof.lower_bound, proof.gap)


def verify(
    found: Candidates,
    capacity: ArrayLike,
    penalty: ArrayLike,
    champion: ArrayLike,
    price: ArrayLike,
) -> Certificate:
    """Check a matching against the rules, and say what its prices prove, in one pass over all pairs.

    For any prices that are not negative, no matching costs less than what everyone would pay if they chose
    for themselves at these prices, less what the places would bring in.

    Parameters
    ----------
    found, capacity, penalty
        As for ``match``.
    champion : array_like of shape (n_people,)
        -1 unserved, -2 not there to be matched at all.
    price : array_like of shape (n_champions,)

    Returns
    -------
    Certificate

    Raises
    ------
    ValueError
        If somebody has a champion who is not among their candidates, a champion has more people than room, a
        price is negative, or as for ``match``.

    References
    ----------
    Koopmans and Beckmann (1957), Assignment problems and the location of economic activities.

    Examples
    --------
    >>> found = Candidates(indptr=[0, 2, 4], indices=[0, 1, 0, 1], minutes=[5, 9, 6, 30], n_champions=2)
    >>> verify(found, [1, 1], [100, 100], champion=[0, 1], price=[4, 0])
    Certificate(cost=35, lower_bound=15, gap=1.3333333333333333, worst_minutes=20.0)
    """
    pairs, room, left_out = checked(found, capacity, penalty)
    helped, dear = np.asarray(champion), np.asarray(price)
    if helped.shape != left_out.shape or helped.dtype.kind not in "iu":
        raise ValueError("A champion is a row number for each person, -1 for none")
    if dear.shape != room.shape or not (dear >= 0).all() or np.isinf(dear).any():
        raise ValueError("A price is a number for each champion, not below zero")
    if (helped < ABSENT).any() or (helped >= len(room)).any():
        raise ValueError("Somebody is matched with a champion who does not exist")
    used = np.bincount(helped[helped >= 0], minlength=len(room))
    if (used > room).any():
        raise ValueError("A champion has more people than room")
    least, minutes = _costs(pairs, left_out, helped, dear)
    if (minutes < 0).any():
        raise ValueError("Somebody is matched with a champion who is not among their candidates")
    here, served = helped != ABSENT, helped >= 0
    cost = int(minutes[here].sum())
    # Costs are whole, so a bound may be rounded up; a hair less, so that rounding never lifts it.
    lower = least[here].sum() - (dear * room).sum()
    bound = int(lower) if dear.dtype.kind in "iu" else int(np.ceil(lower - 1e-6))
    paid = minutes.astype(dear.dtype, copy=False)
    paid[served] += dear[helped[served]]
    worst = max((paid - least)[here].max(initial=0), dear[used < room].max(initial=0))
    gap = 0.0 if cost == bound else float((cost - bound) / bound) if bound > 0 else np.inf
    return Certificate(cost, bound, gap, float(worst))


def cut_short(found: Candidates, penalty: ArrayLike, price: ArrayLike) -> Whole:
    """The people for whom a longer list of candidates could make the whole better.

    Whoever costs no more than the minutes to the last champion on their list cannot gain by those who were left
    off it, since these are no nearer. Where the answer is empty, the matching is the best there is over
    all champions who fit, and not only over those listed.

    Parameters
    ----------
    found : Candidates
        From ``candidates`` with ``most``.
    penalty, price
        As given to ``match``, and as it answered.

    Returns
    -------
    ndarray of shape (n,)
        Row numbers of people.

    Raises
    ------
    ValueError
        As for ``match``, or if the candidates do not say how many were left off.

    Examples
    --------
    >>> found = Candidates([0, 1, 2], [0, 0], [5, 6], n_champions=2, unlisted=np.array([1, 1]))
    >>> cut_short(found, [100, 100], match(found, [1, 1], [100, 100]).price)
    array([0, 1])
    """
    if found.unlisted is None:
        raise ValueError("The candidates do not say how many were left off the lists")
    dear = np.asarray(price)
    pairs, _, left_out = checked(found, np.zeros(found.n_champions, np.int64), penalty)
    least, _ = _costs(pairs, left_out, np.full(len(left_out), ABSENT), dear)
    lengths = np.diff(pairs[0])
    last = np.where(lengths > 0, np.append(pairs[2], 0)[pairs[0][1:] - 1], 0)
    return np.flatnonzero((found.unlisted > 0) & (least > last))


def checked(found: Candidates, capacity: ArrayLike, penalty: ArrayLike) -> tuple:
    """Pairs, room and penalties as the loops read them, or the reason why they cannot be."""
    room = whole(capacity, "A capacity", np.int64)
    left_out = whole(penalty, "A penalty", np.int64)
    indptr = whole(found.indptr, "A place in the list of candidates", np.int64)
    indices = whole(found.indices, "A champion", np.int32)
    minutes = whole(found.minutes, "Minutes", np.int32)
    if room.shape != (found.n_champions,):
        raise ValueError("There must be one capacity for each champion")
    if indptr.shape != (len(left_out) + 1,):
        raise ValueError("There must be one penalty for each person")
    if indptr[0] != 0 or (np.diff(indptr) < 0).any() or indptr[-1] != len(indices):
        raise ValueError("The list of candidates does not begin and end where its rows say")
    if indices.shape != minutes.shape:
        raise ValueError("There must be one number of minutes for each pair")
    if table.first_fault(indptr, indices, minutes, found.n_champions) >= 0:
        raise ValueError("A pair is listed twice, or with a champion who does not exist")
    largest = int(left_out.max(initial=0)) + int(minutes.max(initial=0))
    if (len(left_out) + 1) * largest >= LARGEST or int(room.max(initial=0)) >= 2**31:
        raise ValueError("The penalties or capacities are too large to be added up exactly")
    return (indptr, indices, minutes), room, left_out


def whole(given: ArrayLike, what: str, kind: Any) -> NDArray[Any]:
    """Whole numbers, not below zero, in one row."""
    numbers = np.asarray(given)
    if numbers.size == 0:
        numbers = numbers.astype(kind)
    if numbers.ndim != 1 or numbers.dtype.kind not in "iuf":
        raise ValueError(f"{what} must be a whole number, in one row")
    if numbers.dtype.kind == "f" and not (numbers == np.floor(numbers)).all():
        raise ValueError(f"{what} must be a whole number")
    if numbers.size and (numbers.min() < 0 or numbers.max() > np.iinfo(kind).max):
        raise ValueError(f"{what} cannot be below zero, or without end")
    return np.require(numbers, kind, ["C", "W"])


def laid_along(found: Candidates) -> tuple[Whole | None, Whole | None]:
    """People in the order of the curve, and the number of each champion along it; none where that gains nothing."""
    if found.curve is None or len(found.indices) < PAIRS_AT_ONCE // 8:
        return None, None
    people, champions = found.curve
    number = np.empty(len(champions), np.int64)
    number[champions] = np.arange(len(champions))
    return people, number


def _as_given(champion: Whole, price: NDArray, order: Whole, number: Whole) -> tuple:
    """The answer in the order in which people and champions were given."""
    helped = np.empty_like(champion)
    helped[order] = np.where(champion >= 0, np.argsort(number)[champion], champion)
    return helped, price[number]


def fresh_standing(pairs: tuple, room: Whole, people: int, price: Whole) -> tuple:
    """What the loops keep of a matching in which nobody is yet."""
    places = room_of_use(pairs, room)
    offset = np.concatenate([[0], np.cumsum(places)])
    members = np.full(offset[-1], -1, np.int32)
    champion = np.full(people, ABSENT, np.int32)
    nothing = np.zeros(people, np.int32)
    filled = np.zeros(len(room), np.int64)
    return places, offset, filled, price, members, champion, nothing, nothing.copy()


def room_of_use(pairs: tuple, room: Whole) -> Whole:
    """No more room than for all who could come and one more, so that a place which nobody needs is seen to be free."""
    wanted = np.zeros(len(room), np.int64)
    for first in range(0, len(pairs[1]), PAIRS_AT_ONCE):
        wanted += np.bincount(pairs[1][first : first + PAIRS_AT_ONCE], minlength=len(room))
    return np.minimum(room, wanted + 1)


def _bid(pairs: tuple, room: Whole, penalty: Whole, scale: int, least: int) -> tuple:
    """The champion of each person after an auction, and the prices, in parts of a minute."""
    places = room_of_use(pairs, room)
    offset = np.concatenate([[0], np.cumsum(places)])
    price, filled = np.zeros(len(room), np.int64), np.zeros(len(room), np.int64)
    bid, holder = np.zeros(offset[-1], np.int64), np.full(offset[-1], -1, np.int32)
    queue = np.arange(len(penalty) - 1, -1, -1, dtype=np.int32)
    most = MOST_BIDS * (len(penalty) + 100)
    places_bid_for = (offset, filled, price, bid, holder)
    if market.auction(pairs, penalty, places, places_bid_for, queue, scale, least, most) < 0:
        raise ValueError("The penalties are too far apart to come near; ask for an exact match")
    champion = np.full(len(penalty), UNSERVED, np.int32)
    champion[holder[holder >= 0]] = np.repeat(np.arange(len(room)), places)[holder >= 0]
    return champion, price


def _with_no_room(pairs: tuple, room: Whole, penalty: Whole, price: NDArray) -> NDArray:
    """Whoever has no room costs the most that anyone would pay for a place there."""
    shut = np.flatnonzero((room == 0)[pairs[1]])
    if len(shut):
        price = np.where(room == 0, penalty.max(), price)
        least, _ = _costs(pairs, penalty, np.full(len(penalty), ABSENT), price)
        person = np.searchsorted(pairs[0], shut, side="right") - 1
        price[room == 0] = 0
        np.maximum.at(price, pairs[1][shut], least[person] - pairs[2][shut])
    return price


def _near(pairs: tuple, room: Whole, penalty: Whole, slack_minutes: float) -> tuple:
    if not 0 < slack_minutes < np.inf:
        raise ValueError("The slack is a number of minutes, more than zero")
    # Parts of a minute are halves, quarters, eighths …, so that no price is rounded.
    scale = 1 if slack_minutes >= 1 else int(2 ** np.ceil(-np.log2(slack_minutes)))
    if scale > 1 << 16:
        raise ValueError("So little slack is none; ask for an exact match")
    least = max(int(slack_minutes * scale), 1)
    champion, price = _bid(pairs, room, penalty, scale, least)
    return champion.astype(np.int64), _with_no_room(pairs, room, penalty, price / scale)


def _exact(pairs: tuple, room: Whole, penalty: Whole) -> tuple[Whole, Whole]:
    some = np.flatnonzero(np.diff(pairs[0]))[:: len(penalty) // 1_000 + 1]
    nearest = [pairs[2][pairs[0][person] : pairs[0][person + 1]].min() for person in some]
    usual = int(np.percentile(nearest, 95)) if nearest else 0
    least, gentle = max(usual // 50, 1), penalty
    if penalty.max(initial=0) > 1_000 * least:
        # Penalties far apart would keep an auction going for ever; in their order, and nearer, they do as well.
        levels, level = np.unique(penalty, return_inverse=True)
        gentle = np.minimum(penalty, least * (200 + 400 * level // len(levels)))
    wanted, price = _bid(pairs, room, gentle, 1, least)
    # Nobody goes where there is no room: no penalty is higher than that price, however others rise.
    price[room == 0] = penalty.max(initial=0)
    standing = fresh_standing(pairs, room, len(penalty), price)
    todo = np.empty(len(penalty), np.int32)
    count = table.adopt(pairs, penalty, standing, wanted, todo)
    back = table.turned_round(pairs, len(room))
    # Together while there are many, and the last few, each of whom is a small search, one by one.
    left = crowd.join_together(pairs, back, penalty, standing, todo[:count], len(room) // 50)
    single.join(pairs, penalty, standing, todo[:left])
    crowd.fill_together(pairs, back, penalty, standing, len(room) // 250)
    free = np.where(standing[3] > 0, standing[0] - standing[2], 0)
    holes = -1 - np.repeat(np.arange(len(room), dtype=np.int32), free)
    single.leave(pairs, back, penalty, standing, holes)
    crowd.give_all_away(pairs, back, penalty, standing)
    crowd.lowest_prices(pairs, penalty, standing)
    return standing[5].astype(np.int64), standing[3]


def _costs(pairs: tuple, penalty: Whole, champion: NDArray, price: NDArray) -> tuple:
    """For each person the least they could cost at these prices, and their minutes or penalty; -1 if no such pair."""
    indptr, indices, minutes = pairs
    least = penalty.astype(price.dtype, copy=True)
    paid = np.where(champion >= 0, -1, penalty)
    for first in range(0, len(indices), PAIRS_AT_ONCE):
        part = slice(first, first + PAIRS_AT_ONCE)
        low, high = np.searchsorted(indptr, [first, min(part.stop, len(indices)) - 1], side="right")
        starts = np.maximum(indptr[low - 1 : high], first)
        some = np.diff(np.append(starts, min(part.stop, len(indices)))) > 0
        people = np.arange(low - 1, high)[some]
        cost = np.minimum.reduceat(minutes[part] + price[indices[part]], starts[some] - first)
        least[people] = np.minimum(least[people], cost)
        person = np.repeat(people, np.diff(np.append(starts[some], min(part.stop, len(indices)))))
        theirs = indices[part] == champion[person]
        paid[person[theirs]] = minutes[part][theirs]
    return least, paid
