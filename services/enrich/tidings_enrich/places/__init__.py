"""Which place on earth each mention of a place means, and how that was decided."""
