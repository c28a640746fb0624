"""Whether a clause is about a screen: an instruction to use it, or a statement about a widget.

The patterns match whole clauses, not single words: "she opens the door" has a matching verb and is no instruction.
The text is masked: quoted words, code and links are runs of MASK or LINK.
"""

import re
from typing import Final

LONGEST_CLAUSE: Final = 400
"""So many characters an instruction has at most, apart from further blanks; a longer clause is none."""
MASK: Final = "\ue000"
LINK: Final = "\ue001"

_WIDGET: Final = (
    r"(?:buttons?|panels?|tabs?|menus?|icons?|tool ?bar|side ?bar|sliders?|drop-?downs?|dialogs?|pop-?ups?"
    r"|inspector"
    r"|check ?box(?:es)?|preview (?:window|area|pane|player|screen)|media library|asset library|play ?head"
    r"|work ?space"
    r"|dashboard|control bar|upload area|drop ?zone|(?:billing|account|pricing|export|settings|project) page)"
)
_PLACE: Final = (
    r"(?:(?:in|on|from|inside|within|into|onto|to) (?:the |your )?(?:\w+ ){0,2}?"
    r"(?:timeline|player|editor|interface|canvas))"
)
_NAME: Final = (
    r"(?:export|download|play|media|audio|effects?|settings|timeline|preview|properties|text|music|library"
    r"|subtitles?"
    r"|captions?|inspector|upload|save|share|render|generate|transitions?|filters?|color|style|aspect ratio|ratio"
    r"|layers?"
    r"|format|volume|speed|crop|trim|split|undo|redo|apply|next|done|left|right|top|bottom|side|main|bgm|video|edit"
    r"|editing|asset|project|history)"
)
_LEAD_EN: Final = (
    r"(?:(?:and|or|then|so|but|now|next|first|second|secondly|finally|lastly|also|alternatively|otherwise|please"
    r"|simply|just"
    r"|feel free to|go ahead and|try|be sure to|make sure to|remember to|don't forget to|you(?:'ll| will)?"
    r"|you're able to"
    r"|which|that|where|can|could|may|might|should|need to|have to|must|want to|will|all you need to do is|you just"
    r"|let's|we can|i suggest|i recommend|i'd suggest|i'd recommend|it's time to|time to|ready to|easily|quickly"
    r"|directly"
    r"|either|always|at any time|any ?time|from there|from here|there|here|once done|when ready|if needed"
    r"|optionally|again)\b[,:\s]{0,3}){0,12}"
)
_NOT_GUI: Final = re.compile(
    r"\b(?:subscribe|subscribing|like and|follow (?:us|me)|the bell|in (?:the |my |our )?bio|link below"
    r"|description below"
    r"|click ?bait)\b|订阅|关注|点赞|小铃铛|简介|评论区"
)
_STRONG_EN: Final = (
    r"(?:(?:double|right|left)[- ])?click(?:ing)?\b(?! (?:tracks?|sounds?|noises?|through rate|is|was|are|were|has"
    r"|have)\b)"
    r"|drag(?:[ -]and[ -]drop)?\s+(?:the|your|a|an|it|them|any|this|that|these|those|all|some|each|every|clips?"
    r"|files?|videos?"
    r"|photos?|music|and|on|left|right|down|up|from|to|\ue000)"
    r"|tap (?:on|the (?:\w+ )?(?:button|icon|tab|menu|panel)|export|play|download|save|\ue000)"
    r"|hover (?:over|on|your)\b|scroll (?:down|up|to|through the (?:panel|list|menu)|left|right)\b"
    r"|toggle (?:the|on|off|\ue000)|long[- ]press\b"
    r"|(?:press|hit|push) (?:the )?(?:\ue000+|export|download|save|play|render|generate|apply|confirm|upload|undo"
    r"|redo|share|done|"
    r"next|ok|continue|publish|space(?:bar)?|enter|esc|ctrl|cmd|delete)\b"
)
_WEAK_EN: Final = (
    r"(?:press|hit|push|select|choose|pick|use|find|see|look|check|open|reopen|go|head|navigate|switch|visit|access"
    r"|adjust"
    r"|change|move|pull|set|enter|type|expand|close|save|download|view|watch|play|review|manage|edit|customize"
    r"|tweak|upload"
    r"|import|drop|browse|return|export|render|fine-tune|add|notice|scroll|turn|slide|show|hide|refresh|reload"
    r"|keep)"
)
_VIEW_EN: Final = (
    r"(?:see|view|check|look|watch|play|review|open|find|go|head|scrub|inspect|drop|switch|return|pull|slide|move)"
)
_CONTINUED_EN: Final = (
    r"(?:choose|select|pick|set|wait|confirm|adjust|enter|type|save|download|hit|press|release|drop|name|apply"
    r"|use|look for|go)"
)
_IMPERATIVE_EN: Final = re.compile(
    rf"{_LEAD_EN}(?:{_STRONG_EN}"
    rf"|{_WEAK_EN}\b.{{0,200}}\b{_WIDGET}\b"
    rf"|{_VIEW_EN}\b.{{0,200}}\b{_PLACE}\b"
    rf"|(?:select|choose|pick|adjust|edit|change|grab|trim|rearrange|fine-tune|customize"
    rf"|tweak)\b.{{0,200}}\bin the (?:timeline|editor)\b"
    r"|(?:check|see|look at|view|watch|review) (?:the|your) preview\b"
    r"|(?:open|go to|head to|navigate to|visit|access|check) (?:the |your )?(?:\w+ ){0,2}(?:settings|preferences"
    r"|billing|timeline)\b"
    r"|(?:check|go to|visit|open|see|view|manage) (?:your |the )?(?:account|billing|balance|credits?|subscription"
    r"|plan)\b"
    r"|preview(?: (?:it|this|the|your|them|everything|now|in|on|how|what)\b.*|\s*\Z)"
    r"|(?:export|download|render)(?: (?!in progress|complete|progress)(?:it|this|that|the|your|as|now|to|when"
    r"|whenever|in|at|from|and|or|anytime|again)\b.*|\s*\Z)"
    r"|save (?:it|this|the (?:video|film|result)|your (?:video|film|work|project))\b.*)"
)
_BY_HAND: Final = re.compile(
    rf"{_LEAD_EN}.{{0,200}}\b(?:by|via) (?:clicking|dragging|tapping|pressing|opening|selecting|double-clicking"
    rf"|right-clicking|hovering|using the (?:\w+ ){{0,3}}{_WIDGET})\b"
)
_YOU: Final = re.compile(r"^(?:and |or |then |so )?(?:you can|you could|you may|simply|just|please|feel free)\b")
_NEVER_EN: Final = re.compile(
    rf"{_LEAD_EN}(?:don't|do not|never|avoid|no need to)\s+(?:click|close|refresh|reload|navigate|leave|press|drag"
    rf"|clicking|closing|refreshing)\b"
    r".*(?:\b(?:tab|page|window|browser|export|button|editor|panel|screen|download)\b|\Z)"
    rf"|{_LEAD_EN}(?:keep|leave) (?:this|the|your) (?:page|tab|window|browser)\b"
    rf"|{_LEAD_EN}(?:refresh|reload) (?:this|the|your) (?:page|tab|browser|editor|timeline)\b"
)
_STATEMENT_EN: Final = re.compile(
    rf"(?:the|your|an|a) (?:(?:{_NAME}|\ue000+) ){{1,3}}(?:{_WIDGET}|button)\b.{{0,200}}\b(?:is|are|can|shows?|lets?"
    rf"|allows?|will|sits?|should|appears?|contains?|gives?|has)\b"
    rf"|(?:in|on|from|under|inside|at) (?:the|your) (?:(?:{_NAME}|\ue000+)[ -]){{1,3}}(?:{_WIDGET}|corner|side)\Z"
)
_SUBORDINATE: Final = re.compile(
    r"(?:(?:and|or|but|so|then)\s+)?(?:if you|if it|if you'd|if you're|if everything|if that|when you"
    r"|when everything|when it"
    r"|whenever you|when ready|once you|once it|once done|once everything"
    r"|as soon as you|after you|before you|in order to|to \w+|should you|for \w+ing|for more|for a closer|in case"
    r"|unless you|until you|after that|before that)\b"
    r"|(?:in|on|at|from|under|near|below|above|inside) (?:the|your) [\w -]{0,30}(?:side|corner|panel|toolbar"
    r"|sidebar|menu|window|editor|header|right|left|top|bottom)\Z"
    r"|在?(?:页面|屏幕|界面|编辑器|窗口)?(?:的)?(?:右上角|左上角|右下角|左下角|顶部|底部|左侧|右侧|左边|右边|面板"
    r"|工具栏|侧边栏)(?:处|里|中|上)?\Z"
    r"|(?:如果|如需|若要|若需|若|想要|要想|当|等|一旦|为了|需要.*(?:时|的话)|.*(?:的话|之后|以后|完成后|满意后"
    r"|就绪后|后)\Z|想\S+时?\Z|要(?!求))"
)
_LABEL: Final = re.compile(
    r"\W*(?:(?:pro |quick )?tips?|notes?|next|next steps?|hints?|to \w+.*|here'?s (?:what|how).*|how to.*"
    r"|what'?s next|options?|now|steps?"
    r"|(?:next )?you can.*|from here|step \d+|export(?:ing)?|提示|小?贴士|下一步|接下来|温馨提示|操作步骤|操作|注意"
    r"|步骤.*|您?你?可以|如何.*|后续操作|导出)\W*"
)
_SAYS: Final = re.compile(
    r"(?:\b(?:says?|saying|reads?|reading|titled|called|named)|写着|说道|说|内容是|内容为|名为|叫做?|改为|改成)"
    r"(?: \w+){0,2}[\s:：,，]*\Z"
    r"|(?:\b(?:text|title|captions?|subtitle|headline|overlay|watermark|cta|words|line|message|call[- ]to[- ]action"
    r"|script"
    r"|voiceover|narration|lyrics?|end card|slogan)|文字|标题|字幕|文案|台词|旁白|口播"
    r"|标语)(?: \w+){0,2}\s*[:：]\s*\Z"
)

