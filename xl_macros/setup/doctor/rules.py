"""What can be missing on this computer, and what can be wrong with the place of the book."""

import dataclasses

from objectivity_core.findings import Rule, rules_in

_AGAIN = "Выполните «objectivity install»."
_UPGRADE = "Выполните «python -m pip install --upgrade objectivity» тем же Python."
PYTHON_TOO_OLD = Rule("python-too-old", "error").says(
    "Python {version} слишком старый: нужен {oldest} или новее.",
    "Установите новый Python с python.org или возьмите готовый архив «Объективность» с Python внутри.",
)
PYTHON_32_BIT = Rule("python-32-bit", "error").says(
    "Python {bits}-разрядный: библиотеки для него больше не выпускаются.",
    "Установите 64-разрядный Python; с 32-разрядным Excel он работает.",
)
PYTHON_FROM_STORE = Rule("python-from-store", "warning").says(
    "Python установлен из Microsoft Store: Excel не всегда может его запустить.",
    f"Установите Python с python.org, затем: {_AGAIN}",
)
PYTHON_IN_PASSING = Rule("python-in-passing", "warning").says(
    "Python лежит во временной папке: «{python}». Когда её очистят, кнопки перестанут работать.",
    "Перенесите распакованную папку в постоянное место, например «C:\\Objectivity», и запустите установку оттуда.",
)
NOT_INSTALLED = Rule("not-installed", "error").says(
    "Пакет objectivity не установлен в этот Python.",
    "Выполните «python -m pip install objectivity» или возьмите готовый архив «Объективность» с Python внутри.",
)
NO_PACKAGING = Rule("no-packaging", "error").says(
    "Нет библиотеки Python packaging: остальные проверить нечем.", _UPGRADE
)
PACKAGES = Rule("packages", "error").says("Не те библиотеки Python: {packages}.", _UPGRADE)
NO_INTERPRETER = Rule("no-interpreter", "error").says(
    "Excel не знает, где Python: в настройке xlwings он не назван.", _AGAIN
)
INTERPRETER_MISSING = Rule("interpreter-missing", "error").says(
    "В настройке xlwings назван Python «{named}», но его нет.", _AGAIN
)
OTHER_INTERPRETER = Rule("other-interpreter", "warning").says(
    "Кнопки запускают другой Python: «{named}», а проверен «{python}».", f"Если кнопки не работают: {_AGAIN}"
)
CONDA_IN_CONFIG = Rule("conda-in-config", "warning").says(
    "В настройке xlwings названа среда conda: она включается раньше Python этой программы и может ему помешать.",
    "Если кнопки не работают, удалите из файла строки «CONDA PATH» и «CONDA ENV».",
)
NO_DLL = Rule("no-dll", "warning").says(
    "Нет файла {name} рядом с Python: функции OBJ_… в ячейках не заработают (кнопкам он не нужен).",
    "Выполните «python -m pip install --force-reinstall xlwings=={version}» тем же Python.",
)
DEFENDER = Rule("defender-blocks-buttons", "error").says(
    "Защита Windows (правила сокращения направлений атак) мешает кнопкам вкладки: они не сработают. Правила: {rules}.",
    "Нажимайте кнопки в окне «Объективность: кнопки» (ярлык на рабочем столе, команда objectivity live): ему эти правила не мешают. Чтобы работала и вкладка, попросите администратора исключить из правил {excluded}.",
)
CODE_PAGE = Rule("code-page", "warning").says(
    "Язык программ без Юникода — не русский (кодировка {page}): сообщения об ошибках могут прийти нечитаемыми.",
    "Панель управления → «Региональные стандарты» → «Дополнительно» → «Изменить язык системы» → «Русский (Россия)».",
)
NO_SPREADSHEET_PROGRAM = Rule("no-spreadsheet-program", "error").says(
    "Не найдены ни Excel, ни LibreOffice.",
    "Установите Excel или LibreOffice. Без них работают только команды «objectivity run …».",
)
COMMANDS_ONLY = dataclasses.replace(NO_SPREADSHEET_PROGRAM, code="commands-only", severity="warning")
EXCEL_OLD = Rule("excel-old", "warning").says(
    "Excel слишком старый (версия {version}): кнопки в нём не проверены.",
    "Обновите Office или работайте в LibreOffice.",
)
_ASK = "Попросите администратора школы: эту настройку задаёт он."
MACROS_FORBIDDEN = Rule("macros-forbidden", "error").says(
    "{what}{policy}: кнопки работают лишь из надёжного расположения.",
    "Положите книгу в надёжное расположение: «objectivity install» добавит его.",
)
MACROS_NOT_ALLOWED = dataclasses.replace(MACROS_FORBIDDEN, code="macros-not-allowed", severity="warning")
MACROS_HOPELESS = dataclasses.replace(MACROS_FORBIDDEN, code="macros-hopeless", remedy=_ASK)
INTERNET_MACROS_BLOCKED = Rule("internet-macros-blocked", "info").says(
    "Администратор запретил макросы в файлах из интернета.",
    "Полученную по почте или скачанную книгу разблокируйте: правый щелчок → «Свойства» → «Разблокировать».",
)
LOCATIONS_DISABLED = Rule("locations-disabled", "warning").says("Надёжные расположения Excel отключены.", _ASK)

