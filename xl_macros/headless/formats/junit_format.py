"""JUnit: a suite per book, a case per rule that found something; what a book has passed is one case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from xl_macros.headless.formats.text_format import line

if TYPE_CHECKING:
    from objectivity_core.findings import Finding
    from xl_macros.headless.report import Checked, Report

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printed(report: Report) -> str:
    """The document."""
    root = ET.Element("testsuites", name="objectivity validate", time=f"{report.seconds:.3f}")
    for book in report.books:
        root.append(_suite(book))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    ET.indent(root)

    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}'


def _suite(book: Checked) -> ET.Element:
    by_code: dict[str, list[Finding]] = {}
    for one in book.findings:
        by_code.setdefault(one.code, []).append(one)
    suite = ET.Element("testsuite", name=_clean(str(book.path)), time=f"{book.seconds:.3f}")
    cases = [_case(book, code, found) for code, found in by_code.items()]
    cases += [] if any(one.severity != "info" for one in book.findings) else [_case(book, "book", [])]
    suite.extend(cases)
    failed, broken = (sum(case.find(kind) is not None for case in cases) for kind in ("failure", "error"))
    for name, number in (("tests", len(cases)), ("failures", failed), ("errors", broken)):
        suite.set(name, str(number))

    return suite


def _case(book: Checked, code: str, found: list[Finding]) -> ET.Element:
    """A rule: failed where it found an error or something to look at, told where it is information."""
    case = ET.Element("testcase", classname=_clean(str(book.path)), name=code)
    told = "\n".join(_clean(line(one)) for one in found)
    worst = min((("error", "warning", "info").index(one.severity) for one in found), default=2)
    if worst == 2:
        if told:
            ET.SubElement(case, "system-out").text = told
    else:
        kind = "failure" if book.read else "error"
        places = ", ".join(one.where for one in found[:9] if one.where)
        message = f"{found[0].message} ({len(found)}: {places})" if len(found) > 1 else f"{places} {found[0].message}"
        ET.SubElement(case, kind, message=_clean(message.strip()), type=("error", "warning")[worst]).text = told

    return case


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_XML.sub("?", text)
