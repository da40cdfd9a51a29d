"""Searches as data, and the one way to Elasticsearch of those that ask it."""
