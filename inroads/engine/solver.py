"""Mixed whole-number programmes, answered by HiGHS: an answer if there is one, a bound, and whether it is proved."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from inroads.engine.coverage import Flags
from inroads.engine.scales import Floats


class Rows(NamedTuple):
    """Sums that must lie between two ends: ``low <= table @ values <= high``."""

    table: csr_array
    low: ArrayLike
    high: ArrayLike


class Solved(NamedTuple):
    """What the solver found."""

    values: Floats | None  # None if it found nothing that keeps the rows
    bound: float  # no values that keep the rows cost less; inf if it proved that none do
    proved: bool  # whether nothing is cheaper than the values, or nothing keeps the rows


def cheapest(
    cost: Floats,
    rows: list[Rows],
    whole: Flags,
    *,
    most: ArrayLike = 1.0,
    seconds: float | None = None,
    nodes: int | None = None,
    gap: float = 0.0,
) -> Solved:
    """The values from 0 to ``most`` that cost least and keep the rows.

    Parameters
    ----------
    cost : ndarray of shape (n,)
    rows : list of Rows
    whole : ndarray of bool, of shape (n,)
        Which values must be whole numbers.
    most : array_like, default 1
    seconds : float, optional
        Stop then, by the clock; what is found by then can differ from run to run.
    nodes : int, optional
        Stop after so many branches; what is found by then does not differ.
    gap : float, default 0
        An answer within this share of the bound counts as proved.

    Returns
    -------
    Solved

    References
    ----------
    Huangfu and Hall (2018), Parallelizing the dual revised simplex method, Mathematical Programming
    Computation 10, 119-142 (HiGHS).

    Examples
    --------
    >>> cover = Rows(csr_array([[1, 1, 0], [0, 1, 1]]), 1, np.inf)
    >>> cheapest(np.ones(3), [cover], np.ones(3, bool)).values
    array([0., 1., 0.])
    """
    options: dict[str, float | int] = {"mip_rel_gap": gap}
    if seconds is not None:
        options["time_limit"] = seconds
    if nodes is not None:
        options["node_limit"] = nodes
    found = milp(
        cost,
        integrality=whole.astype(int),
        bounds=Bounds(0, most),
        constraints=[LinearConstraint(*each) for each in rows],
        options=options,
    )
    if found.status == 2:
        return Solved(None, np.inf, True)
    bound = found.mip_dual_bound if whole.any() else (found.fun if found.status == 0 else None)
    return Solved(
        values=found.x,
        bound=-np.inf if bound is None or np.isnan(bound) else float(bound),
        proved=found.status == 0,
    )
