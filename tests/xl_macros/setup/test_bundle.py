"""The archive for schools without Python: only what was tested goes in, the same files give the same bytes."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from xl_macros.commands import main
from xl_macros.errors import ObjectivityError
from xl_macros.setup.bundle import make_bundle
from xl_macros.setup.bundle.lock import read_lock
from xl_macros.setup.bundle.python_zip import read_zip

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[3]
PATHS = "python311.zip\r\n.\r\n\r\n# Uncomment to run site.main() automatically\r\n#import site\r\n"
LOCK = """click==8.5.1
    # via objectivity (pyproject.toml)
pywin32==312 ; sys_platform == 'win32'
    # via xlwings
numpy==2.4.6 ; python_full_version < '3.12'
numpy==2.5.5 ; python_full_version >= '3.12'
psutil==7.2.2 ; sys_platform == 'darwin'
pytest==9.2.0
xlwings==0.37.8
"""


def _program(machine: int = 0x8664) -> bytes:
    return b"MZ" + bytes(0x3A) + (0x40).to_bytes(4, "little") + b"PE\0\0" + machine.to_bytes(2, "little") + bytes(20)


def _zip(path: Path, files: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)

    return path


def _wheel(
    folder: Path,
    name: str,
    *,
    tag: str = "py3-none-any",
    needs: tuple[str, ...] = (),
    files: dict[str, bytes | str] | None = None,
) -> Path:
    """A wheel ``name-version`` with one module, a licence and METADATA."""
    package, version = name.rsplit("-", 1)
    about = f"Metadata-Version: 2.4\nName: {package}\nVersion: {version}\nLicense-Expression: MIT\n"
    about += "".join(f"Requires-Dist: {need}\n" for need in needs)
    content = {
        f"{package}/__init__.py": "",
        f"{name}.dist-info/METADATA": about,
        f"{name}.dist-info/licenses/LICENSE": f"terms of {package}",
    }

    return _zip(folder / f"{name}-{tag}.whl", content | (files or {}))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """What an engineer has: an embeddable Python, a lock file, a folder of wheels."""
    _zip(
        tmp_path / "python.zip",
        {"python.exe": _program(), "python311._pth": PATHS, "python311.zip": b"x", "LICENSE.txt": "PSF"},
    )
    (tmp_path / "requirements.lock").write_text(LOCK, encoding="utf-8")
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    _wheel(
        wheels,
        f"objectivity-{metadata.version('objectivity')}",
        needs=("click>=8.1", "numpy", "xlwings==0.37.8", "sphinx; extra == 'docs'"),
    )
    _wheel(wheels, "click-8.5.1", needs=("importlib-metadata; python_version < '3.8'",))
    _wheel(wheels, "numpy-2.4.6", tag="cp311-cp311-win_amd64")
    _wheel(
        wheels,
        "pywin32-312",
        tag="cp311-cp311-win_amd64",
        files={"pywin32.pth": "win32\n", "pywin32-312.data/scripts/post.py": "1"},
    )
    _wheel(
        wheels,
        "xlwings-0.37.8",
        tag="cp311-cp311-win_amd64",
        needs=("pywin32>=224; platform_system == 'Windows'", "psutil; platform_system == 'Darwin'"),
        files={
            "xlwings-0.37.8.data/data/xlwings64-0.37.8.dll": b"dll",
            "xlwings-0.37.8.data/headers/x.h": b"",
            "xlwings/pro/secret.py": b"",
        },
    )

    return tmp_path


@pytest.fixture
def make(source: Path) -> Callable[..., dict[str, bytes]]:
    """The archive's files by name."""

    def bundle(**otherwise: Any) -> dict[str, bytes]:
        return read_zip(_make(source, **otherwise), "bundle")

    return bundle


def _make(source: Path, **otherwise: Any) -> bytes:
    path = source / "python.zip"
    usual = {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "lock": source / "requirements.lock",
        "book": lambda: b"the book",
    }

    return make_bundle(python_zip=path, wheels=source / "wheels", **(usual | otherwise)).data


