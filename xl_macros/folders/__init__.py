"""Folders and files beside the book: what lies there, what is written there."""
