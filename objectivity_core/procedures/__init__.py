"""Procedures: which of them an action is about, their tasks and scales, their materials, and where they clash."""
