"""What is shaded as changed is what sounds other, and a sound gets just the frames it is given."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest

from app.takes import recipes
from app.takes.audible_changes import changed_stretches, resized
from tests.app.ui.made_take import FRAME, made_take
from vits_core.prosody.steering import Arc, Draw, Noise, splice
from vits_core.records import FloatArray, Outline, ProsodySettings, Take, TakePart, Utterance
from vits_core.synthesis.take_request import TakeRequest
from vits_core.voice import Voice, load_voice

A, B = Draw(1), Draw(2)
TOKENS = 60
FRAMES = 3
"""Of each token."""


def outline(
    changes: dict[int, int] | None = None, *, expression: Noise = A, **others: object
) -> Outline:
    """A take of `TOKENS` tokens; some of them last other numbers of frames."""
    durations = np.full(TOKENS, FRAMES, np.int64)
    for token, frames in (changes or {}).items():
        durations[token] = frames
    utterance = Utterance("", 0, 0, ("a",) * TOKENS, (1,) * TOKENS, ())
    take = Outline(
        utterance=utterance,
        settings=ProsodySettings(),
        rhythm=B,
        expression=expression,
        speaker=None,
        durations=durations,
        sample_rate=22_050,
        hop_length=256,
    )
    return dataclasses.replace(take, **others)  # type: ignore[arg-type]


def frames(stretches: list[tuple[float, float]]) -> list[tuple[int, int]]:
    return [(round(start / FRAME), round(stop / FRAME)) for start, stop in stretches]


def test_a_token_changes_its_frames_and_those_within_reach() -> None:
    stretches = changed_stretches(outline(), outline({20: 5}), (), 7)
    assert frames(stretches) == [(60 - 7, 65 + 7)]


def test_what_only_moved_in_time_is_not_changed() -> None:
    before, after = outline({20: 5, 40: 2}), outline({20: 1, 40: 2})
    assert frames(changed_stretches(before, after, (), 7)) == [(60 - 7, 61 + 7)]


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        (24, [(54, 82)]),
        (25, [(54, 85)]),  # the second one begins where the first one ends
        (26, [(54, 68), (71, 88)]),
    ],
)
def test_stretches_that_meet_are_one(token: int, expected: list[tuple[int, int]]) -> None:
    after = outline({20: 2, token: 5})
    assert int(after.token_edges[21]) == 62
    assert frames(changed_stretches(outline(), after, (), 6)) == expected


def test_a_stretch_ends_with_the_take() -> None:
    after = outline({0: 4, TOKENS - 1: 1})
    total = TOKENS * FRAMES - 1
    assert frames(changed_stretches(outline(), after, (), 7)) == [
        (0, 4 + 7),
        (total - 1 - 7, total),
    ]


def test_tokens_with_new_noise_are_changed_however_long_they_are() -> None:
    after = outline(expression=Draw(1, ((10, 5), (40, 5))))
    stretches = changed_stretches(outline(), after, (10, 40), 2)
    assert frames(stretches) == [(28, 35), (118, 125)]


@pytest.mark.parametrize("noise", [A, Draw(1, ((10, 3),)), Arc(A, Draw(1, ((5, 3),)), 0.4)])
def test_tokens_drawn_anew_once_more_are_all_that_is_changed(noise: Noise) -> None:
    before = outline(expression=noise)
    request = recipes.another(before, [10], rhythm=False, expression=True)
    after = outline(expression=request.expression)
    assert frames(changed_stretches(before, after, (10,), 2)) == [(28, 35)]


def test_tokens_of_another_take_are_all_that_is_changed() -> None:
    before = outline(expression=Draw(1, ((30, 4),)))
    after = outline(expression=splice(before.expression, {10: B, 11: Draw(2, ((30, 4),))}))
    assert frames(changed_stretches(before, after, (10, 11), 2)) == [(28, 38)]
    assert changed_stretches(before, after, (10,), 2) == []


def other_sentence() -> Outline:
    utterance = dataclasses.replace(outline().utterance, token_ids=(2,) * TOKENS)
    return outline({20: 5}, utterance=utterance)


@pytest.mark.parametrize(
    "after",
    [
        other_sentence(),
        outline({20: 5}, expression=B),
        outline({20: 5}, expression=Arc(A, B, 0.2)),
        outline({20: 5}, expression=Draw(1, ((30, 4),))),
        outline({20: 5}, settings=ProsodySettings(noise_scale=0.1)),
        outline({20: 5}, speaker=3),
        outline(dict.fromkeys(range(TOKENS), 2)),
    ],
    ids=["sentence", "seed", "like it", "other tokens", "settings", "speaker", "tempo"],
)
def test_takes_that_differ_altogether_have_no_stretches(after: Outline) -> None:
    assert changed_stretches(outline(), after, (), 2) == []


def test_takes_that_are_the_same_have_no_stretches() -> None:
    assert changed_stretches(outline(), outline(), (), 2) == []


# -- sounds ----------------------------------------------------------------------------------------

#      blank  h   blank  aɪ  blank  space  m   i
#        2    5     1    9     1      3    4   8


@pytest.mark.parametrize(
    ("first", "stop"), [(0, 1), (1, 3), (3, 5), (1, 5), (5, 6), (6, 8), (0, 8)]
)
def test_a_sound_lasts_just_as_many_frames_as_are_wanted(first: int, stop: int) -> None:
    for wanted in range(stop - first, 60):
        pins = resized(made_take(), first, stop, wanted)
        assert [token for token, _ in pins] == list(range(first, stop))
        assert sum(length for _, length in pins) == wanted
        assert min(length for _, length in pins) >= 1


def test_fewer_frames_than_tokens_are_as_few_as_can_be() -> None:
    assert resized(made_take(), 1, 5, 0) == [(1, 1), (2, 1), (3, 1), (4, 1)]


@pytest.mark.parametrize("wanted", [7, 10, 16, 30])
def test_the_blank_behind_a_sound_keeps_its_frames(wanted: int) -> None:
    take = dataclasses.replace(made_take(), durations=np.array((2, 5, 1, 9, 4, 3, 4, 8)))
    assert resized(take, 3, 5, wanted) == [(3, wanted - 4), (4, 4)]


def test_the_blank_gives_frames_when_the_sound_has_none_left() -> None:
    take = dataclasses.replace(made_take(), durations=np.array((2, 5, 1, 9, 4, 3, 4, 8)))
    assert resized(take, 3, 5, 5) == [(3, 1), (4, 4)]
    assert resized(take, 3, 5, 3) == [(3, 1), (4, 2)]


def test_a_gap_without_a_sound_can_be_resized() -> None:
    assert resized(made_take(), 5, 6, 10) == [(5, 10)]


# -- the real voice --------------------------------------------------------------------------------

TEXT = (
    "The old lighthouse keeper walked slowly down to the harbour, and behind him the evening "
    "light fell on the quiet water of the bay."
)


@pytest.fixture(scope="module")
def voice() -> Iterator[Voice]:
    with load_voice(None, "cpu", "float32") as voice:
        yield voice


def made(voice: Voice, request: TakeRequest) -> Take:
    *_, last = voice.render(iter([request]))
    assert isinstance(last, TakePart)
    assert last.take is not None
    return last.take


@pytest.fixture(scope="module")
def parent(voice: Voice) -> Take:
    (sentence,) = voice.utterances(TEXT)
    assert isinstance(sentence, Utterance)
    return made(voice, TakeRequest(sentence, voice.config.defaults, A, B))


def differences(before: Take, after: Take) -> FloatArray:
    """Of each sample of `after` from the one as far into the same token of `before`; of frames that
    a token did not have before it is NaN."""
    hop = after.hop_length
    found = np.full(len(after.waveform), np.nan, np.float32)
    for token, (old, new) in enumerate(zip(before.durations, after.durations, strict=True)):
        length = int(min(old, new)) * hop
        here, there = int(after.token_edges[token]) * hop, int(before.token_edges[token]) * hop
        found[here : here + length] = np.abs(
            after.waveform[here : here + length] - before.waveform[there : there + length]
        )
    return found


def redrawn(parent: Take, tokens: range) -> TakeRequest:
    return recipes.another(parent, tokens, rhythm=False, expression=True)


def redrawn_with_its_rhythm(parent: Take, tokens: range) -> TakeRequest:
    return recipes.another(parent, tokens, rhythm=True, expression=True)


def with_a_pinned_sound(parent: Take, tokens: range) -> TakeRequest:
    now = int(parent.durations[tokens[2] : tokens[4]].sum())
    return recipes.pinned(parent, resized(parent, tokens[2], tokens[4], now + 6))


def stretched(parent: Take, tokens: range) -> TakeRequest:
    return recipes.stretched(parent, tokens, 1.6)


@pytest.mark.parametrize(
    "steered", [redrawn, redrawn_with_its_rhythm, with_a_pinned_sound, stretched]
)
def test_a_take_sounds_other_where_it_is_shaded_and_nowhere_else(
    voice: Voice, parent: Take, steered
) -> None:
    (word,) = [word for word in parent.utterance.words if word.text == "harbour"]
    tokens = range(word.token_start, word.token_stop)
    child = made(voice, steered(parent, tokens))
    new_noise = tuple(tokens) if child.expression != parent.expression else ()
    stretches = changed_stretches(parent, child, new_noise, voice.synthesizer.reach_frames)
    assert stretches
    inside = np.zeros(len(child.waveform), bool)
    for start, stop in stretches:
        inside[round(start * child.sample_rate) : round(stop * child.sample_rate)] = True
    difference = differences(parent, child)
    assert float(difference[~inside].max()) < 1e-4  # and no NaN
    for start, stop in stretches:
        within = slice(round(start * child.sample_rate), round(stop * child.sample_rate))
        assert float(np.nanmax(difference[within])) > 1e-3
    # It is about the word, and not about the sentence.
    start, stop = child.word_seconds(word)
    assert stretches[0][0] <= start
    assert any(stretch[0] < stop and stretch[1] > start for stretch in stretches)
    assert inside.mean() < 0.9
