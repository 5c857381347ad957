"""Russian as it is written: numbers and dates in words, spelling folded away, documents and tables of text."""