def test_everything_lies_where_windows_and_the_vba_module_look(make: Callable[..., dict[str, bytes]]) -> None:
    files = make()
    packages = "Objectivity/python/Lib/site-packages"

    assert b"the book" == files["Objectivity/Objectivity2025.xlsm"]
    assert b"dll" == files["Objectivity/python/xlwings64-0.37.8.dll"], (
        "beside python.exe: there XLPyLoadDLL looks first"
    )
    assert {f"{packages}/pywin32.pth", f"{packages}/xlwings/__init__.py", "Objectivity/python/Scripts/post.py"} <= set(
        files
    )
    assert not [name for name in files if name.endswith((".h", ".pyc"))]


def test_python_finds_the_packages_and_their_pth_files(make: Callable[..., dict[str, bytes]]) -> None:
    lines = make()["Objectivity/python/python311._pth"].decode().split("\r\n")

    assert ["python311.zip", ".", "Lib\\site-packages", "import site"] == [
        line for line in lines if line and not line.startswith("#")
    ]


def test_the_part_of_xlwings_that_is_not_free_is_not_passed_on(make: Callable[..., dict[str, bytes]]) -> None:
    assert not [name for name in make() if "/xlwings/pro/" in name]


def test_licences_of_all_packages_are_in_it(make: Callable[..., dict[str, bytes]]) -> None:
    files = make()
    listed = files["Objectivity/licenses/README.txt"].decode()

    assert b"terms of click" == files["Objectivity/licenses/click-8.5.1/LICENSE"]
    assert b"PSF" == files["Objectivity/licenses/python/LICENSE.txt"]
    assert all(f"{name}: MIT\r\n" in listed for name in ("click 8.5.1", "numpy 2.4.6", "pywin32 312", "xlwings 0.37.8"))


def test_the_file_to_click_is_readable_by_cmd(make: Callable[..., dict[str, bytes]]) -> None:
    data = make()["Objectivity/Установить.cmd"]
    lines = data.decode("cp866").split("\r\n")

    assert b"\n" not in data.replace(b"\r\n", b"")
    assert '"%~dp0python\\python.exe" -m xl_macros.commands install %*' in lines
    first = next(number for number, line in enumerate(lines) if not line.isascii())
    assert "chcp 866 >nul" in lines[:first], "the page is set before the first Russian letter"


def test_the_same_files_give_the_same_bytes(source: Path) -> None:
    once = _make(source)
    for path in (source / "wheels").iterdir():
        path.touch()

    assert once == _make(source)
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in archive.infolist()}
        assert sorted(archive.namelist()) == archive.namelist()


def test_a_package_that_nobody_needs_stays_out(source: Path) -> None:
    _wheel(source / "wheels", "pytest-9.2.0")
    digest = hashlib.sha256((source / "python.zip").read_bytes()).hexdigest()
    made = make_bundle(source / "python.zip", digest, source / "wheels", source / "requirements.lock", lambda: b"")

    assert (["pytest-9.2.0"], 5) == (made.left_out, made.packages)


def test_the_command_line_runs_from_the_archives_own_packages(source: Path, tmp_path: Path) -> None:
    """The real packages objectivity and click, reached by the lines of the ._pth file alone."""
    wheels = source / "wheels"
    ours = {
        str(path.relative_to(ROOT)): path.read_bytes()
        for name in ("objectivity_core", "xl_macros")
        for path in (ROOT / name).rglob("*.py")
    }
    version = metadata.version("objectivity")
    _wheel(wheels, f"objectivity-{version}", needs=("click>=8.1",), files=ours)
    clicks = {str(file): file.read_binary() for file in metadata.files("click") or [] if file.suffix == ".py"}
    _wheel(wheels, "click-8.5.1", files=clicks)
    zipfile.ZipFile(io.BytesIO(_make(source))).extractall(tmp_path / "Школа")
    home = tmp_path / "Школа" / "Objectivity" / "python"
    lines = (home / "python311._pth").read_text(encoding="utf-8").splitlines()
    folders = [str(home / line.replace("\\", "/")) for line in lines if line and not line.startswith(("#", "import"))]
    code = f"import sys; sys.path += {folders!r}; sys.argv = ['x', 'install', '--help']; import runpy; runpy.run_module('xl_macros.commands', run_name='__main__')"
    result = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False, encoding="utf-8"
    )

    assert 0 == result.returncode, result.stderr
    assert "--no-book" in result.stdout


def test_the_lock_is_read_for_windows_and_this_python(source: Path) -> None:
    lock = source / "requirements.lock"

    assert ("2.4.6", "2.5.5") == (read_lock(lock, (3, 11))["numpy"], read_lock(lock, (3, 12))["numpy"])
    assert {"pywin32", "psutil"} - set(read_lock(lock, (3, 11))) == {"psutil"}


