"""A teacher's computer: installed, examined, supplied without a network."""
