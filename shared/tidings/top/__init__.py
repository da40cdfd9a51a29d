"""``tidings top``: what the stages do at this moment, from their metrics."""
