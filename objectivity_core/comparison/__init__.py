"""External results beside the school's own marks."""
