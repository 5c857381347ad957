"""Documents that a school has: Word, Excel, text."""
