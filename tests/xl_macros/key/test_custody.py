"""Who may open the key: a new password, a second custodian's envelope; and nothing of either in the book or the log."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from objectivity_core.codes.custody import IN_THE_ENVELOPE
from tests.xl_macros.conftest import play_actions
from xl_macros.disk.encrypted import WrongPasswordError, decrypt, encrypt
from xl_macros.disk.safe_files import write_atomically
from xl_macros.errors import ObjectivityError
from xl_macros.key import envelope as custody
from xl_macros.key import vault
from xl_macros.key.envelope import password_in_envelope, seal
from xl_macros.key.vault import open_vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from xl_macros.runner.run import Report

    Read = Callable[[Path, str], pd.DataFrame]
    Contents = Callable[[Path], dict[str, bytes]]

PASSWORD, CHANGED, CUSTODIAN = "туча рельс сосед 1", "новый ковёр и рыба", "хранитель ёжик зима"
KEY, PREVIOUS = "Ключ кодов 2024-2025.xlsx", "Ключ кодов 2024-2025 (прежний).xlsx"
ENVELOPE = "Конверт второго хранителя 2024-2025.xlsx"


def _run(book: Path, name: str, **answers: str) -> Report:
    return play_actions(book, name, **answers)[0]


def _plain(path: Path, password: str) -> bytes:
    return decrypt(path.read_bytes(), path.name, password, damaged=lambda: ObjectivityError("повреждён"))


def _opens(path: Path, password: str) -> bool:
    try:
        return bool(_plain(path, password))
    except WrongPasswordError:
        return False


def _codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


# Change of password


def test_after_a_change_the_key_is_the_same_to_the_last_byte_under_the_new_password_alone(coded: Path) -> None:
    before = _plain(coded.with_name(KEY), PASSWORD)
    report = _run(coded, "password", changed=CHANGED)

    assert "Пароль ключа сменён, пар в ключе: 11." in report.message
    assert (False, True) == (_opens(coded.with_name(KEY), PASSWORD), _opens(coded.with_name(KEY), CHANGED))
    assert before == _plain(coded.with_name(KEY), CHANGED)


def test_what_people_keep_in_the_key_outlives_a_change_of_password(coded: Path) -> None:
    key = coded.with_name(KEY)
    workbook = openpyxl.load_workbook(io.BytesIO(_plain(key, PASSWORD)))
    workbook["Ключ"]["F1"], workbook["Ключ"]["F2"] = "Пометка", "болел"
    workbook.create_sheet("Заметки")["A1"] = "=1+1"
    out = io.BytesIO()
    workbook.save(out)
    key.write_bytes(encrypt(out.getvalue(), PASSWORD))
    _run(coded, "password", changed=CHANGED)

    assert out.getvalue() == _plain(key, CHANGED)


def test_the_version_before_does_not_stay_open_to_a_password_that_leaked(opened: Path) -> None:
    """Opening has left «(прежний)» beside the key."""
    earlier = _plain(opened.with_name(PREVIOUS), PASSWORD)
    report = _run(opened, "password", changed=CHANGED)

    assert (False, True) == (_opens(opened.with_name(PREVIOUS), PASSWORD), _opens(opened.with_name(PREVIOUS), CHANGED))
    assert earlier == _plain(opened.with_name(PREVIOUS), CHANGED)
    assert "previous-key-locked" not in _codes(report)


def test_no_file_beside_the_book_opens_with_the_old_password(opened: Path) -> None:
    _run(opened, "password", changed=CHANGED)

    assert [] == [path.name for path in opened.parent.glob("*.xlsx") if _opens(path, PASSWORD)]


def test_copies_that_still_open_with_the_old_password_are_named_and_the_keys_own_are_not(opened: Path) -> None:
    copies = opened.parent / "Копии"
    copies.mkdir(exist_ok=True)
    (copies / "ключ.xlsx").write_bytes(opened.with_name(KEY).read_bytes())
    report = _run(opened, "password", changed=CHANGED)

    assert ["old-password-opens"] == _codes(report)
    assert ["Прежний пароль всё ещё открывает: «Копии/ключ.xlsx»."] == [one.message for one in report.findings]


@pytest.mark.parametrize("what", ["another password", "damaged"])
def test_a_version_before_that_does_not_open_stays_and_is_told(what: str, coded: Path) -> None:
    previous = coded.with_name(PREVIOUS)
    previous.write_bytes(
        encrypt(_plain(coded.with_name(KEY), PASSWORD), "третий пароль окно") if what != "damaged" else b"text"
    )
    before = previous.read_bytes()
    report = _run(coded, "password", changed=CHANGED)

    assert ["previous-key-locked"] == _codes(report)
    assert before == previous.read_bytes()


def test_a_failure_between_the_two_versions_leaves_the_key_and_the_next_try_succeeds(
    opened: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    def once(path: Path, data: bytes, **_: object) -> None:
        if written:
            raise ObjectivityError("диск полон")
        written.append(path)
        write_atomically(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(vault, "write_atomically", once)
        with pytest.raises(ObjectivityError, match="диск полон"):
            _run(opened, "password", changed=CHANGED)

    assert _opens(opened.with_name(KEY), PASSWORD)
    _run(opened, "password", changed=CHANGED)
    assert (True, True) == (_opens(opened.with_name(KEY), CHANGED), _opens(opened.with_name(PREVIOUS), CHANGED))


@pytest.mark.parametrize(
    ("changed", "says"),
    [("пароль12", "слишком простой"), ("кот", "слишком короткий"), (f" {PASSWORD.upper()} ", "тот же, что прежний")],
)
def test_a_new_password_that_changes_nothing_or_guards_nothing_is_refused(
    changed: str, says: str, coded: Path, contents: Contents
) -> None:
    before = contents(coded.parent)
    with pytest.raises(ObjectivityError, match=says):
        _run(coded, "password", changed=changed)

    assert before == contents(coded.parent)


def test_the_custodians_password_does_not_become_the_keys(coded: Path) -> None:
    _run(coded, "envelope", custodian=CUSTODIAN)
    with pytest.raises(ObjectivityError, match="Это пароль второго хранителя"):
        _run(coded, "password", changed=CUSTODIAN)

    assert _opens(coded.with_name(KEY), PASSWORD)


# The envelope


def test_a_custodian_opens_the_codes_and_it_is_told(settled: Path, table: Read) -> None:
    _run(settled, "envelope", custodian=CUSTODIAN)
    report = _run(settled, "open", password=CUSTODIAN)

    assert "opened-by-custodian" in _codes(report)
    assert report.message.startswith("Открыто процедур: 2")
    assert "" not in set(table(settled, "results")["pupil_id"])
    assert _opens(settled.with_name(KEY), PASSWORD)  # the key stays under the director's


def test_a_password_that_is_nobodys_opens_nothing(settled: Path, contents: Contents) -> None:
    _run(settled, "envelope", custodian=CUSTODIAN)
    before = contents(settled.parent)
    with pytest.raises(ObjectivityError, match=r"Пароль к «Ключ кодов 2024-2025.xlsx» не подошёл"):
        _run(settled, "open", password="чужой пароль берег")

    assert before == contents(settled.parent)


def test_after_a_change_of_password_the_envelope_is_outdated_and_says_so(settled: Path) -> None:
    _run(settled, "envelope", custodian=CUSTODIAN)
    report = _run(settled, "password", changed=CHANGED)

    assert ["envelope-outdated"] == _codes(report)
    with pytest.raises(ObjectivityError, match=r"«Конверт второго хранителя.*устарел.*«Конверт хранителю» ещё раз"):
        _run(settled, "open", password=CUSTODIAN)
    _run(settled, "envelope", password=CHANGED, custodian=CUSTODIAN)
    assert _run(settled, "open", password=CUSTODIAN).message.startswith("Открыто процедур: 2")


def test_a_custodian_can_set_a_new_password_when_the_director_has_forgotten_hers(coded: Path) -> None:
    _run(coded, "envelope", custodian=CUSTODIAN)
    report = _run(coded, "password", password=CUSTODIAN, changed=CHANGED)

    assert ["opened-by-custodian", "envelope-outdated"] == _codes(report)
    assert _opens(coded.with_name(KEY), CHANGED)


@pytest.mark.parametrize("damage", ["text", "cut", "another workbook", "empty sheet"])
def test_a_damaged_envelope_is_a_sentence_and_does_not_disturb_the_director(damage: str, settled: Path) -> None:
    _run(settled, "envelope", custodian=CUSTODIAN)
    path = settled.with_name(ENVELOPE)
    workbook = openpyxl.Workbook()
    workbook.active.title = "Конверт" if damage == "empty sheet" else "Лист1"
    out = io.BytesIO()
    workbook.save(out)
    whole = path.read_bytes()
    path.write_bytes(
        {"text": b"text", "cut": whole[: len(whole) // 2]}.get(damage) or encrypt(out.getvalue(), CUSTODIAN)
    )
    with pytest.raises(ObjectivityError, match=r"не подошёл.*«Конверт второго хранителя 2024-2025.xlsx» повреждён"):
        _run(settled, "open", password=CUSTODIAN)

    assert _run(settled, "open").message.startswith("Открыто процедур: 2")


@pytest.mark.parametrize(
    ("custodian", "says"),
    [("12345678", "слишком простой"), (PASSWORD, "свой пароль"), (PASSWORD.upper(), "свой пароль")],
)
def test_a_custodians_password_that_guards_nothing_is_refused(
    custodian: str, says: str, coded: Path, contents: Contents
) -> None:
    before = contents(coded.parent)
    with pytest.raises(ObjectivityError, match=says):
        _run(coded, "envelope", custodian=custodian)

    assert before == contents(coded.parent)


@pytest.mark.parametrize(
    "password", ["  с пробелами по краям  ", "знаки <&>\"' _x0041_ =1+1", "00123456789", "длинная фраза " * 18]
)
def test_the_password_comes_out_of_the_envelope_as_it_was_typed(password: str, tmp_path: Path) -> None:
    seal(tmp_path / KEY, password, CUSTODIAN, IN_THE_ENVELOPE)

    assert password == password_in_envelope(tmp_path / KEY, CUSTODIAN)


def test_without_an_envelope_no_password_comes_out(tmp_path: Path) -> None:
    assert "" == password_in_envelope(tmp_path / KEY, CUSTODIAN)


def test_a_new_envelope_takes_the_place_of_the_old_one(coded: Path) -> None:
    _run(coded, "envelope", custodian=CUSTODIAN)
    _run(coded, "envelope", custodian="другой хранитель окно")

    assert "" == password_in_envelope(coded.with_name(KEY), CUSTODIAN)
    assert PASSWORD == password_in_envelope(coded.with_name(KEY), "другой хранитель окно")


# What stays of it


def _everything(path: Path) -> bytes:
    data = path.read_bytes()
    if not zipfile.is_zipfile(path):
        return data
    with zipfile.ZipFile(path) as package:
        return data + b"".join(package.read(name) for name in package.namelist())


def test_no_password_is_in_the_book_the_log_or_any_other_file(settled: Path) -> None:
    # «Проверить книгу» makes it saved, with what the two before wrote into its log.
    play_actions(settled, "envelope", "password", "check", custodian=CUSTODIAN, changed=CHANGED)
    with pytest.raises(ObjectivityError):
        _run(settled, "open", password="промах по клавишам")
    _run(settled, "open", password=CHANGED)
    words = (PASSWORD, CHANGED, CUSTODIAN, "промах по клавишам")
    spellings = {word.encode(encoding) for word in words for encoding in ("utf-8", "utf-16-le", "cp1251")}
    spellings |= {word.encode("ascii", "xmlcharrefreplace") for word in words}
    files = [path for path in settled.parent.rglob("*") if path.is_file()]

    assert {KEY, PREVIOUS, ENVELOPE, "Журнал 2024-2025.jsonl", settled.name} <= {path.name for path in files}
    assert [] == [path.name for path in files for spelling in spellings if spelling in _everything(path)]


@pytest.mark.parametrize(
    ("name", "variable"), [("password", "OBJECTIVITY_CHANGED"), ("envelope", "OBJECTIVITY_CUSTODIAN")]
)
def test_secrets_come_from_the_environment_and_never_as_options(
    name: str, variable: str, coded: Path, cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    option = f"--{variable.removeprefix('OBJECTIVITY_').lower()}"
    refused = cli("run", name, coded, option, CHANGED, password=PASSWORD)
    lacking = cli("run", name, coded, "--in-place", password=PASSWORD)
    monkeypatch.setenv(variable, CHANGED)
    done = cli("run", name, coded, "--in-place", password=PASSWORD)

    assert 2 == refused.exit_code
    assert f"параметра «{option}» нет" in refused.output
    assert (2, True) == (lacking.exit_code, f"задайте переменную {variable}" in lacking.output)
    assert 0 == done.exit_code, done.output


def test_the_key_under_the_new_password_holds_the_same_pairs(coded: Path) -> None:
    before = open_vault(coded.with_name(KEY), PASSWORD, "", {}).contents
    _run(coded, "password", changed=CHANGED)
    after = open_vault(coded.with_name(KEY), CHANGED, "", {}).contents

    assert before.pairs.to_numpy().tolist() == after.pairs.to_numpy().tolist()
    assert before.book_id == after.book_id


def test_blanks_and_capitals_make_no_other_password() -> None:
    assert custody.same("Кот и лампа", "кот  и лампа ")
