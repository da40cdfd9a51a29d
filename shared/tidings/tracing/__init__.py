"""One trace for each request: its id in every place that speaks of it, and spans where asked."""
