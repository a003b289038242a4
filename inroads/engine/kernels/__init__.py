"""Compiled loops. `python -m inroads.engine.kernels` compiles them all; each module is loaded when it is first used.

Loading one takes a moment of processor time, and the compiler's own library another: whoever starts the server, or
asks for a page without such loops, waits for neither.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

NAMES = {path.stem for path in Path(__file__).parent.glob("[a-z]*.py")}


class Unloaded:
    """Stands for a module of kernels until one of them is asked for."""

    def __init__(self, name: str):
        self.__name__ = name

    def __getattr__(self, kernel: str) -> Any:
        return getattr(import_module(self.__name__), kernel)


def __getattr__(name: str) -> Unloaded:
    if name not in NAMES:
        raise AttributeError(f"There are no kernels called {name}")
    return Unloaded(f"{__name__}.{name}")
