"""English trigger words. Data only; order decides where two rules fit."""

import re
from typing import Final

from core.words.triggers.rule import Rule, rule, words

FILLERS: Final = words(
    "please pls plz can could would you u ya will shall i i'd i'll i'm like want wanna gonna need to me now "
    "just hey "
    "ok okay kindly the a an my this that these our so again for right away asap quickly let let's lets "
    "us go ahead great good perfect cool nice yes yeah yep sure awesome well thanks thx gimme nemobot bot nemo"
)

JOINED: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"\b(?:the|my|this|final|rough|our) (?:cut|edit)\b"), "film"),
    (re.compile(r"\btop(?:ping)?[ -]up\b"), "topup"),
    (re.compile(r"\b(?:never mind|nvm)\b"), "nevermind"),
    (re.compile(r"\broll ?back\b"), "rollback"),
    (re.compile(r"\bstep back\b"), "undo"),
    (re.compile(r"\bfull hd\b|\bfhd\b"), "1080p"),
)
"""Words that mean something else together than alone."""

_FILM: Final = "video videos vid film movie mp4 file result project reel vlog version copy clip cut"
_THE: Final = "the my final finished edited latest newest last current mp4 result"
_HOW_GOOD: Final = (
    "<size> <unsupported> <version> in as at with high highest best max maximum full hd quality resolution format "
    "clean final finished edited latest newest last current whole short everything all one it"
)
_WHERE: Final = "here chat over back out phone computer device gallery when once it's is ready done how do of from"
_ASKING: Final = "what what's whats how how's is are do does have got there show see check view list tell"

RULES: Final[tuple[Rule, ...]] = (
    rule("export", "export exporting download downloading render", may=f"{_FILM} {_HOW_GOOD} {_WHERE} save send"),
    rule("export", "save", f"{_FILM} it", may=f"{_HOW_GOOD} {_WHERE}"),
    rule(
        "export",
        "send give gimme deliver share get",
        f"{_FILM} it <unsupported>",
        "the my it final finished mp4 result <version> <unsupported>",
        may=f"{_HOW_GOOD} {_WHERE}",
    ),
    rule("export", "want need have see show get where's where", _FILM, _THE, may=f"{_HOW_GOOD} {_WHERE}"),
    rule("export", "<version>", "export download send give get", may=f"{_FILM} {_HOW_GOOD}"),
    rule(
        "credits",
        "credits credit balance quota points",
        may=(f"{_ASKING} many much left remaining remain any still account of number current on in buy more get"),
    ),
    rule("credits", "topup", may="how do account credits credit balance"),
    rule(
        "status",
        "status progress timeline tracks layers",
        may=(f"{_ASKING} on of in current look at project video render export request edit track it"),
    ),
    rule(
        "status",
        "is are isn't",
        "ready done finished",
        may=("it yet video film movie export render when will be still not all almost everything"),
    ),
    rule("status", "did has have", "finish finished", may="it yet export video rendering"),
    rule("status", "update updates news", may="any is there on"),
    rule("status", "when", "ready done finished", may="it will be video film is export render"),
    rule(
        "status",
        "what what's how how's whats",
        "look going happening looking goes",
        may=("does is it like so far video with on everything"),
    ),
    rule("status", "how", "long longer", may="much will it take does is left more until ready done still video"),
    rule(
        "cancel",
        "cancel stop abort halt scrap nevermind forget quit",
        may=(
            "it everything all request requests job jobs task edit editing export exporting render rendering upload "
            "uploading processing working current last doing about thanks"
        ),
    ),
    rule("cancel", "cancel abort", may="video film movie"),
    rule("new", "new", may="project session video movie film chat start begin create make open one fresh clean over"),
    rule("new", "start begin restart", "over scratch fresh restart", may="from all project session video"),
    rule("projects", "projects", may=f"{_ASKING} which all other switch between old previous earlier open"),
    rule("projects", "project", "switch change other previous list another <number> open", may="which one show"),
    rule(
        "versions",
        "versions history drafts <version>",
        may=(f"{_ASKING} which all other old previous earlier of edit project video version"),
    ),
    rule(
        "undo",
        "undo revert rollback",
        may=("it last change changes edit edits step one previous <version> version before back"),
    ),
    rule(
        "undo",
        "back",
        "go step one take bring change put turn undo",
        may=("it previous version <version> before last was how step to one"),
    ),
    rule("undo", "restore", "previous last earlier <version> before", may="version state one"),
    rule("help", "help", may="some get with show"),
    rule("help", "commands menu instructions usage", may=f"{_ASKING} which available all"),
    rule("help", "what what's", "can are is", "you this", may="do with here"),
    rule("help", "who", "you", may="are is"),
    rule("help", "how", "work works use start", may="does do it with get here"),
    rule("help", "formats format files types", "what which", may="do support supported are does accept file types"),
    rule(
        "language",
        "speak talk reply answer respond switch change set language",
        "english chinese mandarin",
        may="in with language back into",
    ),
    rule("language", "language languages", may=f"{_ASKING} change switch set which"),
    rule("skill", "skills", may=f"{_ASKING} which your available all"),
    rule("skill", "skill", "switch change choose list another which current other pick", may="show what is"),
    rule(
        "upload",
        "upload uploading",
        may=(
            "file files video videos clip clips photo photos picture pictures image images footage another more new "
            "one "
            "how do where some media music song from phone computer add"
        ),
    ),
    rule("upload", "how where", "send", may="do video videos clip clips file files photo photos footage some"),
    rule(
        "upload",
        "here here's is are",
        "video videos clip clips footage file files photo photos",
        may=("raw new some more of another one"),
        with_media=True,
    ),
    rule(
        "start",
        "hi hello hey start thanks thank thx ty hiya",
        may=("there much very everyone morning evening afternoon lot lots many"),
    ),
    rule("start", "morning evening afternoon", may="everyone there"),
)

_RAW: Final = (
    "video videos clip clips footage film movie it these those all some of up with stuff one something raw "
    "look looks looking more lot much do make made turn into help"
)
VAGUE: Final[tuple[Rule, ...]] = (
    rule(
        "edit",
        "edit edits editing improve enhance fix polish process beautify upgrade better nicer cooler prettier best "
        "professional pro magic viral amazing beautiful",
        may=f"{_RAW} edited nice cool good great",
    ),
    rule("edit", "make create generate do", "video videos film movie something magic", may=_RAW),
    rule("edit", "make", "nice cool good great awesome perfect pop", may=_RAW),
    rule("edit", "surprise", may="with something"),
)
