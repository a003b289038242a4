"""How one installation is set up: its environment, settings, addresses and commands."""
