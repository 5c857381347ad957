"""Who marks which work, what came back, and which score is final."""
