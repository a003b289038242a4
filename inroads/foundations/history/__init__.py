"""Who did what, when and why; who looked. It is only ever added to."""
