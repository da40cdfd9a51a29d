"""Rebuilds the name taggers' networks at set-up, and says whether they are there."""
