"""People who help others: where, when, with what, and at which sessions."""
