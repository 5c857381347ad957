"""The school's own marks from its journal: files of any layout, or a journal's table pasted onto «Отметки», become rows of «Отметки»."""
