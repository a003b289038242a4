"""Compiled loops. `python -m inroads.engine.kernels` compiles them all; importing one does it for that one."""