_LEAD_ZH: Final = (
    r"(?:请|您|你|可以|可|也|还|现在|接下来|然后|接着|再|并且|并|或者|或|只需要|只需|直接|随时|先|最后|同时|就|来"
    r"|能|需要|记得|建议|之后|以及"
    r"|手动|自行|此时|这时|最终|随后|首先|其次|后|去|而且|均可|都){0,12}\s{0,3}"
)
_WHERE_ZH: Final = (
    r"(?:右上角|左上角|右下角|左下角|顶部|底部|左侧|右侧|左边|右边|面板|界面|菜单|工具栏|时间线|时间轴|编辑器"
    r"|页面|设置|预览窗口|预览区|播放器|上方|下方|侧边栏|屏幕)"
)
_WIDGET_ZH: Final = (
    r"(?:按钮|面板|标签页|选项卡|菜单|图标|工具栏|侧边栏|滑块|下拉框|下拉菜单|弹窗|对话框|设置页?|预览窗口|预览区"
    r"|播放器|编辑器|素材库|媒体库|界面"
    r"|工作台|控制台|属性栏|检查器|账户|账单|账号|个人中心|页面)"
)
_STRONG_ZH: Final = (
    r"(?:点击|单击|双击|右击|右键|轻点|点按|点选|点一下|点开|勾选|长按"
    r"|鼠标(?:点击|移|悬停|拖)|拖拽|拖动|拖放|拖入|拖到|拖进|按下?(?:空格|回车|\S*键))"
)
_WEAK_ZH: Final = (
    r"(?:打开|进入|前往|去(?!掉|除)|到(?!此|处)|切换到|切换|选择|选中|查看|找到|使用|用(?!户|于|时)|按(?!照|时)"
    r"|展开|关闭|预览|播放|看到|通过|返回"
    r"|访问|上传|调整|修改|管理|检查|查|刷新)"
)
_IMPERATIVE_ZH: Final = re.compile(
    rf"{_LEAD_ZH}(?:{_STRONG_ZH}(?!率|量|音效|声)"
    rf"|{_WEAK_ZH}[^，。；]{{0,60}}?{_WIDGET_ZH}"
    rf"|(?:在|到|从|于|通过)[^，。；]{{0,14}}?{_WHERE_ZH}[^，。；]{{0,14}}?(?:点击|单击|双击|拖(?!慢|长|延)|选择"
    rf"|打开|切换|勾选"
    rf"|预览|查看|播放|看到|导出|下载|找到|调整|修改|进行)"
    r"|(?:把|将)[^，。；]{1,30}?(?:拖拽|拖动|拖放|拖(?:到|至|入|进|在))"
    r"|(?:查看|检查|查询)(?:您的|你的)?(?:账单|余额|积分|账户|套餐)"
    r"|(?:打开|查看|预览)(?:时间线|时间轴)"
    r"|预览(?=一下|视频|效果|成片|结果|它|看看|您|你|整体|最终|\s*\Z|吧|即可|剪辑))"
)
_EXPORT_ZH: Final = re.compile(
    r"(?:(?:请|您|你|可以|可|现在|直接|随时|然后|再|并|或者?|就|能|即可|便可|最后|只需){1,12}(?:导出|下载)(?!完成|成功"
    r"|失败|中|已|时|的|好)"
    r"|[^，。；]{0,14}(?:的话|之后|后|时)就?(?:可以|可|能|请)?(?:直接)?导出(?!完成|成功|失败|中|已|时|的|好)"
    r"|导出(?:即可|吧|按钮|就行|视频即可|成片即可)|下载(?:即可|吧|按钮))"
)
_STATEMENT_ZH: Final = re.compile(
    r"(?:导出|下载|播放|预览|保存|上传|音频|字幕|文字|特效|素材|设置|时间线|属性|媒体)(?:按钮|面板|图标|菜单|选项卡"
    r"|标签页|窗口)[^，。]*(?:在|位于|可以|会|能|里|中|显示)"
)
_NEVER_ZH: Final = re.compile(
    rf"{_LEAD_ZH}(?:不要|请勿|勿|别|无需)(?:点击|关闭|刷新|离开|退出)|{_LEAD_ZH}(?:刷新|保持)(?:此|该|本|当前"
    rf"|这个)?(?:页面|浏览器|窗口)"
)
_STRONG: Final = re.compile(rf"{_LEAD_EN}(?:{_STRONG_EN})")
_CONTINUED: Final = re.compile(rf"{_LEAD_EN}{_CONTINUED_EN}\b")
_CONTINUED_ZH: Final = re.compile(rf"{_LEAD_ZH}(?:选择|选中|设置|等待|确认|调整|输入|保存|下载|松开|导出|应用|即可)")

