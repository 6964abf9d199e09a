"""Words that tell where sentences end, all in lower case."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


AUTHORITIES = _set(
    "government army navy air marine marines senate senator congress congressman house president"
    " supreme department treasury state states secretary attorney district court open dollar"
    " dollars constitution federal capitol census bank security general assembly ambassador"
    " embassy coast postal food customs justice rep sen representative commission parliament prime"
    " minister charter council route highway military forces bureau agency environmental"
    " geological securities patent steel est edt et pst pdt pt cst cdt ct mst mdt mt gmt utc cet"
    " bst monday tuesday wednesday thursday friday saturday sunday"
)
"""What follows a place or a time of day without beginning a sentence, in lower case."""
LETTERED = _set(
    "vitamin vitamins vitamina vitamine witamina витамин plan type typ tipo тип grade class"
    " klasse classe clase group gruppe groupe grupo gruppo группа hepatitis section appendix point"
    " punkt punto option opción figure exhibit letter letra lettre buchstabe lettera part room"
    " gate team level drive note answer category kategorie version schedule column row side line"
    " zone platform terminal model vitamíny a an the is was are be got than ist eine ein est es é"
    " è und"
)
"""What stands before a letter that is no initial of a name: "vitamin C"."""
SPEAKING = _set(
    "said says asked asks cried cries replied shouted whispered answered exclaimed called yelled"
    " muttered murmured screamed added began continued demanded snapped sighed laughed roared"
    " growled thought repeated insisted agreed sobbed gasped hissed"
)
"""Verbs of who speaks, behind what was said: "“Go!” Tom said."."""
PREPOSITIONS = _set("at by in on around until from since before after about near")
"""Words that a short phrase of time or place begins with, ahead of its sentence."""
CONJUNCTIONS = _set("and or to through und oder bis bzw et ou y o e ed и или och og eller en of és")
"""Words between two letters: "from A to B"."""
GERMAN_DETERMINERS = _set(
    "am im der die das den dem des zum vom bis ab seit ihr sein ihrem seinem ihren seinen jeder"
    " jedes jeden mein meinem"
)
"""German words that ordinals follow."""
GERMAN_COUNTED = _set(
    "januar jänner februar märz april mai juni juli august september oktober november dezember"
    " jahrhundert jahrhunderts jahrtausend weltkrieg weltkriegs klasse stock kapitel auflage"
    " geburtstag platz etage bezirk runde spieltag"
)
"""German nouns that ordinals stand before."""
LANGUAGES_WITH_ORDINALS = _set("de da no fi cs sk sl hr sr hu et lv tr pl is fo lb eu")
"""Languages that write "the fifth" as "5."."""
FUNCTION_WORDS = _set(
    "the a an of in on at to for with and or but by from that which who his her their my your its"
    " our this into than between der die das den dem des ein eine einen einem einer eines und oder"
    " von mit zu zum zur im am auf für bei de la le les un une et ou à au aux du dans par pour sur"
    " avec el los las del al y con por para que il lo gli di da della dei e che do dos em na com"
    " um uma het een van op och att av till i и в на с к по из от для не что og på af til z w ze"
)
"""Words that no line of its own ends with."""
HYPHENATED = _set(
    "all co cross ex far full half high ill long low man mid multi near non"
    " off old one post pre pro quasi second self semi short so still third two"
    " ultra well world twenty thirty forty fifty sixty seventy eighty ninety"
)
"""What the first part of a word with a hyphen of its own mostly is."""