def test_the_products_own_lock_is_read() -> None:
    lock = read_lock(ROOT / "requirements.lock", (3, 11))

    assert metadata.version("xlwings") == lock["xlwings"]
    assert {"pywin32", "tzdata", "msoffcrypto-tool"} <= set(lock)


def _refused(source: Path, match: str, **otherwise: Any) -> None:
    def never() -> bytes:
        raise AssertionError("the book is built last")

    with pytest.raises(ObjectivityError, match=match):
        _make(source, book=never, **otherwise)


def test_a_wrong_checksum_is_refused_with_both_sums(source: Path) -> None:
    _refused(source, "сумма «python.zip» не та.*0000", sha256="0" * 64)


def test_a_checksum_in_capitals_is_the_same(source: Path) -> None:
    digest = hashlib.sha256((source / "python.zip").read_bytes()).hexdigest()

    assert _make(source, sha256=f" {digest.upper()} ")


@pytest.mark.parametrize(
    ("files", "match"),
    [
        ({"setup.py": "x"}, "не встраиваемый Python"),
        ({"python.exe": _program(0x14C), "python311._pth": PATHS}, "64-разрядной"),
        ({"python.exe": b"#!", "python311._pth": PATHS}, "64-разрядной"),
        ({"python.exe": _program(), "python311._pth": PATHS, "../x": "x"}, "за его пределы"),
        ({"python.exe": _program(), "python311._pth": PATHS, "C:/x": "x"}, "за его пределы"),
    ],
)
def test_what_is_no_64_bit_embeddable_python_is_refused(
    source: Path, files: dict[str, bytes | str], match: str
) -> None:
    _zip(source / "python.zip", files)
    _refused(source, match)


def test_a_damaged_archive_is_refused(source: Path) -> None:
    path = source / "python.zip"
    path.write_bytes(path.read_bytes()[:-30])
    _refused(source, "повреждён")


def test_a_missing_archive_is_named(source: Path) -> None:
    digest = "0" * 64
    (source / "python.zip").unlink()
    with pytest.raises(ObjectivityError, match=r"прочитать.*python\.zip"):
        make_bundle(source / "python.zip", digest, source / "wheels", source / "requirements.lock", lambda: b"")


def test_a_damaged_wheel_is_refused(source: Path) -> None:
    path = source / "wheels" / "click-8.5.1-py3-none-any.whl"
    data = bytearray(path.read_bytes())
    at = data.find(b"terms of click")
    data[at] ^= 1
    path.write_bytes(data)
    _refused(source, r"click-8\.5\.1.*повреждён")


def test_all_missing_wheels_are_named_with_who_needs_them(source: Path) -> None:
    for name in ("pywin32-312-cp311-cp311-win_amd64.whl", "click-8.5.1-py3-none-any.whl"):
        (source / "wheels" / name).unlink()
    _refused(source, r"click \(нужен objectivity-.*pywin32 \(нужен xlwings-0\.37\.8\)")


@pytest.mark.parametrize(
    "tag", ["cp311-cp311-manylinux_2_28_x86_64", "cp312-cp312-win_amd64", "cp311-cp311-win32", "py2-none-any"]
)
def test_a_wheel_for_another_system_is_refused(source: Path, tag: str) -> None:
    (source / "wheels" / "numpy-2.4.6-cp311-cp311-win_amd64.whl").rename(source / "wheels" / f"numpy-2.4.6-{tag}.whl")
    _refused(source, "не для 64-разрядной Windows с Python 3.11")


@pytest.mark.parametrize("tag", ["cp39-abi3-win_amd64", "py2.py3-none-any", "py3-none-win_amd64"])
def test_every_kind_of_wheel_that_fits_is_taken(source: Path, tag: str) -> None:
    (source / "wheels" / "numpy-2.4.6-cp311-cp311-win_amd64.whl").rename(source / "wheels" / f"numpy-2.4.6-{tag}.whl")

    assert _make(source)


