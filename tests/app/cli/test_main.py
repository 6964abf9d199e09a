"""The command line with the real voice: as people run it, in a process of its own, where that
matters."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.app.cli.command_line import MAIN, run_forked, run_here, run_process

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, object], Path]:
    """A sentence spoken into a file, and what was printed of it."""
    path = tmp_path_factory.mktemp("cli") / "hello.wav"
    done = run_process("say", "Hello there, Mr. Smith. All is well.", "-o", path, "--json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout), path


def test_json_describes_the_file_that_was_written(
    spoken: tuple[dict[str, object], Path],
) -> None:
    report, path = spoken
    info = soundfile.info(path)
    assert (info.samplerate, info.channels, info.subtype) == (22050, 1, "PCM_16")
    assert info.duration == pytest.approx(report["seconds"], abs=1e-9)
    assert [s["text"] for s in report["sentences"]] == [
        "Hello there, Mr. Smith.",
        "All is well.",
    ]
    for sentence in report["sentences"]:
        assert len(sentence["durations"]) == len(sentence["token_ids"]) == len(sentence["symbols"])
    words = [w for s in report["sentences"] for w in s["words"]]
    assert [w["text"] for w in words] == ["Hello", "there", "Mr.", "Smith", "All", "is", "well"]
    ends = [w["stop"] for w in words]
    assert ends == sorted(ends)
    assert ends[-1] <= report["seconds"]


def test_printed_seeds_repeat_the_take_to_the_bit(
    spoken: tuple[dict[str, object], Path], tmp_path: Path
) -> None:
    report, path = spoken
    again = tmp_path / "again.wav"
    seeds = ["--rhythm-seed", str(report["rhythm_seed"])]
    seeds += ["--expression-seed", str(report["expression_seed"])]
    assert run_forked("say", str(report["text"]), "-o", str(again), *seeds).returncode == 0
    assert again.read_bytes() == path.read_bytes()


def test_phonemes_settings_format_and_rate_are_followed(tmp_path: Path) -> None:
    path = tmp_path / "p.wav"
    options = ["--noise-scale", "0", "--duration-noise-scale", "0", "--length-scale", "2"]
    options += ["--format", "FLOAT", "--rate", "48000", "--json", "--phonemes"]
    done = run_here("say", "həlˈoʊ wˈɜːld.", "-o", str(path), *options)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["sentences"][0]["phonemes"] == "həlˈoʊ wˈɜːld."
    assert report["length_scale"] == 2.0
    info = soundfile.info(path)
    assert (info.samplerate, info.subtype) == (48000, "FLOAT")
    assert float(np.abs(soundfile.read(path)[0]).max()) > 0.05


def test_what_is_read_otherwise_than_written_is_told(tmp_path: Path) -> None:
    text, written = "Hi. It is 5 km to No. 7.", ["-o", str(tmp_path / "r.wav"), "--json"]
    done = run_here("say", text, *written)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["readings"] == [
        {"text": "km", "start": 12, "stop": 14, "spoken": "kilometers"},
        {"text": "No.", "start": 18, "stop": 21, "spoken": "number"},
    ]
    done = run_here("say", text, *written, "--as-written")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["readings"] == []


def test_float32_is_what_it_is_said_to_be(
    spoken: tuple[dict[str, object], Path], tmp_path: Path
) -> None:
    report, path = spoken
    assert report["precision"] in ("float32", "bfloat16", "float16")
    assert str(report["device"]).startswith(("cpu", "cuda"))
    exact = tmp_path / "exact.wav"
    options = ["--precision", "float32", "--device", "cpu", "--json"]
    options += ["--rhythm-seed", str(report["rhythm_seed"])]
    options += ["--expression-seed", str(report["expression_seed"])]
    done = run_forked("say", str(report["text"]), "-o", str(exact), *options)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["precision"], told["device"]) == ("float32", "cpu")
    usual, same = soundfile.read(path)[0], soundfile.read(exact)[0]
    assert len(usual) == len(same)
    noise = float(np.mean((usual - same) ** 2))
    assert noise < 1e-3 * float(np.mean(same**2))  # 30 dB


def test_text_comes_from_standard_input_and_from_a_file(tmp_path: Path) -> None:
    source = tmp_path / "text.txt"
    source.write_text("\ufeffGood morning.", encoding="utf-8")
    written = ["-o", str(tmp_path / "o.wav"), "--json"]
    for done in (
        run_forked("say", "-", *written, text="Good morning."),
        run_here("say", "--file", source, *written),
    ):
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["text"] == "Good morning."


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["say"], 2, ["give one of: a text"]),
        (["say", "x", "--file", "y"], 2, ["give one of: a text"]),
        (["say", "x", "--noise-scale", "much"], 2, ["--noise-scale", "much"]),
        (["say", "x", "--noise-scale", "9", "-o", "o.wav"], 1, ["noise_scale is 9", "0 to 4"]),
        (["say", "x", "--rhythm-seed", "-1", "-o", "o.wav"], 1, ["-1 is not a seed"]),
        (["say", "x", "--speaker", "anna", "-o", "o.wav"], 1, ["one speaker", "anna"]),
        (["say", "x", "--device", "cuda:77", "-o", "o.wav"], 1, ["cuda:77"]),
        (
            ["say", "x", "--voice", "none.onnx", "-o", "o.wav"],
            1,
            ["none.onnx", "voice file does not exist"],
        ),
        (["say", "x", "-o", "o.aac"], 1, [".aac", "o.wav or o.flac"]),
        (["say", "x", "-o", ""], 1, ["without an ending", "speech.wav"]),
        (["sey", "x"], 2, ["sey", "choose from"]),
        (["say", "x", "--precision", "int8"], 2, ["int8", "auto", "float32", "bfloat16"]),
        (["say", "x", "--device", "cpu", "--precision", "float16", "-o", "o.wav"], 1, ["float16"]),
        (["bench", "x"], 2, ["unrecognized", "x"]),
        (["bench", "--device", "cuda:77"], 1, ["cuda:77"]),
        (["bench", "--voice", "none.onnx"], 1, ["none.onnx", "voice file does not exist"]),
        (["bench", "--device", "cpu", "--precision", "float16"], 1, ["float16", "Choose auto"]),
        (["say", "x", "-o", "nowhere/o.wav"], 1, ["nowhere", "folder"]),
        (["say", "--file", "none.txt", "-o", "o.wav"], 1, ["none.txt", "No such file"]),
        (["say", "", "-o", "o.wav"], 1, ["nothing to speak", "empty"]),
    ],
)
def test_a_mistake_gets_one_line_and_a_code(
    arguments: list[str],
    code: int,
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run_here(*arguments)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    message = done.stderr.strip().splitlines()[-1]
    assert all(word in message for word in words), message
    assert list(tmp_path.iterdir()) == []


def test_what_was_not_spoken_is_told(tmp_path: Path) -> None:
    done = run_here("say", "Fine \ue000 weather.", "-o", str(tmp_path / "o.wav"), "--json")
    assert done.returncode == 0
    assert "character 5" in done.stderr
    assert [s["start"] for s in json.loads(done.stdout)["skipped"]] == [5]


def test_a_control_character_is_not_sent_to_the_terminal(tmp_path: Path) -> None:
    done = run_here("say", "Fine \x1b weather.", "-o", str(tmp_path / "o.wav"))
    assert done.returncode == 0
    assert "control character" in done.stderr
    assert "\x1b" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
def test_json_that_cannot_be_printed_is_told_in_one_line(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, str(MAIN), "say", "Hi.", "-o", str(tmp_path / "o.wav"), "--json"],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=120, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "vits-studio: The JSON could not be printed (standard output). "
        "The system says: No space left on device."
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_while_writing_leaves_the_old_file_and_nothing_else(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    target = tmp_path / "o.wav"
    target.write_text("an older one")
    process = subprocess.Popen(
        [sys.executable, str(MAIN), "say", "This is a sentence. " * 2000, "-o", str(target)],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        while len(list(tmp_path.iterdir())) == 1:
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(number)
        _, told = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == code
    assert told.strip() == ""
    assert target.read_text() == "an older one"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_stays_flat_over_sentences_of_every_length(tmp_path: Path) -> None:
    text = " ".join(f"There {'really ' * (n % 12)}are {n} of them." for n in range(24))
    target = str(tmp_path / "o.wav")
    process = subprocess.Popen(
        [sys.executable, str(MAIN), "say", text, "-o", target, "--length-scale", "0.6"]
    )
    peaks: list[int] = []
    while process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text()
        peaks += [int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line]
        time.sleep(0.1)
    assert process.returncode == 0
    assert max(peaks) < 700 * 1024  # kB; 450 MB are torch and the voice


def test_the_command_line_imports_no_qt(tmp_path: Path) -> None:
    program = (
        "import sys; from app.cli.main import run; "
        f"code = run(['say', 'Hi.', '-o', {str(tmp_path / 'o.wav')!r}]); "
        "print([m for m in sys.modules if 'PySide' in m or 'pyqtgraph' in m]); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=MAIN.parent,
        check=True,
    )
    assert done.stdout.strip() == "[]"
