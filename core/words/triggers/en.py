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
    (re.compile(r"\b(?:log|sign)[ -]?in\b(?! (?:the|a|an|my|our|this|that|front)\b)"), "login"),
    (re.compile(r"\b(?:log|sign)[ -]?out\b"), "logout"),
    (re.compile(r"\bforget (?:(?:everything |all )?about )?(?:me|us)\b"), "forgetme"),
)
"""Words that mean something else together than alone."""

_FILM: Final = "video videos vid film movie mp4 file result project reel vlog version copy cut"
_THE: Final = "the my final finished edited latest newest last current mp4 result"
_HOW_GOOD: Final = (
    "<size> <unsupported> <version> in as at with high highest best max maximum full hd quality resolution format "
    "clean final finished edited latest newest last current whole short everything all one it"
)
_WHOLE_CLIP: Final = (  # "the last clip" and "the current clip" may be parts of a video
    "<size> <unsupported> <version> in as at with high highest best max maximum full hd quality resolution format "
    "clean final finished edited whole everything all"
)
_WHERE: Final = "here chat over back out phone computer device gallery when once it's is ready done how do of from"
_ASKING: Final = "what what's whats how how's is are do does have got there show see check view list tell"

_FILES: Final = (
    "video videos clip clips file files footage movie movies recording recordings photo photos picture pictures"
)
_SIZES: Final = f"{_FILES} length size duration resolution upload number"
_AMOUNTS: Final = "minutes minute seconds hours hour mb gb"
_NUMBERS: Final = "1 2 3 4 5 10 15 20 30 45 60 90 100 200 500 one two three five ten thirty several multiple"
_SHAPES: Final = (
    "<size> <unsupported> 4k hd hdr mp4 heic jpg jpeg png iphone android gopro drone dji camera vertical horizontal "
    "portrait landscape long large big longer larger photos pictures images audio format formats phone screen"
)
_LIMITED: Final = (
    f"{_SIZES} {_SHAPES} {_AMOUNTS} can may could be is are it its a an of for with from in there have has "
    "at most allowed max maximum here raw too also or and any to do does work handle accept take send upload use "
    "support bot nemobot them they one what how many long u than more limit limits recorded shot filmed i will"
)