@pytest.mark.parametrize(
    ("wheel", "match"),
    [
        ("click-8.0.0", "версия 8.0.0, а проверена 8.5.1"),
        ("requests-2.0", "requests нет в requirements.lock"),
        ("psutil-7.2.2", "psutil нет в requirements.lock для Windows"),
        ("objectivity-99.0", "версия 99.0, а проверена"),
    ],
)
def test_a_version_that_was_not_tested_is_refused(source: Path, wheel: str, match: str) -> None:
    for path in (source / "wheels").glob(f"{wheel.split('-', maxsplit=1)[0]}-*"):
        path.unlink()
    _wheel(source / "wheels", wheel)
    _refused(source, match)


def test_two_wheels_of_one_package_are_refused(source: Path) -> None:
    _wheel(source / "wheels", "numpy-2.4.6")
    _refused(source, "лежит дважды")


def test_a_lock_that_contradicts_a_package_is_told(source: Path) -> None:
    _wheel(source / "wheels", "click-8.5.1", needs=("xlwings>=99",))
    _refused(source, "click-8.5.1 нужен xlwings>=99")


def test_two_packages_that_write_one_file_are_refused(source: Path) -> None:
    _wheel(source / "wheels", "click-8.5.1", files={"numpy/__init__.py": "mine"})
    _refused(source, r"Два пакета.*numpy/__init__\.py")


@pytest.mark.parametrize("name", ["click.whl", "click-8.5.1.whl"])
def test_a_file_that_only_looks_like_a_wheel_is_refused(source: Path, name: str) -> None:
    (source / "wheels" / name).write_bytes(b"")
    _refused(source, "не имя пакета")


def test_a_wheel_without_metadata_is_refused(source: Path) -> None:
    _zip(source / "wheels" / "click-8.5.1-py3-none-any.whl", {"click.py": ""})
    _refused(source, "нет файла METADATA")


def test_an_extra_that_a_package_asks_for_brings_its_own_needs(source: Path) -> None:
    _wheel(source / "wheels", "click-8.5.1", needs=("numpy[fast]",))
    _wheel(source / "wheels", "numpy-2.4.6", tag="cp311-cp311-win_amd64", needs=("blas; extra == 'fast'",))
    _refused(source, r"blas \(нужен numpy-2\.4\.6\)")


def test_requirements_that_cannot_be_read_are_refused(source: Path) -> None:
    _wheel(source / "wheels", "click-8.5.1", needs=("???",))
    _refused(source, "список нужных")


def test_an_empty_folder_is_told(source: Path) -> None:
    for path in (source / "wheels").iterdir():
        path.unlink()
    _refused(source, "нет файлов .whl")


@pytest.mark.parametrize(
    ("text", "match"),
    [("click>=8\n", None), ("click\n", "строка 1"), ("a\n???", "строка 1"), (None, "Не удалось прочитать")],
)
def test_a_lock_that_cannot_be_read_is_told(source: Path, text: str | None, match: str | None) -> None:
    lock = source / "other.lock"
    if text is not None:
        lock.write_text(text, encoding="utf-8")
    _refused(source, match or "нет в requirements.lock", lock=lock)


def test_the_command_writes_once_and_never_over_a_file(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xl_macros.build.workbook.build_bytes", lambda: b"the book")
    out = source / "Объективность.zip"
    digest = hashlib.sha256((source / "python.zip").read_bytes()).hexdigest()
    arguments = [
        "bundle",
        "--python-zip",
        str(source / "python.zip"),
        "--sha256",
        digest,
        "--wheels",
        str(source / "wheels"),
    ]
    arguments += ["--lock", str(source / "requirements.lock"), "--out", str(out)]
    first = CliRunner().invoke(main, arguments)
    data = out.read_bytes()
    second = CliRunner().invoke(main, arguments)

    assert (0, 2) == (first.exit_code, second.exit_code), first.output
    assert "пакетов 5" in first.output
    assert "уже есть" in second.stderr
    assert data == out.read_bytes()


def test_a_closed_folder_is_one_sentence(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xl_macros.build.workbook.build_bytes", lambda: b"the book")
    digest = hashlib.sha256((source / "python.zip").read_bytes()).hexdigest()
    arguments = [
        "bundle",
        "--python-zip",
        str(source / "python.zip"),
        "--sha256",
        digest,
        "--wheels",
        str(source / "wheels"),
    ]
    result = CliRunner().invoke(
        main, [*arguments, "--lock", str(source / "requirements.lock"), "--out", str(source / "no" / "x.zip")]
    )

    assert 2 == result.exit_code
    assert "Не удалось записать" in result.stderr
