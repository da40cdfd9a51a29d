"""Searches that are stored, and the articles that match them posted to whoever asked."""
