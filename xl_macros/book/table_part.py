"""An Excel table's part: its range, its filter, how it was sorted."""

from __future__ import annotations

from xl_macros.book.xml_text import attribute, element, plain, prefix_of, start, with_attribute

_OPERATORS = frozenset(
    {"equal", "notEqual", "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"}
)  # [ECMA-376] 18.18.31


def range_of(part: str) -> str:
    """The table's range, e.g. ``A5:F16``."""
    root = start(f"{prefix_of(part, 'table')}table").search(part)

    return (attribute(root[1], "ref") or "A1") if root else "A1"


def name_of(part: str) -> str:
    """The name by which formulas know the table.

    Raises:
        ValueError: it is no table's part.
    """
    root = start(f"{prefix_of(part, 'table')}table").search(part)

    return (attribute(root[1], "displayName") or "") if root else ""


def is_filtered(part: str) -> bool:
    """Whether the table's filter hides rows; a button alone hides none."""
    part = plain(part)

    return any(content for _, content in element(f"{prefix_of(part, 'table')}filterColumn").findall(part))


def is_filter_unknown(part: str) -> bool:
    """Whether the table's filter compares in a way that Excel does not know: LibreOffice saves «Пусто» as ``**none**``."""
    part = plain(part)
    prefix = prefix_of(part, "table")
    operators = {attribute(tag, "operator") or "equal" for tag in start(f"{prefix}customFilter").findall(part)}

    return not operators <= _OPERATORS


def resized(part: str, ref: str, *, moved: bool) -> str:
    """The part with another range.

    Args:
        part: the XML.
        ref: the range.
        moved: whether rows are others than before: what hides some of them, and how they were sorted, holds no more.
    """
    part = plain(part)
    prefix = prefix_of(part, "table")
    root = start(f"{prefix}table").search(part)
    if root is None:
        raise ValueError("no table")
    old = range_of(part)
    part = f"{part[: root.start()]}<{prefix}table{with_attribute(root[1], 'ref', ref)}>{part[root.end() :]}"
    if moved or old != ref:
        part = element(f"{prefix}sortState").sub("", part)
    tag = f"{prefix}autoFilter"
    filtering = element(tag).search(part)
    if not filtering:
        return part
    attributes, content = with_attribute(filtering[1].rstrip("/"), "ref", ref), filtering[2] or ""
    if moved:  # what stays says where a button is hidden
        content = element(f"{prefix}filterColumn").sub(
            lambda found: f"<{prefix}filterColumn{found[1].rstrip('/')}/>" if "Button" in found[1] else "", content
        )
    if (attributes, content) == (filtering[1].rstrip("/"), filtering[2] or ""):
        return part
    new = f"<{tag}{attributes}>{content}</{tag}>" if content else f"<{tag}{attributes}/>"

    return part[: filtering.start()] + new + part[filtering.end() :]