_MOVE = "Перенесите книгу в папку на диске этого компьютера, например «C:\\Objectivity»."
NO_VBA_MODULE = Rule("no-vba-module", "error").says(
    "В книге нет модуля xlwings: это не книга «Объективность» с макросами, или макросы из неё удалены.",
    "Сделайте новую: «objectivity new», и перенесите данные.",
)
VBA_MODULE_VERSION = Rule("vba-module-version", "error").says(
    "Версии не совпадают: в книге модуль xlwings {inside}, на компьютере {installed}.",
    "Выполните «python -m pip install xlwings=={inside}» или возьмите книгу нынешней версии программы.",
)
NO_CODE_NAMES = Rule("no-code-names", "warning").says(
    "В книге нет имён, по которым макросы находят листы: её сохранил LibreOffice. В Excel ссылки на листе «Начало» могут не сработать.",
    "Выполните над книгой любое действие командой, например «objectivity run check ФАЙЛ --in-place»: имена вернутся.",
)
MARK_OF_THE_WEB = Rule("mark-of-the-web", "error").says(
    "Книга помечена как скачанная из интернета: Excel не запустит её макросы.",
    "Закройте книгу, в проводнике правый щелчок по файлу → «Свойства» → «Разблокировать» → «ОК».",
)
NOT_TRUSTED = Rule("not-trusted", "info").says(
    "Папка «{folder}» не входит в надёжные расположения: при первом открытии нажмите «Включить содержимое».",
    "Чтобы Excel не спрашивал: Файл → Параметры → Центр управления безопасностью → Надёжные расположения.",
)
FOLDER_CLOSED = Rule("folder-closed", "error").says(
    "Папка «{folder}» закрыта для записи: копии, ключ и листы проверки лечь рядом с книгой не смогут.", _MOVE
)
CLOUD_FOLDER = Rule("cloud-folder", "warning").says(
    "Книга лежит в облачной папке: «{folder}». Excel сообщит вместо пути адрес, и кнопки не найдут книгу; ключ с ФИО уйдёт в облако.",
    _MOVE,
)
LONG_PATH = Rule("long-path", "warning").says(
    "Путь к книге длинный: {length} знаков. Excel открывает до {longest}, а имена копий и результатов длиннее на {room}.",
    _MOVE,
)
TOO_LONG_PATH = dataclasses.replace(LONG_PATH, code="too-long-path", severity="error")
CONFIG_BESIDE_BOOK = Rule("config-beside-book", "warning").says(
    "Рядом с книгой лежит свой xlwings.conf: Python берётся из него, а не из настройки пользователя.",
    "Если кнопки не работают, уберите этот файл.",
)
FOLDER_BESIDE_BOOK = Rule("folder-beside-book", "warning").says(
    "В файле xlwings.conf рядом с книгой названа папка: {named}. Кнопка выполнит файлы из неё.",
    "Если эту строку писали не вы, уберите файл xlwings.conf и покажите его администратору.",
)
BOOK_FOLDER_FIRST = Rule("book-folder-first", "warning").says(
    "Книга старая: кнопка выполнит и чужой файл .py, если он лежит в папке книги.",
    "Уберите из папки книги файлы .py и папки с ними. Или возьмите книгу нынешней версии: «objectivity new», и перенесите данные.",
)

RULES = rules_in(globals())
