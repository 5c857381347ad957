"""The sentences that VBA shows: they stand in hidden names of the workbook, because VBA sources are ASCII.

VBA reads them by ``BookText`` of the module «Ribbon»; where a name is gone, it says one short sentence in English.
"""

from __future__ import annotations

NO_PYTHON = "нет связи с Python: см. «Справка»"
"""What a cell with a worksheet function shows where Python does not answer."""
PREFIX = "Text_"
NAME_NO_PYTHON, NAME_CLOUD, NAME_NOT_SET_UP, NAME_FAILED = (
    f"{PREFIX}{name}" for name in ("NoPython", "Cloud", "NotSetUp", "Failed")
)
VBA_TEXTS = {
    NAME_NO_PYTHON: NO_PYTHON,
    NAME_CLOUD: (
        "Книга открыта из облака или по сетевому адресу (OneDrive, SharePoint, WebDAV): кнопки её не найдут, а ключ с ФИО ушёл бы в облако. "
        "Сохраните её на диск этого компьютера: «Файл» → «Сохранить как», например в папку C:\\Objectivity."
    ),
    NAME_NOT_SET_UP: (
        "На этом компьютере кнопки не настроены: Excel не знает, где Python, или его там больше нет. "
        "Выполните «objectivity install --no-book» или «Установить.cmd» из архива «Объективность». Таблицы, цвета и сроки работают и так."
    ),
    NAME_FAILED: (
        "Excel не смог запустить Python: обычно это запрещает антивирус или политика школы. Выполните «objectivity doctor»; "
        "без макросов те же действия делают «Объективность: кнопки» и «objectivity live». Подробнее — лист «Начало»."
    ),
}
"""The sentence behind each name: no ``"`` in it, at most 255 characters, as a text in a formula may have."""
