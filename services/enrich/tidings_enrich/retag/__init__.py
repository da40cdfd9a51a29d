"""The tags of articles that are indexed already, made anew and compared."""
