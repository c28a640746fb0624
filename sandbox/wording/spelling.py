"""Slips of the hand in English words: a letter left out, two that changed places, or a word written short. Pure.

Only words that the sandbox knows are meant by them, and nothing that is a word itself is a slip: "back" is no "black".
"""

import re

_KNOWN = frozenset({
    "audio", "backwards", "background", "beginning", "black", "bright", "brighten", "brighter", "captions",
    "cinematic", "colour", "crossfade", "darker", "delete", "faster", "first", "forwards", "grayscale", "horizontal",
    "louder", "mirror", "music", "quieter", "remove", "repeat", "replace", "reverse", "rotate", "saturation",
    "second", "seconds", "sepia", "silence", "silent", "slower", "sound", "square", "stabilise", "stabilize",
    "subtitle", "subtitles", "transition", "transitions", "upside", "vertical", "video", "videos", "vintage",
    "vignette", "volume", "watermark", "white", "without",
})  # fmt: skip
_WORDS = frozenset(
    {"back", "fist", "lack", "right", "righter", "revere", "sever", "while", "color", "sower", "foul", "send"}
)
# what people leave out who write in a hurry
_SHORT = {
    "u": "you", "ur": "your", "n": "and", "w": "with", "vid": "video", "vids": "videos", "pic": "picture",
    "pics": "pictures", "shld": "should", "til": "till", "lil": "little", "em": "them", "thru": "through", "teh": "the",
    "mak": "make",
}  # fmt: skip
_AND = re.compile(r"(?<![\w'’])(?:an|nd)(?=\s+(?:then|make?|add|put|cut|turn|trim|mute)\s)", re.IGNORECASE)
_SHORTHAND = re.compile(rf"(?<![\w.'’/@#&-])(?:{'|'.join(_SHORT)})(?=\s)(?!\s&)", re.IGNORECASE)
_WORD = re.compile(r"(?<![\w.'’/@#-])[a-z]{4,13}(?![\w/@'’-]|\.\w)", re.IGNORECASE)


def _slips() -> dict[str, str]:
    meant: dict[str, set[str]] = {}
    for word in _KNOWN:
        left_out = {word[:place] + word[place + 1 :] for place in range(1, len(word))}
        turned = {word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in range(len(word) - 1)}
        for slip in (left_out | turned) - _KNOWN - _WORDS:
            meant.setdefault(slip, set()).add(word)
    # what may be two words is neither; a word without its last s is not a slip
    plurals = {word.removesuffix("s") for word in _KNOWN}
    return {slip: words.pop() for slip, words in meant.items() if len(words) == 1 and slip not in plurals}


_SLIPS = _slips()


def corrected_spelling(text: str) -> str:
    """The text with the slips in it put right, and words that are written short in full."""
    text = _AND.sub("and", text)
    text = _SHORTHAND.sub(lambda found: _SHORT[found[0].lower()], text)
    return _WORD.sub(lambda found: _SLIPS.get(found[0].lower(), found[0]), text)
