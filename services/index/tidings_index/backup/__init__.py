"""Snapshots of the articles and their history, and the way back from them."""
