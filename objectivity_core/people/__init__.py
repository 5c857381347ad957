"""Who is meant: pupils told apart, names as they are written, people behind the roles of a plan."""
