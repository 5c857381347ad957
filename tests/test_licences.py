"""The product is MIT and bundles the packages it needs: their licences must allow that."""

from __future__ import annotations

import importlib.metadata
import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

MAY_BE_BUNDLED = ("0BSD", "Apache-2.0", "BSD", "CC0-1.0", "MIT", "MIT-0", "PSF-2.0", "Zlib")
"""Licences that ask for nothing but their own text beside the package, which the bundle passes on."""
WHOLE_AND_REPLACEABLE = {"python-stdnum", "pyxlsb"}
"""LGPL: allowed for packages of Python that are passed on whole, unchanged and as files that anybody may replace. No GPL: it would bind the product."""
SAYS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "BSD-2-Clause": "BSD",
    "BSD-3-Clause": "BSD",
    "MIT License": "MIT",
}
WINDOWS = {"platform_system": "Windows", "sys_platform": "win32", "os_name": "nt", "extra": ""}
ONLY_THERE = {"colorama": "BSD", "pywin32": "PSF-2.0"}
"""What Windows needs beside, and is not installed elsewhere: as its page on PyPI says."""


def needed(name: str) -> set[str]:
    """Everything that a package needs, itself too, here and on Windows."""
    found, wanted = set[str](), [canonicalize_name(name)]
    while wanted:
        one = wanted.pop()
        found.add(one)
        if one in ONLY_THERE:
            continue
        for line in importlib.metadata.requires(one) or []:
            requirement = Requirement(line)
            more = canonicalize_name(requirement.name)
            marker = requirement.marker
            if more not in found and (marker is None or marker.evaluate(WINDOWS) or marker.evaluate({"extra": ""})):
                wanted.append(more)

    return found


def licences(name: str) -> set[str]:
    """The licences of a package: its expression, else its classifiers, else its own words."""
    if name in ONLY_THERE:
        return {ONLY_THERE[name]}
    about = importlib.metadata.metadata(name)
    expression = about.get("License-Expression")
    classifiers = [text for text in about.get_all("Classifier") or [] if text.startswith("License :: ")]
    if expression:
        said = re.split(r" (?:AND|OR) ", expression)
    elif classifiers:
        said = [text.rpartition(" :: ")[2] for text in classifiers]
    else:
        said = [(about.get("License") or "").split("\n")[0]]

    return {SAYS.get(text.strip("() "), text.strip("() ")) for text in said}


def test_every_package_that_is_bundled_may_be() -> None:
    found = {name: licences(name) for name in needed("objectivity")}
    not_allowed = {name: said for name, said in found.items() if not said <= set(MAY_BE_BUNDLED)}

    assert len(found) > 20
    assert set() == not_allowed.keys() - WHOLE_AND_REPLACEABLE, not_allowed
    assert {"Lesser" in text for name in WHOLE_AND_REPLACEABLE for text in licences(name)} == {True}


@pytest.mark.parametrize(
    "licence", ["GPL-3.0-only", "GNU General Public License v3 (GPLv3)", "AGPL-3.0", "UNKNOWN", ""]
)
def test_what_binds_the_product_or_is_unknown_is_not_allowed(licence: str) -> None:
    assert SAYS.get(licence, licence) not in MAY_BE_BUNDLED


def test_the_package_that_is_gpl_is_not_brought_in() -> None:
    """The statistics of krippendorff are written anew for this reason."""
    assert "krippendorff" not in needed("objectivity")
