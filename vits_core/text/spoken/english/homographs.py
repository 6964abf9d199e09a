"""Words that are spelled alike and said otherwise, where the words beside them tell which is meant.

espeak-ng tells many apart by itself ("to record", "a record"). Here are those that it does not:
each is respelled so that espeak-ng says it right, and left alone where the words beside it do not
decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from vits_core.text.spoken.rewrite import Rewrite

_SUBJECT = r"(?:I|you|we|they|he|she|it|who)"
_ADVERB = r"(?:\s(?:\w+ly|not|never|just|already|ever|always|also|only|even|once|since))?"
_PAST = re.compile(
    r"\b(?:yesterday|last (?:night|week|month|year|summer|winter|spring|fall|autumn|time|\w+day)"
    r"|ago|in (?:1[0-9]|20)\d\d|when I was|as a child)\b",
    re.IGNORECASE,
)
_PERFECT = re.compile(
    r"(?:\b(?:have|has|had|having|was|were|been|being|be|is|are|got|gets?)|['’](?:ve|d|s|re)"
    rf"|n['’]t){_ADVERB}\s$",
    re.IGNORECASE,
)
_CONTRACTED_DO = re.compile(r"\b(?:do|does|did|wo|ca|could|would|should|must)n['’]t\s$", re.I)
_MODAL = re.compile(
    r"\b(?:to|will|would|can|could|shall|should|may|might|must|do|does|did|let|lets|make|makes"
    r"|made|help|helps|helped|watch|watched|hear|heard|see|saw|please|not|['’]ll|n['’]t)\b"
    r"[^,.;:!?]{0,24}$|['’](?:ll)\s$",
    re.IGNORECASE,
)
_THIRD = re.compile(
    r"\b(?:he|she|it|who|everyone|nobody|somebody|someone)(?:\s\w+ly|\snever)?\s$", re.I
)
_VERB_BEFORE = re.compile(
    rf"(?:^|[.!?;:,]\s|[\"“‘(]|\b(?:to|will|would|can|could|shall|should|may|might|must|please"
    rf"|don['’]t|didn['’]t|not|never|then|and|or|let['’]s|help|['’]ll|{_SUBJECT})\s)$",
    re.IGNORECASE,
)
_OBJECT = (
    r"(?:the|a|an|your|my|his|her|our|their|its|it|this|that|these|those|them|all|every|up|down)\b"
)

_Decision = Callable[[str, str], bool]
"""Whether the words before and behind decide for the other pronunciation."""


def _read_is_past(before: str, after: str) -> bool:
    if _PERFECT.search(before) and not _CONTRACTED_DO.search(before):
        return True
    if _MODAL.search(before):
        return False
    if _THIRD.search(before):
        return True  # in the present, "reads"
    subject = re.search(rf"\b(?:{_SUBJECT}|[A-Z][a-z]+){_ADVERB}\s$", before)
    return subject is not None and bool(_PAST.search(before) or _PAST.search(after))


def _lead_is_metal(before: str, after: str) -> bool:
    follows = re.match(
        r"[ -](?:pipes?|paint|poisoning|acid|bullets?|weights?|pencils?|shot|crystal|glass|free|ore"
        r"|oxide|levels?|contamination|solder|mines?|sheet|apron|content)\b",
        after,
    )
    precedes = re.search(
        r"\b(?:made of|of|contains?|containing|molten|and|like)\s$", before
    ) and re.match(r"(?:$|[.,;:!?)]|\s(?:and (?:zinc|tin|iron|copper|silver|mercury)|in)\b)", after)
    metals = re.search(r"\b(?:zinc|tin|iron|copper|silver|mercury|gold) (?:and|or)\s$", before)
    of_metal = precedes and not re.search(r"\b(?:and|like)\s$", before)
    return bool(follows or of_metal or metals)


def _wind_is_turned(before: str, after: str) -> bool:
    return bool(
        _VERB_BEFORE.search(before)
        and re.match(rf"\s(?:{_OBJECT}|back\b|around\b|through\b|along\b)", after)
        and not re.match(r"\s(?:that|up there|down there)\b", after)
        and not re.search(r"\b(?:and|or|,)\s$", before)
    )


def _wound_is_past(before: str, after: str) -> bool:
    mover = re.search(
        rf"\b(?:{_SUBJECT}|[A-Z][a-z]+|road|path|river|was|were|had|has|have|is|are|been)"
        rf"{_ADVERB}\s$",
        before,
    )
    way = re.match(
        r"\s(?:up|down|around|round|through|along|back|tight(?:ly)?|its way|their way"
        r"|(?:the|his|her|my|a|it)\b(?! (?:soldier|man|animal)))",
        after,
    )
    return bool(mover and way)


def _close_is_verb(before: str, after: str) -> bool:
    return bool(
        _VERB_BEFORE.search(before)
        and re.match(
            rf"\s(?:{_OBJECT}|early\b|on (?:\w+day|time)\b|at (?:\d|noon|midnight|\w+ o))", after
        )
        and not re.match(r"\s(?:to|by|enough|friend|up and)\b", after)
    ) or bool(
        re.search(r"\b(?:to|will|must|can|could|should|please|don['’]t)\s$", before)
        and re.match(r"(?:$|[.,;:!?])", after)
    )


def _bow_is_bent(before: str, after: str) -> bool:
    taken = re.search(r"(?i)\b(?:take|took|takes|taking) (?:a|his|her|their|another)\s$", before)
    return bool(
        (taken and not re.match(r"\s(?:and|tie\b|in|from)", after))
        or (
            re.search(r"(?i)\b(?:to|must|will|and|they|we|I|you|should)\s$", before)
            and re.match(r"\s(?:to|down|before|out|deeply|low|your|my|his|her|their)\b", after)
        )
    )


def _minute_is_small(before: str, after: str) -> bool:
    return bool(
        re.search(r"\b(?:a|the|in|of|very|most|such|these|with|only)\s$", before)
        and re.match(
            r"\s(?:amounts?|details?|quantit(?:y|ies)|differences?|particles?|traces?|fractions?"
            r"|changes?|portions?|creatures?|organisms?|cracks?)\b",
            after,
        )
    )


def _dove_is_past(before: str, after: str) -> bool:
    return bool(
        re.search(rf"\b(?:{_SUBJECT}|[A-Z][a-z]+|and|then)\s$", before)
        and re.match(r"\s(?:into|in|off|under|down|head|deep|for|right|straight)\b", after)
    )


_WORDS: dict[str, tuple[str, _Decision]] = {
    "read": ("red", _read_is_past),
    "lead": ("led", _lead_is_metal),
    "wind": ("wined", _wind_is_turned),
    "wound": ("wownd", _wound_is_past),
    "close": ("cloze", _close_is_verb),
    "bow": ("bough", _bow_is_bent),
    "minute": ("my newt", _minute_is_small),
    "dove": ("dohve", _dove_is_past),
}
_WORD = re.compile(rf"(?<![\w'’-])(?:{'|'.join(_WORDS)})(?![\w'’])", re.IGNORECASE)
_NEARBY = 100
"""Characters before and behind a word that are looked at, within its sentence."""
_END = re.compile(r"[.!?;]\s")


def find_homographs(text: str) -> Iterator[Rewrite]:
    """Words whose neighbours tell that they are said otherwise than espeak-ng says them."""
    for match in _WORD.finditer(text):
        before = _END.split(text[max(0, match.start() - _NEARBY) : match.start()])[-1]
        after = _END.split(text[match.end() : match.end() + _NEARBY])[0]
        spoken, decides = _WORDS[match[0].lower()]
        if not match[0].isupper() and decides(before, after):
            yield Rewrite(*match.span(), spoken)
