"""The yearly plan: measures become dated terms, with their pages, reminders and prints."""
