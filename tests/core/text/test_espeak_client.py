from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from vits_core.errors import LanguageError, PhonemizerError
from vits_core.text import espeak_client
from vits_core.text.espeak_client import EspeakClient, EspeakDiedError

DEADLY = "s'" * 68
ROOT = Path(__file__).parents[3]
posix_only = pytest.mark.skipif(os.name == "nt", reason="needs signals")


@pytest.fixture
def client() -> Iterator[EspeakClient]:
    client = EspeakClient("en-us")
    client.read("a")
    yield client
    client.close()


def child_id(client: EspeakClient) -> int:
    assert client.process_id is not None
    return client.process_id


def has_ended(process_id: int) -> bool:
    try:
        return psutil.Process(process_id).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_reading_has_clauses_and_events(espeak: EspeakClient) -> None:
    reading = espeak.read("Hello there, of the world.")
    assert reading.clauses == ("həlˈoʊ ðˈɛɹ", "ʌvðə wˈɜːld")
    assert [(at, said) for at, said in reading.events if said] == [
        (0, "həlˈoʊ"), (6, "ðˈɛɹ"), (13, "ʌvðə"), (20, "wˈɜːld"),
    ]  # fmt: skip


def test_without_events_the_phonemes_are_the_same(espeak: EspeakClient) -> None:
    text = "He said that it's 1,234.5 of the U.S.A."
    quick = espeak.read(text, events=False)
    assert quick.clauses == espeak.read(text).clauses
    assert quick.events == ()


def test_flags_of_other_languages_are_removed(espeak: EspeakClient) -> None:
    reading = espeak.read("The word नमस्ते is Hindi (not) really.")
    assert "(" not in "".join(reading.clauses) + "".join(said for _, said in reading.events)


def test_a_text_that_kills_espeak_is_named_and_the_next_is_read(client: EspeakClient) -> None:
    before = child_id(client)
    with pytest.raises(EspeakDiedError, match="crashed"):
        client.read(DEADLY)
    assert has_ended(before)
    assert client.read("Hello.").clauses == ("həlˈoʊ",)
    assert child_id(client) != before


def test_a_first_text_that_kills_espeak_is_not_taken_for_a_broken_espeak() -> None:
    client = EspeakClient("en-us")
    with pytest.raises(EspeakDiedError):
        client.read(DEADLY)
    assert client.read("Hello.").clauses == ("həlˈoʊ",)
    client.close()


@posix_only
def test_a_child_killed_between_calls_is_replaced(client: EspeakClient) -> None:
    for _ in range(2):
        os.kill(child_id(client), signal.SIGKILL)
        assert client.read("Hello.").clauses == ("həlˈoʊ",)


@posix_only
def test_a_child_killed_during_a_call_is_replaced(client: EspeakClient) -> None:
    child = child_id(client)
    os.kill(child, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(client.read, "Hello.")
        time.sleep(0.1)
        assert not call.done()
        os.kill(child, signal.SIGKILL)
        assert call.result(timeout=60).clauses == ("həlˈoʊ",)


@posix_only
def test_a_child_that_hangs_is_given_up(
    client: EspeakClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(espeak_client, "_REQUEST_SECONDS", 0.3)
    child = child_id(client)
    os.kill(child, signal.SIGSTOP)
    with pytest.raises(EspeakDiedError, match="took too long") as failure:
        client.read("Hello.")
    assert failure.value.took_too_long
    assert has_ended(child)
    monkeypatch.undo()
    assert client.read("Hello.").clauses == ("həlˈoʊ",)


@posix_only
def test_a_child_that_is_always_killed_is_given_up(
    client: EspeakClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = espeak_client._Child.ask
    attempts: list[int] = []

    def killed(child: espeak_client._Child, request: dict[str, object]) -> dict[str, object]:
        attempts.append(child.process.pid)
        child.has_answered = True
        child.process.kill()
        child.process.wait()
        return ask(child, request)

    monkeypatch.setattr(espeak_client._Child, "ask", killed)
    with pytest.raises(EspeakDiedError):
        client.read("Hello.")
    assert 1 < len(set(attempts)) < 10


def test_threads_share_a_client(espeak: EspeakClient) -> None:
    texts = [f"This is text number {i}, of the {i * 7}." for i in range(40)]
    alone = [espeak.read(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(espeak.read, texts)) == alone


@posix_only
def test_closing_ends_a_call_of_another_thread(client: EspeakClient) -> None:
    os.kill(child_id(client), signal.SIGSTOP)
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(client.read, "Hello.")
        time.sleep(0.1)
        client.close()
        with pytest.raises(PhonemizerError, match="closed"):
            call.result(timeout=10)


def test_a_closed_client_says_so(client: EspeakClient) -> None:
    child = child_id(client)
    client.close()
    client.close()
    assert has_ended(child)
    assert client.process_id is None
    with pytest.raises(PhonemizerError, match="closed"):
        client.read("Hello.")


def test_an_unknown_language_is_named() -> None:
    client = EspeakClient("xx-unknown")
    with pytest.raises(PhonemizerError, match="xx-unknown") as failure:
        client.read("Hello.")
    assert failure.value.remedy
    client.close()


@posix_only
@pytest.mark.parametrize("program", ["/no/such/python", "/bin/false"])
def test_a_process_that_cannot_start_is_told(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", program)
    client = EspeakClient("en-us")
    with pytest.raises(PhonemizerError) as failure:
        client.read("Hello.")
    assert failure.value.remedy
    client.close()


@posix_only
def test_nothing_is_left_after_crashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    me = psutil.Process()
    before = me.num_fds(), len(me.children()), threading.active_count()
    client = EspeakClient("en-us")
    for _ in range(3):
        with pytest.raises(EspeakDiedError):
            client.read(DEADLY)
        assert client.read("Hello.").clauses
    assert list(tmp_path.iterdir()) == []  # already while the child runs
    client.close()
    for _ in range(50):  # timers of answered calls end a moment later
        if (after := (me.num_fds(), len(me.children()), threading.active_count())) == before:
            break
        time.sleep(0.1)
    assert after == before
    assert list(tmp_path.iterdir()) == []


@posix_only
def test_the_child_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, sys\n"
        "from vits_core.text.espeak_client import EspeakClient\n"
        "client = EspeakClient('en-us'); client.read('a')\n"
        "print(client.process_id, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    for _ in range(100):
        if has_ended(int(done.stdout)):
            break
        time.sleep(0.1)
    assert has_ended(int(done.stdout))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["client.close()", "", "del client", "client.start()"])
def test_leaving_prints_nothing_and_leaves_nothing(ending: str, tmp_path: Path) -> None:
    code = (
        "from vits_core.text.espeak_client import EspeakClient\n"
        f"client = EspeakClient('en-us'); client.read('a')\n{ending}\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "dev", "-c", code], cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("voice", ["fr", "fr-fr"])
def test_a_voice_is_found_by_its_name_and_by_its_code(voice: str) -> None:
    client = EspeakClient(voice)
    assert client.read("Bonjour").clauses == ("bɔ̃ʒˈuʁ",)
    client.close()


def test_a_voice_that_espeak_lacks_is_named() -> None:
    client = EspeakClient("fr-xx")
    with pytest.raises(LanguageError, match='no voice "fr-xx"'):
        client.read("Bonjour")
    client.close()
