"""How many inputs are read right: by our text front-end, by piper, and by espeak-ng alone.

.venv/bin/python -m benchmarks.reading [--language CODE …] [--kind KIND …] [--failures READER]
.venv/bin/python -m benchmarks.reading --raise-floors

The inputs and the right readings are in `benchmarks/readings/`; `readings/comparison.py` says how
they are compared. What is expected goes through the reader's own espeak-ng, so that no reader is
judged by another version. A pause or an end that espeak alone makes is counted by the punctuation
behind its clause.

The tests hold our front-end to `readings/floors.tsv`; `--raise-floors` writes into it what has got
better.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from app.cli.cpu_name import processor_name
from benchmarks.readings.comparison import Spoken, is_right, nearest, shown
from benchmarks.readings.readers import Espeak, Piper, Reader, ours
from benchmarks.readings.table import LANGUAGES, Row, floors, rows, write_floors

READERS = ("ours", "piper", "espeak")


@contextmanager
def reader(name: str, language: str) -> Iterator[Reader]:
    """A reader of the language."""
    if name == "ours":
        with ours(language) as frontend:
            yield frontend
    else:
        yield Piper(language) if name == "piper" else Espeak(language)


def tell_failure(row: Row, spoken: Spoken, reader: Reader) -> None:
    """Print an input that is read wrong."""
    print(f"\n{row.language}, {row.kind}: {row.text!r}")
    print(f"  reading   {row.reading}")
    print(f"  expected  {shown(nearest(row, spoken, reader.pronounce))}")
    print(f"  got       {shown(spoken)}")


def count_right(
    name: str, language: str, table: Sequence[Row], *, tell: bool = False
) -> Counter[str]:
    """Rows that the reader reads right, by kind."""
    right: Counter[str] = Counter()
    with reader(name, language) as one:
        for row in table:
            spoken = one.read(row.text)
            if is_right(row, spoken, one.pronounce):
                right[row.kind] += 1
            elif tell:
                tell_failure(row, spoken, one)
    return right


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--language", nargs="+", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument("--kind", nargs="+", help="such as dates; all without it")
    parser.add_argument("--failures", choices=READERS, help="list what this reader reads wrong")
    parser.add_argument("--raise-floors", action="store_true", help="keep what has got better")
    arguments = parser.parse_args()
    if arguments.raise_floors:
        raise_floors()
        return
    tables = {
        language: [r for r in rows(language) if not arguments.kind or r.kind in arguments.kind]
        for language in arguments.language
    }
    if arguments.failures:
        for language, table in tables.items():
            count_right(arguments.failures, language, table, tell=True)
        return
    print(processor_name())
    print("| language | kind | rows | " + " | ".join(READERS) + " |\n|---|---|---|---|---|---|")
    for language, table in tables.items():
        _print_table(language, table)


def raise_floors() -> None:
    """Write the rows that our front-end reads right, where they are more than before."""
    kept = {}
    for language in LANGUAGES:
        right = count_right("ours", language, rows(language))
        for kind in dict.fromkeys(row.kind for row in rows(language)):
            kept[language, kind] = max(right[kind], floors().get((language, kind), 0))
    write_floors(kept)


def _print_table(language: str, table: Sequence[Row]) -> None:
    """A line a kind, and one for the language."""
    right = [count_right(name, language, table) for name in READERS]
    totals = Counter(row.kind for row in table)
    for kind, total in totals.items():
        shares = " | ".join(f"{found[kind] / total:.0%}" for found in right)
        print(f"| {language} | {kind} | {total} | {shares} |", flush=True)
    if table:
        shares = " | ".join(f"**{sum(found.values()) / len(table):.0%}**" for found in right)
        print(f"| {language} | **all** | {len(table)} | {shares} |", flush=True)


if __name__ == "__main__":
    main()
