"""What the programme says in public of what it did."""
