"""The log as a chain of fingerprints, and the proof that nobody changed it."""
