"""The words the agent knows, English and Simplified Chinese, as tags: a synonym is one more word here.

Data and one function; what a combination of tags means is decided in `reading`.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

_WORDS: dict[str, tuple[str, str]] = {
    # verbs
    "ADD": (
        (
            r"add(?:s|ed|ing)?|put(?:s|ting)?|insert|includ(?:e|ing)|lay|appl(?:y|ying)|give|wants?|needs?|with"
            r"|place|show|use|using|written"
            r"|overlay|attach|write|stick|slap|whack|chuck|throw|bung|plonk|drop in|set to|choose|pick|play"
        ),
        r"添加|加|配|垫|来点|来一|来首|来段|放|插入|用|使用|要|带|打上|打个|打(?=\s)|写(?=一?[个句行]?[\ue000-\uefff\s])|出(?=字幕|标题|人名条|名条)|写上|显示|套",
    ),
    "REMOVE": (
        (
            r"remov\w+|delet\w+|drop(?! in)|get(?:ting)? rid of|tak(?:e|ing)\s+(?:\w+\s+){0,3}(?:out|off|away)"
            r"|strip|clear|eliminat\w+|eras\w+"
            r"|without|no|los(?:es?|ing)|discard|leave\s+(?:\w+\s+){0,3}(?:out|off)|ditch|scrap|gone"
            r"|(?:don'?t|do not) (?:need|want)(?=\W*$)|can go(?=\W*$)|turn off"
            r"|could (?:that|this|it|they|those) (?:go|come out)(?=\W*$)"
            r"|(?:bin|toss|trash)(?=\s+(?:the|it|that|this))|trim out|trim away|kill|skip|cut out"
        ),
        r"跳过|去掉|去除|删除|删掉|删|移除|取消|不要|清除|剪掉|剪去|剪除|去了(?=吧|\W*$)|掐掉|掐了|切掉|切除|裁掉|拿掉|关掉|关了|关上|没有|消除|抹掉|不用了(?=\W*$)",
    ),
    "CUT": (
        r"cut(?:ting)?|chop|snip|slice|lop|trim off|off (?:the|its) (?:start|front|beginning|end|back)",
        r"[剪切裁掐]了|剪掉|剪去|掐掉|切掉|裁掉|剪切|切除",
    ),
    "TRIM": (r"trim(?:med|ming)?|shorten|crop down", r"裁剪|修剪|剪到|剪成|剪至|砍到|缩到|缩短|截到|裁到|裁成|剪短"),
    "KEEP": (
        r"keep(?:ing)?|only|just|retain|extract|use only|nothing but",
        r"保留|就留|净系|留(?=[\ue000-\uefff前后最中第])|只播放?|只放|只看|只要|只留|截取|留下|仅|只用|只保留",
    ),
    "CHANGE": (
        r"chang(?:e|ing)|mak(?:e|ing)|set|turn|switch|convert|adjust|resize|shrink|downscale|into|format",
        r"改|换|调|设|变|转成|转为|弄|做成|变成",
    ),
    "REPLACE": (r"replac\w+|swap|instead of|different|another", r"替换|换成|换掉|换一|换个|更换"),
    "CREATE": (
        (
            r"creat(?:e|ing)|generat(?:e|ing)|mak(?:e|ing) (?:me )?(?:an?|some)|produc(?:e|ing)|build"
            r"|turn \S+ \S+ ?\S* ?into"
        ),
        r"生成|制作|创建|做一个|做个|做一段|做一支|来一个|来个|做成|弄一个",
    ),
    "EDIT": (
        (
            r"edit(?:s|ing)?|polish(?:ed|ing)?|improv\w+|enhanc\w+|better|nicer?|cool(?:er)?|professional|beautiful"
            r"|awesome"
            r"|work on|process|clean up|fix"
        ),
        r"看着[改弄剪办]|你看着办|随便[改弄剪]|剪辑|编辑|美化|优化|处理|好看|润色|精剪|完善|高级|弄好",
    ),
    "JOIN": (
        (
            r"in\s+the\s+(?:same\s+)?order\s+(?:they\s+came(?:\s+in)?|(?:that\s+)?i\s+sent\s+them)|(?:the\s+)?same\s+order"
            r"|join\w*|merg\w+|combin\w+|concat\w*|stitch|append\w*|together|one after (?:the )?other|back to back"
            r"|into one|in(?:to)? (?:a|one) single (?:video|film|clip)"
        ),
        (
            r"合并|拼接|连接|连起来|拼在一起|接起来|接在|拼起来|合成一|串起来|后面接|追加|拼(?:在)?一起|拼到一起|接上|接(?:在)?一起|[接拼凑连]一块儿?|[接拼凑连](?:在|到|成)一块儿?|按(?:照)?顺序(?:来|放|接|播放|排)|依次(?:接|放|播放|排)"
            r"|(?:变成|放到|放进)同?一个(?:视频|影片|片子)?(?=\W*$)"
        ),
    ),
    "MOVE": (
        (
            r"mov(?:e|ing)|put|stick|place|reorder|bring|start with|begin with|end with"
            r"|(?:goes|comes|(?:should|must) (?:go|come|be))(?= (?:at the )?(?:very )?(?:first|last|start|end))"
        ),
        r"移到|移动|放到|放在|挪到|提到|排到|调到|放(?=最?[前后]面?)",
    ),
    "UNDO": (
        (
            r"(?:preferred|liked)\s+it\s+(?:better\s+|more\s+)?(?:how|the\s+way|as)\s+it\s+was|liked\s+it\s+(?:better|more)\s+before"
            r"|(?:put|change|turn|make)\s+it\s+(?:back\s+)?(?:to\s+)?(?:how|the\s+way|what|like)\s+it\s+was"
            r"|undo|revert|go(?:ing)? back|roll(?:ing)? back|take (?:that|it) back|previous version|last version"
            r"|restore"
        ),
        r"撤销|撤回|(?<![\u3400-\u9fff])复原|返回上一|回到上一|恢复|回退|上一版|上个版本|上一个版本|还原|退回|[改变换]回去|还是(?:原来|之前|刚才)(?:那样|那个|的)?(?:好|吧)|^\W*刚才?那[个条句]?(?:不算|作废|不要了?)\W*$",
    ),
    "RESET": (
        (
            r"start over|fresh timeline|new timeline|empty timeline|start fresh|from scratch|reset|start again"
            r"|(?:back to|restore|return to|revert to|go to)\s+(?:the\s+|my\s+)?originals?"
            r"(?!\s+(?:sound|audio|volume|music|voice|speed|colou?rs?|size))"
        ),
        r"重新开始|新建时间线|新的时间线|从头开始|从头来|重置|清空|重来|(?:恢复|回到|还原)(?:成|到)?(?:最)?(?:原始|最初)",
    ),
    "EXPORT": (
        r"export\w*|render|download|save|deliver|send (?:it|me)|give me the|mp4|output",
        r"导出|下载|输出|渲染|发给我|保存|成片",
    ),
    "SYNC": (
        r"(?:auto-?)?sync\w*|match\w*|align\w*|cut to|in time|on|to|follow\w*|hit",
        r"卡点|卡着点|踩点|踩着|同步|对齐|对上|跟着|跟随|合上|配合|匹配|卡",
    ),
    "STRONG_SYNC": (
        r"(?:auto-?\s?)?sync(?:s|ed|ing|hroni[sz]e\w*)?|beat-?sync\w*|align\w*",
        r"卡点|卡着点|踩点|踩着(?:点|拍子?|节拍)|同步|对齐|卡节奏|卡节拍",
    ),
    "REVERSE": (r"reverse|backwards", r"倒序|反过来|颠倒"),
    # nouns
    "MUSIC": (
        (
            r"music|bgm|soundtracks?|songs?|tunes?|background (?:audio|track|sound)"
            r"|(?<!final )(?<!match )(?<!game )(?<!the )score|musical"
            r"|beats(?= (?:under|behind))|lo-?\s?fi|jazz|edm|techno|hip-?\s?hop|dubstep|orchestral|piano|guitar"
            r"|orchestra"
        ),
        r"音乐|配乐|背景乐|背景音|bgm|歌曲?|曲子|乐曲",
    ),
    "BEAT": (r"beats?|rhythm|tempo|downbeats?", r"节拍|节奏|鼓点|拍子|卡点|卡着点|踩点|踩着点"),
    "CUTS": (r"cuts|edits|edit points|scene changes|clips?|shots", r"剪辑点|剪切点|切点|镜头|画面|剪辑"),
    "SILENCE": (
        (
            r"silen(?:ce|ces|t (?:parts?|bits?|sections?|gaps?|moments?))|pauses?|dead air|gaps?"
            r"|quiet (?:parts?|bits?|sections?)"
            r"|dead space|awkward pauses?|jump cuts?"
        ),
        r"没有?声音的|静音片段|静音部分|静音的?|沉默|停顿|空白|空档|空隙|无声|静默|气口|冷场|安静的部分",
    ),
    "TITLE": (
        r"titles?|headings?|headlines?|intro text|name card|title card",
        r"标题|片头(?!的?\s+(?:都|全|也)?(?:剪|删|去掉|裁|切|不要))|片名|大字|题目",
    ),
    "CAPTION": (
        r"captions?|subtitles?|subs|text|words|lower third|name (?:tag|banner|strap)|lyrics",
        r"字幕|配字|人名条|名条|文字|文本|字样|几个字|一行[白黑黄红绿蓝粉橙]?色?的?字|[白黑黄红绿蓝粉橙]色的字|(?<=[行排])[白黑黄红绿蓝粉橙]字|说明|旁白字|歌词|台词",
    ),
    "WATERMARK": (r"watermarks?|logo text|copyright", r"水印|署名"),
    "SOUND": (
        (
            r"audio|sounds?|voices?|original (?:sound|audio)|noise"
            r"|(?:what(?:ever)?|everything|all)\s+(?:that\s+)?the\s+(?:camera|mic(?:rophone)?|phone)\s+(?:recorded|heard|picked\s+up|caught)"
            r"|(?:the )?originals?(?=\s+(?:way\s+|much\s+)?(?:up|down|louder|quieter))"
        ),
        r"声音|原声|音频|原音|人声|原视频声|的那?个?声儿?(?=$|[，,。太])|声儿",
    ),
    "MUTE": (
        (
            r"mut(?:e|ed|ing)|silent|soundless|(?:sound|audio)\s+off(?=\W*$)"
            r"|silence (?:it|that|this|them|him|her|the (?:sound|audio|part))"
        ),
        r"静音|消音|无声|(?:别|不要|不许|不准|不)(?:出声|有声音?|响)|哑巴|(?<![渐慢地])没声儿?",
    ),
    "VOLUME": (
        r"volume|turn (?:it|this|that) (?:up|down)|loud(?:er|ness)?|quiet(?:er|ly)?|soft(?:er|ly)|level|gain",
        r"音量|大声|小声|响一|轻一|声音大|声音小|(?<=[声音量])调[高低]|大点声|小点声",
    ),
    "UP": (
        r"up|louder|increase|raise|higher|more|boost",
        r"大声|调高|调大|开大|大一|增大|提高|响|大点|加大|(?<=声音|音量)放大",
    ),
    "DOWN": (
        r"down|halv(?:e|ed|ing)|quiet(?:er|ly)|soft(?:er|ly)|lower|reduce|decrease|less|duck",
        r"小声|调低|调小|压低|压小|开小|小一|降低|降(?=\s)|减小|轻(?![快松柔])|小点|弱",
    ),
    "TRANSITION": (
        (
            r"transitions?|cross-?fades?|dissolves?|wipes?|slide transitions?|cross dissolves?|smooth cuts"
            r"|(?:hard|straight) cuts?"
        ),
        r"转场|过渡|叠化|溶解|擦除|切换效果",
    ),
    "FADE": (
        r"fad(?:e|es|ing)|d(?:ie|ies|ying) (?:away|down|out)|(?:tail|taper|trail)(?:s|ing)? (?:off|away)",
        r"淡入|淡出|渐显|渐隐|淡化|渐入|渐出|黑场|(?:渐渐|慢慢|逐渐)地?(?:没了?声|没掉|收掉|收住|收尾|没有|无声|消失|变小|变轻|停)",
    ),
    "IN": (r"in|start|beginning|from black", r"淡入|渐显|开头|渐入"),
    "OUT": (r"out|end|ending|to black", r"淡出|渐隐|结尾|渐出|末尾"),
    "SPEED": (
        (
            r"speed(?:ing|s)?(?: it)?|sped|faster|slow(?:er|ing|s)?|slow-?\s?mo(?:tion)?|fast forward"
            r"|time-?lapse effect|pace|as\s+(?:quick|fast)"
        ),
        r"加速|减速|慢动作|慢放|快放|倍速|变快|变慢|速度|快进|(?<![轻欢明])快一|慢一|放慢|调快|调慢|慢镜|只[快慢]|[快慢](?=最后|开头|结尾)",
    ),
    "SLOW": (
        (
            r"slow(?:er|ing|s)?|slow-?\s?mo(?:tion)?|(?<!first )(?<!second )(?<!last )(?<!other )half|speed (?:it "
            r"|this )?down"
        ),
        r"减速|慢动作|慢放|变慢|慢一|放慢|调慢|慢镜|只慢|慢(?=最后|开头|结尾)",
    ),
    "VERTICAL": (
        r"vertical|portrait|tall(?=\W*$)|tik-?tok|reels?|shorts|stories|phone format|douyin",
        r"竖屏|竖版|竖着|抖音|小红书|快手|视频号|手机屏",
    ),
    "HORIZONTAL": (
        r"horizontal|landscape|widescreen|youtube|wide(?=\s+(?:one|format|version|video|film|for))",
        r"横屏|横版|宽屏|油管|b站|哔哩",
    ),
    "SQUARE": (r"square", r"方形|正方形|方的|方版"),
    "ASPECT": (r"aspect|ratio", r"比例|画幅|尺寸"),
    "CROP": (
        (
            r"crop(?:ped|ping)?|(?:chop|cut|lose)(?:\s+off)?\s+(?:the|its)\s+sides|fill the (?:screen|frame)|no bars"
            r"|zoom to fill"
        ),
        r"裁成|裁为|裁满|铺满|填满|裁切|满屏",
    ),
    "PAD": (r"black bars|letterbox|pad(?:ded|ding)?", r"黑边|留黑"),
    "CLIP": (
        (
            r"videos?|vids?|clips?|footage|films?|movies?|vlogs?|recordings?|material|files?|it|them|this|these"
            r"|everything|uploads|'?em"
        ),
        r"视频|片段|素材|影片|录像|短片|文件|它|片子|画面|全部|所有|vlog",
    ),
    "PHOTO": (r"(?:product )?(?:photos?|pictures?|images?|stills?|pics?)", r"照片|图片|相片|图像|产品图|图"),
    "SLIDESHOW": (
        r"slide-?\s?shows?|photo (?:film|video|album(?!\s+(?:look|feel|style|vibe)))",
        r"幻灯片|电子相册|相册|轮播|照片视频|图集",
    ),
    "SCRIPT": (r"scripts?|narration lines?|lines", r"脚本|文案|稿子|台词"),
    "EACH": (r"each|per|every", r"每张|每个|每段|各|一[张段](?=\s)"),
    "TIMELINE": (r"time-?line", r"时间线|时间轴"),
    "UNCHANGED": (r"unchanged|as (?:it|they) (?:is|are)|as-is|untouched", r"原样|不变|不做修改|不改"),
    "TIMES": (r"duration|length|long|minutes?|seconds?", r"时长|长度|秒|分钟|长"),
    # places; "from beginning to end" is neither of them
    "WHOLE": (r"throughout|whole|entire|always|all the time|all through", r"全程|一直|始终|整个|从头[推放播]?到尾"),
    "FIRST": (
        r"first|beginning|start|opening|front|intro",
        r"前头?|开头|最前头?|开始|片头|头(?=[\s\ue000-\uefff一两三几])",
    ),
    "LAST": (r"last|final|end|ending|outro|back", r"后|结尾|末尾|末了|最后|尾|片尾|结束"),
    "TOP": (r"top|upper|above", r"顶部|上方|上面|上头|偏上|顶端|顶上"),
    "BOTTOM": (r"bottom|lower|below|underneath", r"底部|下方|下面|下头|偏下|底端|底下"),
    "CENTER": (r"cent(?:er|re)(?:ed)?|middle", r"正?中间|居中|置中|正?中央|正?中心"),
    # moods
    "lofi": (
        r"lo-?\s?fi|chill\w*|relax\w*|study|jazz\w*|coffee|laid-?back|mellow",
        r"轻松|慵懒|爵士|舒缓|放松|悠闲|低保真|lofi",
    ),
    "upbeat": (
        r"upbeat|happy|cheer\w+|pop|fun|joyful|bright|positive|corporate|feel-?good|uplifting|playful",
        r"欢快|快乐|活泼|轻快|愉快|阳光|流行|开心|明快",
    ),
    "cinematic": (
        (
            r"cinematic|epic|dramatic|movie-like|film score|orchestral|emotional|trailer|sad|moody|dark|spooky|scary"
            r"|creepy|eerie|horror|ominous"
        ),
        r"电影感|史诗|大气|震撼|戏剧|悲伤|伤感|感人|恐怖|诡异|惊悚|阴森",
    ),
    "ambient": (
        r"ambient|calm\w*|peaceful|meditat\w+|atmospheric|soothing|piano|gentle|dreamy|soft(?= )",
        r"氛围|平静|安静|宁静|冥想|空灵|治愈|钢琴|柔和|温柔|梦幻",
    ),
    "energetic": (
        r"energetic|edm|rock|electronic|dance|techno|hype|fast-paced|workout|intense|hip-?hop|trap|house|powerful",
        r"动感|激烈|电子|摇滚|热血|燃|舞曲|节奏感|劲爆|强劲",
    ),
}
MOOD_TAGS = ("lofi", "upbeat", "cinematic", "ambient", "energetic")
VERBS = frozenset(
    {"ADD", "REMOVE", "CUT", "TRIM", "KEEP", "CHANGE", "REPLACE", "CREATE", "EDIT", "JOIN", "UNDO", "RESET", "EXPORT"}
)


_UNBOUNDED = re.compile(r"(\\\\|\\[wWsSdD]|\[\^?\]?(?:\\.|[^\]\\]){0,400}\]|\\.|.)([*+])(?![+])")


@lru_cache(maxsize=512)
def bounded(words: str) -> re.Pattern[str]:
    """A pattern whose repetitions have bounds, so that no text is read in more than linear time."""
    return re.compile(_UNBOUNDED.sub(_with_bound, words), re.IGNORECASE)


def _with_bound(found: re.Match[str]) -> str:
    what, least = found[1], 0 if found[2] == "*" else 1
    if what in {"(", "|", "\\\\"} or (what.startswith("\\") and what[1:] not in "wWsSdD"):
        return found[0]
    most = 12 if what == ")" else 9 if what in {r"\s", r"\d"} else 40
    return f"{what}{{{least},{most}}}"


def pattern(english: str, chinese: str) -> re.Pattern[str]:
    """English words as whole words, or Chinese ones anywhere."""
    return bounded(rf"(?<![a-z])(?:{english})(?![a-z])|{chinese}")


_COMPILED = {tag: pattern(english, chinese) for tag, (english, chinese) in _WORDS.items()}
_MARKS = re.compile("[\ue000-\uefff]")
_BETWEEN_WORDS = bounded(r"[\W_]+")
FILLER = bounded(
    r"(?<![a-z])(?:please|(?:thank (?:you|u)|thanks?|thx|ty)(?: (?:so|very) much| a (?:lot|bunch|million))?|cheers"
    r"|good (?:morning|afternoon|evening|day)|much appreciated|lol|haha+|btw|@\w+|once|would (?:you|u) mind"
    r"|hope (?:(?:yo)?ur?|ya)(?:'?re| are| r)?(?: doing)?(?: (?:well|good|ok|fine|great))?"
    r"|um+|uh+|hi|hello|hey|ok(?:ay)?|now|then|also|some|an?|the|my|our|your"
    r"|of|for|from|at|by|to|in|on|during"
    r"|and|or|so|but|is|are|be|can|could|would|will|you|i|i'd|i'm|me|we|like|let's|lets|that|which|as|all"
    r"|more|very|really|nice|good"
    r"|great|little|bit|kind|own|up|out|off|free|royalty-?free|ai|ai-selected|auto(?:matic(?:ally)?)?|part"
    r"|parts|bits?|sections?|clean|final"
    r"|raw|travel|phone-recorded|product|mood|background|timeline|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|several"
    r"|\d+|have|has|do|does|yes|yeah|again|too|well|look(?:s|ing)?|end|start|sure|just|s|content|paid"
    r"|software|creators?|marketers?|students?|plz|pls|get rid|carry|continue|go|playing|(?:both\s+)?(?:going"
    r"|running|playing)?\s*at\s+(?:once|the\s+same\s+time)|simultaneously)(?![a-z])|同时[播放]?放?"
    r"|继续|接着|只|仅"
    r"|想请你?|帮个?小?忙|辛苦|多谢|感谢|拜托|劳驾|啦|哈|请|帮我|帮忙|麻烦|谢谢|你好|您好|一下|吧|呢|啊|呀|了|的|地|得|把|将|给|我们?|你|想|能|可以|吗|个|段"
    r"|些|点|这|那|下|上|里|中|在|到|为|从|感觉"
    r"|和|与|跟|及|或|也|都|就|还|很|更|最|有|是|俩|仨|[一三四五六七八九十]|首|张|条|份|种|部分|背景|免费|两|几|内容|添|做|好|来|成"
    r"|以|并|请问|让|使|进行|最终|自动|原有|够|救|降一降|自己|时间|它们?"
)


def words_of(tags: Sequence[str] = (), *, but: Sequence[str] = ()) -> tuple[re.Pattern[str], ...]:
    """The words of these tags, or of all tags but some."""
    return tuple(_COMPILED[tag] for tag in tags or _WORDS if tag not in but)


def tags_of(text: str) -> frozenset[str]:
    """Tags of all the words known in a piece of text."""
    return frozenset(tag for tag, words in _COMPILED.items() if words.search(text))


def without_tags(text: str, tags: Sequence[str]) -> str:
    """The text without the words of these tags."""
    for tag in tags:
        text = _COMPILED[tag].sub(" ", text)
    return text


def left_over(text: str) -> str:
    """The text without the words known here, polite ones included, and without marks."""
    for words in _COMPILED.values():
        text = words.sub(" ", text)
    text = FILLER.sub(" ", _MARKS.sub(" ", text))
    return _BETWEEN_WORDS.sub(" ", text).strip()


def nearest(text: str, tags: Sequence[str], *, to: str) -> str:
    """The tag among `tags` whose word stands nearest to a word of tag `to`; "" if none is there."""
    goals = [match.start() for match in _COMPILED[to].finditer(text)] or [len(text)]
    found = [
        (min(abs(match.start() - goal) for goal in goals), tag)
        for tag in tags
        for match in _COMPILED[tag].finditer(text)
    ]
    return min(found)[1] if found else ""
