"""``tidings doctor``: looks at everything that Tidings needs, and says what to do about it."""
