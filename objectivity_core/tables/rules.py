"""What can be wrong in one cell or in the shape of a table."""

from objectivity_core.findings import Rule, rules_in

BAD_DATE = Rule("bad-date", "error").says("Здесь должна быть дата.", "Впишите дату, например 15.04.2025.")
NO_SUCH_DATE = Rule("no-such-date", "error").says("Такой даты нет.", "Исправьте: день.месяц.год, например 15.04.2025.")
BAD_YEAR = Rule("bad-year", "error").says(
    "Год вне границ: от 2000 до 2100.", "Исправьте год: день.месяц.год, например 15.04.2025."
)
BAD_NUMBER = Rule("bad-number", "error").says("Здесь должно быть число.", "Впишите число{example}.")
NOT_WHOLE = Rule("not-whole", "error").says("Здесь должно быть целое число.", "Впишите число{example}.")
OUT_OF_BOUNDS = Rule("out-of-bounds", "error").says("Число вне границ: {bounds}.", "Впишите число{example}.")
BAD_MARK = Rule("bad-mark", "error").says("Отметка — 2, 3, 4 или 5.", "Исправьте отметку или оставьте ячейку пустой.")
NOT_A_SCORE = Rule("not-a-score", "error").says(
    "Здесь должен быть балл: целое число или X (не приступал).", "Исправьте балл в листе проверки."
)
NOT_IN_LIST = Rule("not-in-list", "error").says("Такого значения нет в списке.", "Выберите: {choices}.")
ERROR_CELL = Rule("error-cell", "error").says("В ячейке ошибка формулы.", "Исправьте формулу или впишите значение.")
REQUIRED = Rule("required", "error").says("Не заполнен столбец «{heading}».", "{help}")
MISSING_COLUMN = Rule("missing-column", "error").says(
    "На листе «{where}» в таблице «{excel}» нет столбца «{column}».",
    "Верните заголовок столбца как был или перенесите данные в новую книгу.",
)
BEHIND_A_GAP = Rule("behind-a-gap", "warning").says(
    "Под таблицей «{excel}» после пустой строки есть записи ({where}): они не прочитаны.",
    "Перенесите их вплотную под таблицу или уберите.",
)
WIDE_MARKS = Rule("wide-marks", "error", "own_marks").says(
    "Здесь таблица журнала ({where}, строк: {count}): ученики по строкам, предметы по столбцам. Отметки из неё не прочитаны: на листе «Отметки» — по строке на отметку.",
    "Нажмите «Загрузить отметки», файл не указывайте: программа покажет, что поняла, и разложит таблицу по строкам.",
)
NOT_DATES = frozenset(rule.code for rule in (BAD_DATE, NO_SUCH_DATE, BAD_YEAR))
"""Codes of a cell whose date cannot be read."""

RULES = rules_in(globals())
