"""A plan that a school has as a file becomes measures of «План»."""
