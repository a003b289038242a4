"""Whoever starts the server waits neither for the compiler's library nor for kernels that nobody has asked for."""

import subprocess
import sys

import pytest

from inroads.engine import kernels
from inroads.engine.compiling import COMPILED

MODULES = [
    "reach",
    "cover",
    "siting",
    "medians",
    "matching",
    "rematching",
    "cascade",
    "candidates",
    "sensitivity",
]
ASK = "import sys, inroads.engine.{}; print('numba' in sys.modules)"


@pytest.mark.parametrize("module", MODULES)
def test_importing_a_method_loads_no_compiler(module):
    answer = subprocess.run(
        [sys.executable, "-c", ASK.format(module)], capture_output=True, text=True, check=True
    )

    assert answer.stdout == "False\n"


@pytest.mark.skipif(not COMPILED, reason="no compiler here")
def test_a_kernel_is_there_when_it_is_asked_for():
    assert callable(kernels.Unloaded("inroads.engine.kernels.catchments").sums_within)


def test_there_are_no_kernels_but_those_that_stand_here():
    with pytest.raises(AttributeError, match="no kernels called nonsense"):
        _ = kernels.nonsense
