"""Areas, postcodes, venues, and statistics about areas."""
