"""The files about places that can be taken in, each with its columns."""
