"""Help given, recorded in seconds."""
