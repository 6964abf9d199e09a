import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo

from app.shell.translations import CATALOGUES

ROOT = Path(__file__).parents[3]
SOURCES = sorted((ROOT / "app").rglob("*.py"))
Message = tuple[str, str, str]
"""Context, source text and comment."""


def tool(name: str, *arguments: object) -> None:
    folder = Path(PySide6.__file__).parent
    if sys.platform != "linux":
        folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.LibraryExecutablesPath))
    command = [folder / name, *map(str, arguments)]
    subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)


def messages(catalogue: Path) -> Iterator[tuple[Message, ElementTree.Element]]:
    for context in ElementTree.parse(catalogue).getroot().iter("context"):
        for message in context.iter("message"):
            name, comment = context.findtext("name", ""), message.findtext("comment", "")
            yield (name, message.findtext("source", ""), comment), message


def translating_calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            # A text's own `translate` takes one argument.
            if name == "tr" or (name == "translate" and len(node.args) > 1):
                yield node


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> dict[Message, ElementTree.Element]:
    """What lupdate finds in the source."""
    catalogue = tmp_path_factory.mktemp("lupdate") / "en.ts"
    tool("lupdate", *SOURCES, "-source-language", "en", "-target-language", "en", "-ts", catalogue)
    return dict(messages(catalogue))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_number_is_spoken_of_in_its_plural_form(qapp: QCoreApplication, count: int) -> None:
    said = qapp.translate("TakeListController", "Remove %n takes", "", count)
    assert said == {0: "Remove 0 takes", 1: "Remove 1 take", 2: "Remove 2 takes"}[count]


def test_english_has_every_plural_form(extracted: dict[Message, ElementTree.Element]) -> None:
    known = dict(messages(CATALOGUES / "en.ts"))
    wanted = {key for key, message in extracted.items() if message.get("numerus") == "yes"}
    assert wanted
    assert set(known) == wanted, "run script/translations, and fill in what is new"
    for (_, source, _), message in known.items():
        singular, plural = (form.text or "" for form in message.iter("numerusform"))
        assert plural == source
        assert singular
        assert singular != plural


def test_the_compiled_catalogues_are_of_today(tmp_path: Path) -> None:
    catalogues = sorted(CATALOGUES.glob("*.ts"))
    assert catalogues
    for catalogue in catalogues:
        compiled = tmp_path / f"{catalogue.stem}.qm"
        tool("lrelease", catalogue, "-qm", compiled)
        assert compiled.read_bytes() == catalogue.with_suffix(".qm").read_bytes()


def test_every_string_can_be_extracted(extracted: dict[Message, ElementTree.Element]) -> None:
    texts = {source for _, source, _ in extracted}
    for path in SOURCES:
        for call in translating_calls(ast.parse(path.read_text(encoding="utf-8"))):
            literal = call.args[0] if isinstance(call.func, ast.Attribute) else None
            if literal is None or ast.unparse(call.func).endswith("translate"):
                literal = call.args[1]
            assert isinstance(literal, ast.Constant), f"{path.name}:{call.lineno}: not a literal"
            assert literal.value in texts, f"{path.name}:{call.lineno}: {literal.value}"


def test_every_string_has_a_context_that_is_found_again(
    extracted: dict[Message, ElementTree.Element],
) -> None:
    contexts = {context for context, _, _ in extracted}
    assert [name for name in contexts if not name.isidentifier()] == []
