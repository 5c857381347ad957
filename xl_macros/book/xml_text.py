"""The XML of a workbook's parts as text: tags, attributes and texts found and changed where they stand, so that all else keeps its bytes."""

from __future__ import annotations

import functools
import html
import re
from xml.parsers import expat

from objectivity_core.tables.grid import NOT_IN_XML

ATTRIBUTES = r"""((?:[\s/][^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*)?)"""
"""The attributes of a tag in a pattern, one group; a slash at its end belongs to an element without content."""
_NOT_PLAIN = re.compile(r"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>|<\?(?!xml\s).*?\?>", re.DOTALL)
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LIKE_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def plain(text: str) -> str:
    """XML without comments, instructions and CDATA sections, in which anything might look like a tag; the same text where there are none.

    >>> plain("<a><!-- <b> --><![CDATA[1 < 2]]></a>")
    '<a>1 &lt; 2</a>'
    """
    if "<!" not in text and text.count("<?") < 2:
        return text

    return _NOT_PLAIN.sub(lambda found: html.escape(found[1] or "", quote=False), text)


def whole(text: str) -> str:
    """The same text, which is well-formed XML: searched as text, a part that is cut off would not be noticed.

    Raises:
        ValueError: it is damaged.
    """
    try:
        expat.ParserCreate().Parse(text, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error

    return text


def prefix_of(text: str, root: str) -> str:
    """The namespace prefix of a part's elements with its colon, by its outermost element; .NET programs write ``x:``.

    Raises:
        ValueError: the part has no such element.
    """
    found = re.search(rf"<((?:[\w.-]+:)?){root}[\s/>]", text)
    if not found:
        raise ValueError(f"no <{root}>")

    return found[1]


@functools.cache
def element(tag: str) -> re.Pattern[str]:
    """The pattern of an element that does not hold another of its kind: its attributes, and its content (None where it is ``<tag/>``)."""
    return re.compile(rf"<{tag}{ATTRIBUTES}(?:(?<=/)>|(?<!/)>(.*?)</{tag}\s*>)", re.DOTALL)


@functools.cache
def start(tag: str) -> re.Pattern[str]:
    """The pattern of an element's first tag."""
    return re.compile(rf"<{tag}{ATTRIBUTES}>", re.DOTALL)


@functools.cache
def _named(name: str) -> re.Pattern[str]:
    return re.compile(rf"""\s(?:{name})\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def attribute(attributes: str, name: str) -> str | None:
    """The value of an attribute; None where it is not there.

    >>> attribute(' r="A1" t = "s"/', "t"), attribute(" a:t='1'", "t")
    ('s', None)
    """
    found = _named(name).search(attributes)

    return None if not found else html.unescape(found[2] if found[1] is None else found[1])


def with_attribute(attributes: str, name: str, value: str | None) -> str:
    """Attributes with one of them set where it stands, added at the end, or (None) taken out.

    >>> with_attribute(' r="A1"/', "s", "3"), with_attribute(' r="A1" s="2"', "s", None)
    (' r="A1" s="3"/', ' r="A1"')
    """
    new = "" if value is None else f' {name}="{html.escape(value)}"'
    if _named(name).search(attributes):
        return _named(name).sub(lambda _: new, attributes, count=1)
    slash = "/" if attributes.endswith("/") else ""

    return f"{attributes.removesuffix('/')}{new}{slash}"


def written(text: str) -> str:
    """A text as the content of an element; what XML cannot hold becomes a blank, a carriage return is written as workbooks do.

    >>> written("<&> _x0041_")
    '&lt;&amp;&gt; _x005F_x0041_'
    """
    clean = _NO_CHARACTER.sub(" ", NOT_IN_XML.sub(" ", text))

    return html.escape(_LIKE_ESCAPED.sub("_x005F_", clean), quote=False).replace("\r", "_x000D_")
