"""How each question of a run is answered."""
