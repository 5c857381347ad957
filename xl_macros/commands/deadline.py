"""``objectivity deadline PHRASE``: how a deadline phrase is understood, as text or as one JSON object."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from xl_macros.commands.books import NEW_YEAR_MONTH
from xl_macros.commands.findings import show_findings

if TYPE_CHECKING:
    from objectivity_core.deadlines import Deadline, Term
    from objectivity_core.findings import Finding
    from objectivity_core.school_year.year import SchoolYear

FIRST_YEAR, LAST_YEAR = 2000, 2100
DATE = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])


@click.command()
@click.argument("phrase")
@click.option(
    "--year",
    type=click.IntRange(FIRST_YEAR, LAST_YEAR),
    help="Год сентября: 2024 для 2024/2025 (по умолчанию — нынешний учебный год).",
)
@click.option("--event", type=DATE, multiple=True, help="Дата процедуры или события; можно несколько раз.")
@click.option("--first-day", type=DATE, help="Первый учебный день.")
@click.option("--last-day", type=DATE, help="Последний учебный день.")
@click.option("--terms", help="Учебные периоды: «02.09.2024-25.10.2024; 05.11.2024-30.12.2024; …».")
@click.option("--six-day", is_flag=True, help="Шестидневная рабочая неделя.")
@click.option("--json", "as_json", is_flag=True, help="Напечатать один объект JSON.")
def deadline(phrase: str, year: int | None, event: tuple[dt.datetime, ...], as_json: bool, **settings: Any) -> None:
    """Объяснить срок PHRASE: как он понят и на какие даты приходится."""
    from objectivity_core.deadlines import deadline_findings, read_deadline

    events = [day.date() for day in event]
    if any(not FIRST_YEAR <= day.year <= LAST_YEAR for day in events):
        raise click.BadParameter(f"год даты — от {FIRST_YEAR} до {LAST_YEAR}.", param_hint="--event")
    school_year = _school_year(year, **settings)
    # A shell passes a line break as two characters; two stand for them, so that offsets stay those of the argument.
    reading = dataclasses.replace(read_deadline(phrase.replace("\\n", "\n "), school_year), phrase=phrase)
    terms = reading.for_events(events, school_year)
    findings = deadline_findings(reading, school_year, events)
    if as_json:
        click.echo(json.dumps(_as_json(reading, terms, findings), ensure_ascii=False))
    else:
        _show(reading, terms, findings, school_year)
    sys.exit(1 if reading.kind == "unknown" else 0)


def _school_year(
    year: int | None, *, first_day: dt.datetime | None, last_day: dt.datetime | None, terms: str | None, six_day: bool
) -> SchoolYear:
    from objectivity_core.school_year.year import SchoolYear, parse_quarters

    now = dt.datetime.now().astimezone()
    try:
        periods = parse_quarters(terms) if terms else ()
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--terms") from None
    school_year = SchoolYear(
        year or now.year - (now.month < NEW_YEAR_MONTH),
        first_day=first_day.date() if first_day else None,  # type: ignore[arg-type]  # None: the year's own
        last_day=last_day.date() if last_day else None,  # type: ignore[arg-type]
        six_day=six_day,
        quarters=periods,
    )
    if school_year.first_day >= school_year.last_day:
        raise click.BadParameter("последний учебный день должен быть позже первого.", param_hint="--last-day")

    return school_year


def _as_json(reading: Deadline, terms: tuple[Term, ...], findings: list[Finding]) -> dict[str, Any]:
    return {
        "phrase": reading.phrase,
        "kind": reading.kind,
        "terms": [
            {
                "start": term.start.isoformat() if term.start else None,
                "due": term.due.isoformat() if term.due else None,
                "time": term.time.isoformat("minutes") if term.time else None,
            }
            for term in terms
        ],
        "procedures": list(reading.procedures),
        "understood": list(reading.understood),
        "ambiguous": reading.ambiguous,
        "question": reading.question or None,
        "findings": [finding.as_json() for finding in findings],
    }


def _show(reading: Deadline, terms: tuple[Term, ...], findings: list[Finding], school_year: SchoolYear) -> None:
    from objectivity_core.deadlines import describe, describe_term

    click.echo(describe(reading, school_year))
    if reading.kind not in {"fixed", "continuous"}:
        for term in terms:
            click.echo(f"  {describe_term(term)}")
    show_findings(findings)
