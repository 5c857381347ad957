"""Why a file is not proven clean, beside the names in it."""

from objectivity_core.findings import Rule, rules_in

_NOT_CLEAN = (
    "Пока в файл нельзя заглянуть, он не считается чистым: сохраните его без пароля в .xlsx, .docx или .pdf с текстом."
)
UNREADABLE = Rule("unreadable-file", "error").says("{why}", _NOT_CLEAN)
DAMAGED = Rule("damaged-file", "error").says("«{where}» повреждён: прочитать его до конца нельзя.", _NOT_CLEAN)
CLOSED = Rule("closed-file", "error").says(
    "Нет доступа к файлу «{name}».", "Закройте его в других программах или проверьте права."
)
UNREAD = frozenset(rule.code for rule in (UNREADABLE, DAMAGED, CLOSED))
"""Codes of a file into which nobody could look."""
PICTURES = Rule("pictures", "warning").says(
    "В файле есть картинки ({count}): текст на них программа не читает.", "Посмотрите сами, нет ли на них имён."
)
ROSTER_BOOK = Rule("roster-book", "error").says(
    "Это сама книга с учениками: она не должна покидать школу.", "Положите выпускаемые файлы в отдельную папку."
)

RULES = rules_in(globals())
