"""Skills passports: what somebody has learned, stamped on paper that has a code and no name."""
