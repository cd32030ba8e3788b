"""What is committed names no registry, no machine, and pins what it takes."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
from tests.conftest import PROJECT


def committed() -> list[str]:
    """Every tracked text file."""
    answer = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    if answer.returncode:
        pytest.skip("this is not a git clone")
    return [name for name in answer.stdout.split("\0") if name and (PROJECT / name).is_file()]


# Written in two halves, so that this file does not find itself.
REGISTRIES = [
    "py" + "pi.org",
    "files.python" + "hosted.org",
    "registry." + "npmjs",
    "registry." + "yarnpkg",
    "deb." + "debian.org",
    "npm" + "mirror",
]
MACHINE = ["/wo" + "rk/", "/opt/py" + "pi", "/ro" + "ot/", "/fa" + "rm/", "/tmp/te" + "am"]


@pytest.mark.parametrize("word", REGISTRIES + MACHINE)
def test_no_file_names_a_registry_or_a_machine(word: str) -> None:
    assert [name for name in committed() if word.encode() in (PROJECT / name).read_bytes()] == []


def test_no_requirement_brings_its_own_registry() -> None:
    for path in (PROJECT / "requirements").iterdir():
        assert not re.search(r"(?m)^\s*(-i|--[a-z-]*index|-f|--find)|://", path.read_text()), path.name


def test_third_party_files_are_not_committed() -> None:
    assert [
        name
        for name in committed()
        if re.search(r"(^|/)(node_modules|vendor|\.venv)/|\.min\.(js|css)$", name)
    ] == []


@pytest.mark.parametrize("name", ["bootstrap", "runtime", "dev"])
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    text = (PROJECT / "requirements" / f"{name}.txt").read_text()
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n", "", text).strip())
    assert entries
    for entry in entries:
        assert re.match(r"[a-zA-Z0-9._-]+(\[.*\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_every_wanted_package_is_pinned() -> None:
    wanted = re.findall(
        r"(?m)^([a-zA-Z0-9][a-zA-Z0-9_-]*)", (PROJECT / "requirements" / "runtime.in").read_text()
    )
    pinned = (PROJECT / "requirements" / "runtime.txt").read_text().lower()
    assert [name for name in wanted if f"\n{name.lower()}" not in "\n" + pinned] == []


def test_front_end_packages_have_a_checksum_and_no_address() -> None:
    packages = json.loads((PROJECT / "package-lock.json").read_text())["packages"]
    third_party = {name: entry for name, entry in packages.items() if name}
    assert third_party
    for name, entry in third_party.items():
        assert "resolved" not in entry, name
        assert entry["integrity"].startswith("sha512-"), name


def test_every_dependency_says_what_it_is_for() -> None:
    told = (PROJECT / "docs" / "dependencies.md").read_text()
    wanted: set[str] = set(json.loads((PROJECT / "package.json").read_text())["dependencies"])
    for name in ("runtime", "dev", "bootstrap"):
        text = (PROJECT / "requirements" / f"{name}.in").read_text()
        wanted |= set(re.findall(r"(?m)^([a-zA-Z0-9][a-zA-Z0-9_-]*)", text))
    assert sorted(name for name in wanted if f"`{name}`" not in told) == []


def test_the_arrows_of_the_house_point_down() -> None:
    program = PROJECT / ".venv" / "bin" / "lint-imports"
    if not program.exists():
        pytest.skip("import-linter is not in .venv: run make setup")
    answer = subprocess.run([program], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout
