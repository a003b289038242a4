"""Need beside reach."""
