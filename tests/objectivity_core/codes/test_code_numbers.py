"""Code numbers catch slips of the keyboard; official ones keep their zeros."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import damm

from objectivity_core.codes.numbers import is_code, is_official, mend, read_official


def check_digit(digits: str) -> int:
    return int(damm.calc_check_digit(digits))


def test_the_check_digit_catches_every_wrong_digit_and_every_swap_of_neighbours_whatever_the_code() -> None:
    """The state after any digits is one of ten, so all cases can be tried: from each state, two digits and what remains of the code.

    A wrong digit or a swap is missed only if it leads to the same state, for then every continuation agrees.
    """
    begins = {check_digit(f"{number:02d}"): f"{number:02d}" for number in range(100)}
    digits = "0123456789"

    assert set(range(10)) == set(begins)
    for begin in begins.values():
        one = [check_digit(begin + digit) for digit in digits]
        swapped = [
            (check_digit(begin + a + b), check_digit(begin + b + a)) for a, b in itertools.combinations(digits, 2)
        ]

        assert 10 == len(set(one))
        assert [] == [pair for pair in swapped if pair[0] == pair[1]]


def test_every_code_of_a_thousand_neighbours_is_far_from_every_other() -> None:
    codes = [f"{number}{check_digit(str(number))}" for number in range(123_000, 124_000)]

    assert all(is_code(code) for code in codes)
    assert 2 == min(
        sum(a != b for a, b in zip(one, other, strict=True)) for one, other in itertools.combinations(codes, 2)
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("4ОО01", "40001"),
        ("4oO01", "40001"),
        (" 400 01 ", "40001"),
        ("4З001", "43001"),
        ("400-01", "40001"),
        ("l00\xa000", "10000"),
    ],
)
def test_a_code_typed_with_letters_and_blanks_is_put_right(typed: str, code: str) -> None:
    assert code == mend(typed)


@given(st.text("0123456789", max_size=9))
def test_digits_stay_as_they_are(digits: str) -> None:
    assert digits == mend(digits)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("40001-40003", ["40001", "40002", "40003"]),
        ("40001–40002; 40010", ["40001", "40002", "40010"]),
        ("00401, 00402", ["00401", "00402"]),
        ("401", ["00401"]),
        ("00009-00011", ["00009", "00010", "00011"]),
        ("40001\n40001", ["40001"]),
        ("", []),
    ],
)
def test_official_codes_are_typed_as_ranges_and_lists_and_keep_their_zeros(cell: str, codes: list[str]) -> None:
    assert (codes, []) == read_official(cell)
    assert all(is_official(code) for code in codes)


@pytest.mark.parametrize("cell", ["40003-40001", "1-99999", "123456", "класс"])
def test_what_is_no_official_code_is_named(cell: str) -> None:
    assert ([], [cell]) == read_official(cell)
