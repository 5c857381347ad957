"""Running an action on a book: read, ask, think, write."""
