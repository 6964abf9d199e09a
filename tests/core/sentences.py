"""Twenty ordinary sentences with their phonemes in the default voice's symbols.

The phonemes are written down, so that tests of the model do not depend on the text front-end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from vits_core.records import Utterance


class Sentence(NamedTuple):
    text: str
    phonemes: str


def as_utterance(
    sentence: Sentence, ids: Mapping[str, tuple[int, ...]], pause_after: float = 0.0
) -> Utterance:
    """`^`, then each phoneme followed by the blank, then `$`, as Piper feeds its voices."""
    symbols, token_ids = [""], [*ids["^"]]
    for phoneme in sentence.phonemes:
        symbols += [phoneme, ""]
        token_ids += [*ids[phoneme], *ids["_"]]
    symbols.append("")
    token_ids += ids["$"]
    return Utterance(
        sentence.text,
        0,
        len(sentence.text),
        tuple(symbols),
        tuple(token_ids),
        (),
        pause_after,
    )


SENTENCES = (
    Sentence(
        "The train to the city leaves at half past seven in the morning.",
        "ðə tɹˈeɪn tə ðə sˈɪɾi lˈiːvz æt hˈæf pˈæst sˈɛvən ɪnðə mˈɔːɹnɪŋ.",
    ),
    Sentence(
        "She put the letter on the table and closed the door.",
        "ʃiː pˌʊt ðə lˈɛɾɚɹ ɔnðə tˈeɪbəl ænd klˈoʊzd ðə dˈɔːɹ.",
    ),
    Sentence(
        "We walked along the river until the sun went down.",
        "wiː wˈɔːkt ɐlˈɔŋ ðə ɹˈɪvɚɹ ʌntˈɪl ðə sˈʌn wɛnt dˈaʊn.",
    ),
    Sentence(
        "Can you tell me where the nearest hospital is?",
        "kæn juː tˈɛl mˌiː wˌɛɹ ðə nˌɪɹɪst hˈɑːspɪɾəl ɪz?",
    ),
    Sentence(
        "My brother bought a new car last week.",
        "maɪ bɹˈʌðɚ bˈɔːt ɐ nˈuː kˈɑːɹ lˈæst wˈiːk.",
    ),
    Sentence(
        "The children were playing in the garden behind the house.",
        "ðə tʃˈɪldɹən wɜː plˈeɪɪŋ ɪnðə ɡˈɑːɹdən bᵻhˌaɪnd ðə hˈaʊs.",
    ),
    Sentence(
        "It was raining so hard that we stayed at home.",
        "ɪt wʌz ɹˈeɪnɪŋ sˌoʊ hˈɑːɹd ðæt wiː stˈeɪd æt hˈoʊm.",
    ),
    Sentence(
        "He reads the newspaper every day before breakfast.",
        "hiː ɹˈiːdz ðə nˈuːzpeɪpɚɹ ˈɛvɹi dˈeɪ bᵻfˌɔːɹ bɹˈɛkfəst.",
    ),
    Sentence(
        "Please bring me a glass of water and some bread.",
        "plˈiːz bɹˈɪŋ mˌiː ɐ ɡlˈæs ʌv wˈɔːɾɚ ænd sˌʌm bɹˈɛd.",
    ),
    Sentence(
        "The old man told us a story about the war.",
        "ðɪ ˈoʊld mˈæn tˈoʊld ˌʌs ɐ stˈɔːɹi ɐbˌaʊt ðə wˈɔːɹ.",
    ),
    Sentence(
        "I have never seen such a beautiful picture!",
        "aɪ hæv nˈɛvɚ sˈiːn sˈʌtʃ ɐ bjˈuːɾifəl pˈɪktʃɚ!",
    ),
    Sentence(
        "They will open the new school in September.",
        "ðeɪ wɪl ˈoʊpən ðə nˈuː skˈuːl ɪn sɛptˈɛmbɚ.",
    ),
    Sentence(
        "The company sold more than a million phones last year.",
        "ðə kˈʌmpəni sˈoʊld mˈɔːɹ ðˌænə mˈɪliən fˈoʊnz lˈæst jˈɪɹ.",
    ),
    Sentence(
        "After dinner, we talked about the weather, the news, and our plans for the summer.",
        "ˈæftɚ dˈɪnɚ, wiː tˈɔːkt ɐbˌaʊt ðə wˈɛðɚ, ðə nˈuːz, ænd ˌaʊɚ plˈænz fɚðə sˈʌmɚ.",
    ),
    Sentence(
        "Nobody knows what will happen in the future.",
        "nˈoʊbɑːdi nˈoʊz wʌt wɪl hˈæpən ɪnðə fjˈuːtʃɚ.",
    ),
    Sentence(
        "The doctor said that I should drink more water.",
        "ðə dˈɑːktɚ sˈɛd ðæt aɪ ʃˌʊd dɹˈɪŋk mˈɔːɹ wˈɔːɾɚ.",
    ),
    Sentence(
        "There are many people waiting outside the station.",
        "ðɛɹˌɑːɹ mˈɛni pˈiːpəl wˈeɪɾɪŋ aʊtsˈaɪd ðə stˈeɪʃən.",
    ),
    Sentence(
        "If you want to learn a language, you have to practice every day.",
        "ɪf juː wˈɔnt tə lˈɜːn ɐ lˈæŋɡwɪdʒ, juː hæv tə pɹˈæktɪs ˈɛvɹi dˈeɪ.",
    ),
    Sentence(
        "The president will speak to the nation tonight.",
        "ðə pɹˈɛzɪdənt wɪl spˈiːk tə ðə nˈeɪʃən tənˈaɪt.",
    ),
    Sentence(
        "Good morning.",
        "ɡˈʊd mˈɔːɹnɪŋ.",
    ),
)
