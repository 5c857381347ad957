"""Code numbers of works: drawn, printed, guarded, opened."""
