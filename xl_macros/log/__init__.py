"""The log file beside the book."""
