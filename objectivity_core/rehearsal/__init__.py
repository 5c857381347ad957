"""The whole procedure on invented pupils."""