RULES: Final[tuple[Rule, ...]] = (
    rule(
        "status",
        "is isn't are",
        "export render rendering exporting",
        "ready done finished complete",
        may="it yet already finally still not",
    ),
    rule("show", "send", "again", may=f"{_FILM} {_HOW_GOOD} {_WHERE} once more"),
    rule("export", "export exporting download downloading render", may=f"{_FILM} {_HOW_GOOD} {_WHERE} save send"),
    rule("export", "export download render save", "clip", may=f"{_WHOLE_CLIP} {_WHERE}"),
    rule("export", "save", "phone computer device gallery", may=f"{_FILM} {_HOW_GOOD} {_WHERE}"),
    rule("export", "where", "download", may=f"{_FILM} {_HOW_GOOD} {_WHERE}"),
    rule("export", "save", f"{_FILM} it", may=f"{_HOW_GOOD} {_WHERE}"),
    rule(
        "export",
        "send give gimme deliver share get",
        f"{_FILM} it <unsupported>",
        "the my it final finished mp4 result <version> <unsupported>",
        may=f"{_HOW_GOOD} {_WHERE}",
    ),
    rule("export", "want need have get", _FILM, _THE, may=f"{_HOW_GOOD} {_WHERE}"),
    rule("show", "see show where's where", _FILM, _THE, may=f"{_HOW_GOOD} {_WHERE}"),
    rule("show", "where where's", "film", may="is now then"),
    rule("show", "where", "see watch find", "it video film movie result", may="can do"),
    rule("show", "resend", may=f"{_FILM} {_HOW_GOOD} {_WHERE}"),
    rule("export", "<version>", "export download send give get", may=f"{_FILM} {_HOW_GOOD}"),
    rule("export", "send give gimme deliver share get", "clip", "final finished edited <version>", may=_WHERE),
    rule(
        "credits",
        "credits credit balance quota points",
        may=(
            f"{_ASKING} many much left remaining remain any still account of number current on in buy more get "
            "am out run"
        ),
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
        may=("it yet video film movie export when will be still not all almost everything hello hi hey"),
    ),
    rule("status", "everything", "is", "ok okay fine alright", may="going"),
    rule("status", "where", "we", may="are at with it now"),
    rule("status", "how's hows", "video film movie edit export render", may="doing going coming along it"),
    rule("status", "there", "yet", may="are we it is almost not"),
    rule("status", "what what're whatcha", "doing", "you", may="are still right"),
    rule("status", "how", "far", may="are is it you we have got gotten along so with"),
    rule("status", "eta", may="what's whats what is any video film"),
    rule("status", "how", "time", may="much left more needed remaining"),
    rule("status", "stuck frozen hanging", "you it", may="are is still now"),
    rule("status", "did", "work", "it"),
    rule("status", "what which", "stage step point", may="are you at is it we on"),
    rule("status", "nothing", "yet still", may="is there happening"),
    rule("status", "something anything", "happening", may="is there yet"),
    rule("status", "what's whats", "up", "video film movie edit export", may="with"),
    rule("status", "still", "working running processing rendering going busy", may="are is it you on everything"),
    rule("status", "working running processing rendering", "it you", "is are", may="on yet still"),
    rule("status", "anything", may="any happening yet going on is there new"),
    rule("status", "are", "you", "there alive awake", may="still"),
    rule("status", "what's what why", "taking", "long", may="is it so the video film"),
    rule(
        "status",
        "take takes taking took",
        "long longer forever ages while",
        may=(
            "too so is it its it's this that does do why what what's how very really way much such a still already "
            "hours"
        ),
    ),
    rule("status", "hurry", may="up it"),
    rule("status", "did has have", "finish finished done", may="it been yet export video rendering"),
    rule("status", "update updates news progress", may="any is there on yet about video film"),
    rule("status", "when", "ready done finished", may="it will be video film is export render"),
    rule(
        "status",
        "what what's how how's whats",
        "look going happening looking goes coming",
        may=("does is it like along so far video with on everything"),
    ),
    rule(
        "status",
        "how",
        "long longer",
        may="much will it take does is left more until it's it'll ready done still video",
    ),
    rule(
        "forget",
        "delete erase remove wipe clear",
        "data account information info history messages conversation",
        may="personal user chat all you have stored keep kept about from",
    ),
    rule("forget", "delete erase wipe", "everything all", "about", "me us", may="know have you stored"),
    rule("forget", "forgetme", may="everything all about know"),
    rule("privacy", "privacy gdpr", may="policy what's what is your request data delete about"),
    rule("privacy", "what how which", "data information", may="do does keep store save collect use have long about is"),
    rule(
        "cancel",
        "cancel stop abort halt scrap nevermind forget quit",
        may=(
            "no it everything all request requests job jobs task edit editing export exporting render rendering upload "
            "uploading processing working current last doing about thanks actually what you're"
        ),
    ),
    rule("cancel", "cancel abort", may="video film movie"),
    rule("cancel", "stop halt", "film"),
    rule("cancel", "no", "need", "anymore longer", may="it that any"),
    rule("cancel", "don't dont", "do bother", may="it that this any anymore more with thanks no actually"),
    rule("new", "new", may="project session video movie film chat start begin open fresh clean over"),
    rule("new", "new", "project session chat", may="create make one fresh clean"),
    rule("new", "new", "something", "start begin"),
    rule("new", "new", "one", "start begin open", may="fresh clean"),
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
        may=("it film your last change changes edit edits step one previous <version> version before back"),
    ),
    rule(
        "undo",
        "back",
        "go step one take bring change put turn undo",
        may=("it previous version <version> before last was how step to one"),
    ),
    rule("undo", "back", "<version>", may="to"),
    rule("undo", "restore", "previous last earlier <version> before", may="version state one"),
    rule("help", "help", may="some get with show"),
    rule("help", "commands menu instructions usage", may=f"{_ASKING} which available all"),
    rule("help", "what what's", "can are is", "you this", may="do with here"),
    rule("help", "what", "can", "do ask say", may="here with this"),
    rule("help", "what", "do does", "you this it", may="for here"),
    rule("help", "who", "you", may="are is"),
    rule("help", "how", "work works use start", may="does do it with get here"),
    rule("help", "formats format files types", "what which", may="do support supported are does accept file types"),
    rule("limits", "how", f"long big large many short {_AMOUNTS}", _FILES, "can may could", may=_LIMITED),
    rule(
        "limits", "what what's whats is are which how do does any", "limit limits limitation limitations", may=_LIMITED
    ),
    rule("limits", "what what's whats is which how", "maximum max longest largest biggest", _SIZES, may=_LIMITED),
    rule(
        "limits",
        "does do can will is are",
        "work works working support supports supported handle handles accept accepts take takes read compatible",
        _SHAPES,
        may=_LIMITED,
    ),
    rule(
        "limits",
        "can may could",
        "i",
        "send upload use",
        f"{_SHAPES} {_AMOUNTS} several multiple many",
        may=f"{_LIMITED} {_NUMBERS}",
    ),
    rule(
        "limits", "can does do", "do", "<unsupported>", "you it u bot nemobot", may="the this in video videos too also"
    ),
    rule(
        "limits", "is", f"{_SHAPES} {_NUMBERS}", "ok okay fine possible supported allowed much long big", may=_LIMITED
    ),
    rule(
        "limits",
        "what which",
        "formats format files types resolutions resolution codecs",
        "can may work works allowed possible use send upload",
        may=_LIMITED,
    ),
    rule(
        "language",
        "speak talk reply answer respond switch change set language",
        "english chinese mandarin",
        may="in with language back into do does have i write type",
    ),
    rule("login", "login", may="how do does with own account token credits nemovideo use"),
    rule("login", "use", "own", "account credits token", may="how do nemovideo"),
    rule("logout", "logout", may="how do of account nemovideo"),
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
    rule("start", "hi hello hey start hiya", may="there much very everyone morning evening afternoon lot lots many"),
    rule("start", "morning evening afternoon", may="everyone there"),
)

