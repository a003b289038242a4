"""Arithmetic only: arrays in, arrays out, each function a published method."""
