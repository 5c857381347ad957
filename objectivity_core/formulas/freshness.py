"""Whether «Сроки» are older than the plan and the procedures: said on «Панель» by a formula, until «Обновить сроки» is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from objectivity_core.formulas.values import Values

_COMPARED: Final = 150
"""Letters of a phrase that are compared: MATCH takes 255."""
_LIVING: Final = '(Сроки[Код меры]<>"")*(Сроки[Решение]="")*NOT(ISNUMBER(Сроки[Выполнено]))'
"""Rows that «Обновить сроки» would not keep once their term is gone."""


def _phrase(cell: str) -> str:
    """A phrase as both sheets show it: blanks of every kind are one, and no sign means anything to MATCH."""
    for sign, other in (("\u00a0", " "), ("~", ""), ("\u200b", ""), ("\u00ad", "")):
        cell = f'SUBSTITUTE({cell},"{sign}","{other}")'

    return f'LEFT(TRIM(CLEAN(SUBSTITUTE({cell},CHAR(10)," "))),{_COMPARED})'


STALE_FORMULA: Final = (
    'SUMPRODUCT((План[Мероприятие]<>"")*(COUNTIF(Сроки[Код меры],План[Код меры])=0))'
    f"+SUMPRODUCT({_LIVING}*(COUNTIF(План[Код меры],Сроки[Код меры])=0))"
    '+SUMPRODUCT((План[Код меры]<>"")*ISTEXT(План[Срок исполнения])*ISERROR(MATCH('
    f'План[Код меры]&"|"&{_phrase("План[Срок исполнения]")},Сроки[Код меры]&"|"&{_phrase("Сроки[Срок в плане]")},0)))'
    f"+SUMPRODUCT({_LIVING}*ISNUMBER(Сроки[Дата процедуры])*(COUNTIF(Процедуры[Дата],Сроки[Дата процедуры])=0))"
)
"""How many measures, rows and dates of the plan the sheet «Сроки» does not follow; what a formula can see of it."""


def is_stale(values: Values) -> bool:
    """The twin of :data:`STALE_FORMULA`: whether it is more than none."""
    terms, measures = values.frame("occurrences"), values.frame("measures")
    terms = terms[terms["measure_id"] != ""]
    living = terms[(terms["decision"] == "") & terms["done"].isna()]
    read = set(zip(terms["measure_id"], terms["phrase"].str.replace("~", "").str[:_COMPARED], strict=True))
    told = measures[(measures["measure_id"] != "") & (measures["phrase"] != "")]
    phrases = zip(told["measure_id"], told["phrase"].str.replace("~", "").str[:_COMPARED], strict=True)
    dates = living["event_date"].dropna()

    return bool(
        (~measures.loc[measures["measure"] != "", "measure_id"].isin(terms["measure_id"])).any()
        or (~living["measure_id"].isin(measures["measure_id"])).any()
        or not set(phrases) <= read
        or (~dates.isin(values.frame("procedures")["date"])).any()
    )
