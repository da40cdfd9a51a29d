"""The earlier revisions of articles: kept when a later one comes, emptied by a withdrawal."""
