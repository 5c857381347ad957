"""Without anybody at the screen: validation, the demo year."""
