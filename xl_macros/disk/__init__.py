"""Files on the disk: whole or not at all, and encrypted ones."""
