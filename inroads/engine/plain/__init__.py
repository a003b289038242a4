"""The plain twin of each kernel, in numpy or Python: what it is tested against, and what runs without a compiler."""
