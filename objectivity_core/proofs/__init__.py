"""Which document of a folder proves which term of the plan."""
