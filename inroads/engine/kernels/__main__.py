"""Compile every kernel, so that no request ever waits for the compiler."""

import importlib
import pkgutil

from inroads.engine import kernels

for module in pkgutil.iter_modules(kernels.__path__):
    if module.name != "__main__":
        importlib.import_module(f"{kernels.__name__}.{module.name}")
