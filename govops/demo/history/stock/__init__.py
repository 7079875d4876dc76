"""A year of things: given out, moved, repaired, counted, frozen in baselines, given up."""