_TRAILING: Final = re.compile(
    rf"(?<!\s)\s++(?:by (?:clicking|dragging|tapping|pressing|opening|selecting)\b.*"
    rf"|(?:in|on|from|using|via|with|through|inside|under) (?:the|your) (?:(?:{_NAME}"
    rf"|\ue000+) ){{1,3}}{_WIDGET}(?: (?:in|on|at) the [\w -]{{3,24}})?"
    rf"|(?:in|on|inside) (?:the|your) preview (?:window|area|pane|player)"
    rf"|(?:to|for you to|and is ready to|for) (?:preview|review|view|watch|see"
    rf"|play)(?: it)? {_PLACE}(?: {_WIDGET})?)\Z",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(r"^[^\w\ue000\ue001]+")
_MARKS: Final = re.compile(r"[*_`#]+")


def bare(clause: str) -> str:
    """Return a clause as the patterns expect it: lower case, without Markdown marks and leading symbols.

    Returns:
        "" for a clause that is too long to be an instruction.
    """
    words = " ".join(_OPENING.sub("", _MARKS.sub("", clause)).split())
    if len(words) > LONGEST_CLAUSE:
        return ""
    return words.replace("’", "'").lower().rstrip(" ,.;:!?，。；：！？")


def instructs(clause: str, *, question: bool = False) -> bool:
    """Whether a masked clause is about a screen and nothing else."""
    words = bare(clause)
    if not words or LINK in words or _NOT_GUI.search(words):
        return False
    if _NEVER_EN.match(words) or _NEVER_ZH.match(words) or _STATEMENT_EN.match(words) or _STATEMENT_ZH.match(words):
        return True
    if question:
        return _STRONG.match(words) is not None
    if _IMPERATIVE_EN.match(words) or _IMPERATIVE_ZH.match(words) or _EXPORT_ZH.match(words):
        return True
    return _YOU.match(words) is not None and _BY_HAND.match(words) is not None


def forbids(clause: str) -> bool:
    """Whether the instruction says what not to do ("don't close this tab"); there is nothing to carry out then."""
    words = bare(clause)
    return bool(_NEVER_EN.match(words) or _NEVER_ZH.match(words))


def continues(clause: str) -> bool:
    """Whether a clause after an instruction continues it ("then choose MP4")."""
    words = bare(clause)
    if LINK in words:
        return False
    return bool(_CONTINUED.match(words) or _CONTINUED_ZH.match(words))


def subordinate(clause: str) -> bool:
    """Whether a clause depends on its neighbour ("if you want to change the music")."""
    return _SUBORDINATE.match(bare(clause)) is not None


def heading(clause: str) -> bool:
    """Whether a clause before a colon only announces what follows."""
    return _LABEL.fullmatch(bare(clause)) is not None


def quotes(before: str) -> bool:
    """Whether the text after this is a quotation: a title, a caption, a line of a script."""
    return _SAYS.search(_MARKS.sub("", before[-LONGEST_CLAUSE:]).replace("’", "'").lower()) is not None


def trailing(clause: str) -> int:
    """Return how many characters at the end of a clause only say where on the screen something is."""
    stem = clause.rstrip(" ,.;:!?，。；：！？*_")
    found = _TRAILING.search(stem, max(0, len(stem) - LONGEST_CLAUSE))
    if found is None or found.start() == 0:
        return 0
    return len(stem) - found.start()
