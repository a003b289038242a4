"""Today's page for each role, and the pages that belong to everyone."""
