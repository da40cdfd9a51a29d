"""What the HTTP interfaces of the services have in common, for those that have FastAPI."""
