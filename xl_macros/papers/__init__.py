"""Papers to print: how each of them is laid out."""
