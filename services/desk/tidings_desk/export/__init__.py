"""A whole result as a file: CSV, NDJSON or ninjs, written as it is read."""