_POLITE: Final = "please pls plz thanks thank thx ty you u bot nemobot nemo"
_PRONOUNS: Final = (
    "was looking it it's its this that that's is looks look i i'm we the all one so very much really just"
)
ASIDES: Final[tuple[Rule, ...]] = (
    rule("status", "ready done finished", may="yet already or not it there almost all now is"),
    rule(
        "thanks",
        "thanks thank thx ty",
        may=f"{_POLITE} {_PRONOUNS} a lot many everyone again for your help ok okay man mate buddy bro dude guys",
    ),
    rule(
        "thanks",
        "nice great cool good perfect awesome amazing lovely beautiful excellent fantastic wonderful brilliant wow "
        "neat sweet super gorgeous impressive incredible stunning woah whoa yay",
        may=(
            f"thanks thank thx ty you u {_PRONOUNS} a lot work job stuff oh omg "
            "haha you're ok okay yes yeah man guys bot nemobot"
        ),
    ),
    rule(
        "thanks",
        "nice great cool good perfect awesome amazing lovely beautiful excellent fantastic wonderful brilliant wow",
        "video film edit cut result",
        may="thanks thank thx ty you very really so that's it's what the this is looks",
    ),
    rule("thanks", "love like", "i we", may=f"{_POLITE} it this that the one result video film very much really just"),
    rule("thanks", "love", "it this that result outcome", may="the so very much really thanks haha omg oh"),
    rule("thanks", "rock rocks rule rules", "you this it that", may=f"{_POLITE} guys man really"),
    rule("thanks", "appreciated appreciate", may=f"{_POLITE} {_PRONOUNS} your help work"),
    rule("thanks", "tysm cheers bravo lol haha hmm hm", may=f"{_POLITE} {_PRONOUNS} nice good great ok"),
    rule(
        "slow",
        "slow slowly sluggish long",
        "too so very really is it's that's this quite pretty much still way",
        may=f"{_POLITE} it that a bit little far was it i think bit kinda rather and just again no oh hmm",
    ),
    rule("slow", "fast quick", "enough", "not isn't", may=f"{_POLITE} it is it's this that's still really quite"),
    rule(
        "thanks", "best legend star genius hero lifesaver", "you're you youre", may=f"{_POLITE} the a are such really"
    ),
    rule("thanks", "bad", "not", may=f"{_POLITE} at all so"),
    rule("thanks", "well", "done", may=f"{_POLITE} very"),
    rule("wait", "wait", may=f"{_POLITE} a moment minute second sec just one ok okay no for me bit"),
    rule("wait", "hold hang", "on", may=f"{_POLITE} a moment minute second sec just one ok okay no"),
    rule("wait", "moment sec minute second", "one a just", may=f"{_POLITE} give me ok okay wait"),
    rule(
        "show",
        "show",
        may=f"{_POLITE} me us it to the result again now yes yeah ok okay can could what you have did made done so far",
    ),
    rule(
        "show", "see look", "let can could may", may=f"{_POLITE} me us i we it the result a at take have now again ok"
    ),
    rule("show", "play watch", "it", may=f"{_POLITE} let me can could i now want to us we"),
    rule("show", "see", "want i'd", may=f"{_POLITE} i to like it the result now would"),
    rule("show", "preview", may=f"{_POLITE} a the it me us show see can i could now"),
    rule("show", "where where's", may=f"{_POLITE} is it my the now then that"),
)
ANSWERS: Final[tuple[Rule, ...]] = (
    rule(
        "answer",
        "yes yeah yep yup yea ya y ok okay okey k kk sure fine please no nope nah n absolutely definitely certainly "
        "correct right exactly agreed confirm confirmed start begin ahead alright perfect sounds",
        may=(
            f"{_POLITE} let's lets let us go do it that that's this just now so then i i'd i'll i'm we want would like "
            "can could will good great cool nice works work well very much not is it's of course me for"
        ),
    ),
    rule("answer", "don't dont", "do bother", may=f"{_POLITE} it that this no yet just actually"),
    rule("answer", "do", "it that so this", may=f"{_POLITE} just now then ok okay yes"),
    rule("answer", "go", may=f"{_POLITE} for it let's lets let us now ok okay yes"),
    rule("answer", "course", "of", may=f"{_POLITE} not yes"),
    rule("answer", "not", may=f"{_POLITE} now yet really no at all"),
    rule("answer", "why", "not", may="yes ok"),
    rule("answer", "got gotcha understood np", may=f"{_POLITE} it ok okay i that"),
    rule("answer", "see", "i", may="ok okay now"),
    rule("answer", "problem", "no", may=f"{_POLITE} ok okay"),
    rule("answer", "makes", "sense", may="ok that yes"),
    rule("answer", "works", may=f"{_POLITE} that it this for me"),
    rule("answer", "ready done finished", may=f"{_POLITE} i'm i am it's it is all now ok okay yes"),
    rule("answer", "minute second", "one a", may="just"),
    rule("answer", "show", "me us it", may=f"{_POLITE} yes yeah ok okay sure"),
    rule("answer", "preview", may=f"{_POLITE} yes yeah ok okay sure a the"),
)
"""Words that answer a question. They are an answer only where one was asked."""

AGREES: Final[tuple[Rule, ...]] = (
    rule(
        "yes",
        "yes yeah yep yup yea ya sure definitely absolutely",
        may=f"{_POLITE} ok okay send it do that them those go ahead to the editor i mean want i'd like just of course",
    ),
    rule("yes", "send", "it them that those this", may=f"{_POLITE} do ok okay the words to editor"),
    rule("yes", "do go", "it that ahead send", may=f"{_POLITE} ok okay and"),
    rule("yes", "please", may="do send it"),
)
"""Words that say yes to what we ask ourselves; "ok" and "got it" may only tell that it was read."""

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
