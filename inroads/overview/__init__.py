"""What the programme knows of itself."""
