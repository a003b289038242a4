"""What help can be about, and what organisations offer, where and when."""
