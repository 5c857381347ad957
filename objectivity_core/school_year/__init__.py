"""The school year: its days, quarters and working days."""
