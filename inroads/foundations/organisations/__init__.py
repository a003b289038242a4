"""Partners, their teams, who has which role in them, and what they agreed to share."""
