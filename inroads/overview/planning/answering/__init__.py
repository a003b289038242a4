"""How each question is answered."""
