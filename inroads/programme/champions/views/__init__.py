"""Pages about champions: the register, their shifts, their checks."""
