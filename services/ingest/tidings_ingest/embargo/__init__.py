"""Articles under embargo: held back on a topic of their own, and copied to the road in time."""
