"""Proof of anonymity: does a text name a pupil of the roster, in whatever form.

Looked for: the surname in every case and number and in both genders; surname with initials or first name, either order; first name with
patronymic; all of it also in Latin letters by the usual schemes, with look-alike letters, soft hyphens, no-break blanks, line breaks inside.

The rule for surnames that are words too. Many surnames are («Мороз», «Белых», «Лев»), and a report full of them is read by nobody:

- a form that the dictionary knows only as a surname, or not at all, is a leak wherever and however it is written («озерцову»);
- a form that is besides only a plural («Волков» of «волк»), a possessive or a place («Иванов», «Щукина») is a leak when capitalised;
- a form that is a word («мороз», «белый», «лев») is a leak when capitalised inside a sentence, and otherwise only together with the
  pupil's initials, a first name or the pupil's class, alone in its cell or line, or in a name: of a file, sheet, range, in a property;
- Latin spellings shorter than five sounds («kim», «son») are treated as words.

A word of the school's own vocabulary (headings of the scoring sheet, subjects) needs the pupil's name beside it. Said as a warning only: a
surname with initials that are no pupil's («А. С. Пушкин»), a surname after «улица», «город», «имени», a first name and patronymic that somebody
of the staff shares. Not said: a person of the staff in full, or with initials that fit no pupil.
"""

from __future__ import annotations

from objectivity_core.anonymity.roster import Pupil, Roster, roster_of
from objectivity_core.anonymity.search import Text, find

__all__ = ["Pupil", "Roster", "Text", "find", "roster_of"]
