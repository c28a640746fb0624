"""Words that need no explaining: those that carry nothing, and those that many operations know. Pure data.

What a clause may hold besides its wish: how much (degrees), what anybody thinks of it (opinions), why (reasons), for
whom (audiences) and what it shall be like (comparisons). None of them says what is to be done, to what, or when.
"""

import re
from typing import Final

from sandbox.model.colors import COLORS
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK

PLACE_WORDS: Final = pattern(
    r"(?:top|bottom|upper|lower|left|right|cent(?:er|re)(?:ed)?|middle|corners?|sides?|edges?|above|below|underneath|along"
    r"|hand|half|third|quarter|next\s+to\s+each\s+other)",
    "偏[左右上下]|[上下]头|[左右上下][面边方角侧半]?|正?中[间央心]|居中|置中|角落?|边缘?|两[边侧]|旁边|[顶底]部?|四分之一|三分之一|一半",
)
COLOR_WORDS: Final = pattern(
    rf"(?:{'|'.join(COLORS)})|colou?r(?:ed|s)?|light|dark|bright", "[白黑黄红绿蓝粉橙紫灰金][色字底的]?|颜色|色"
)
SIZE_WORDS: Final = pattern(
    r"(?:big|large|small)(?:ger|r|er)?|huge|tiny|little|lil|bold|letters?|fonts?|size[ds]?|opacity|opaque|transparen\w+"
    r"|see-?\s?through|faint|subtle|solid|thick(?:er)?|thin(?:ner)?|fit|fill|wide|tall",
    "[大小粗细]号?字?|字体|字号|不?透明度?|半透明|加粗|铺满|填满",
)
REST_WORDS: Final = pattern(r"rest|remainder|others?|everything\s+else", "其[余他它]的?|剩下的?|别的|后面的?|前面的?")
PACE_WORDS: Final = pattern(
    r"fast|quick(?:er|ly)?|motion|mo|speed|normal|times|again|forwards?|smooth(?:ly)?|slowly|gradually",
    "[快慢速倍遍次]",
)

# how many clips there are, and a number that is all that is said
COUNTS: Final = bounded(
    r"(?<![a-z])(?:all|both|these|those|the)\s+(?:of\s+)?\d{1,2}(?![\d.:])|^\W*(?:(?:hm+|no|oh|wait|sorry|actually"
    r"|make it)\W+){0,3}\d{1,4}(?:\.\d{1,2})?\W*$"
)
NUMBERS: Final = bounded(r"-?\d{1,4}(?:\.\d{1,2})?")

_DEGREES = (
    r"slight(?:ly)?|somewhat|tad|touch|smidge\w*|lots?|way|super|extra|quite|rather|pretty|fairly|kind(?:a|\s+of)|sort(?:a"
    r"|\s+of)|subtl[ey]|(?:one\s+|a\s+)?notch(?:es)?|much|far|enough|real|max(?:imum)?|min(?:imum)?|most|least|about|around|roughly|approx\w*|exact"
    r"|even|still|nearly|almost|everywhere|totally|lil|mega|massively|[a-z]{3,}ly(?<!only)(?<!family)"
)
_OPINIONS = (
    r"cool|awesome|lovely|cute|sweet|fancy|decent|proper|simple|smooth|soft|gentle|beautiful|gorgeous|pretty|professional"
    r"|modern|natural|normal|better|best|fun|funny|crazy|classy|elegant|perfect|neat|tasteful|plain|annoying|horrible"
    r"|terrible|ugly|stupid|silly|damn|bloody|freaking|friggin|awful|weird|bad|boring|dull|fine|plenty|important|hard"
    r"|warm|quick|short|random|right|correct|proper|sick|dope|fire|epic|hard"
)
_GRAMMAR = (
    r"should|shld|shall|must|might|may|gonna|gotta|wanna|want(?:s|ed)?|need(?:s|ed)?|had|having|did|doing|done|been"
    r"|being|were|was|am|it'?s|that'?s|there'?s|heres?|theres?|here'?s|there|here|its|i'?ll|i'?ve|isn'?t|goes|go|going|comes?"
    r"|coming|gets?|getting|got|give|gimme|take|taking|help|try|let|say(?:s|ing)?|tell|they|these|those|such|any|same"
    r"|other|another|both|whole|full|entire|complete|single|every(?:thing|where)?|something|anything"
    r"|thing|things|stuff|what|if|not|no|n't|don'?t|dont|than|before|after|afterwards|over|under|between|through(?:out)?"
    r"|across|within|into|onto|inside|till?|until|starting|stays?|play(?:s|ed)?|happens?|instead|actually|maybe"
    r"|possible|possibly|perhaps|plus|with|per|via|im|ive|id|u|ur|ya|yo|w|n|r|b|guys?(?=\W*$)|mate|dude|bro|buddy|folks"
    r"|sir|ma'?am|everyone(?=\W*$)|asap|tbh|imo|fyi|omg|ugh|hmm?|wow|yep|yup|nah|oh|well|anyway|kindly|hopefully|cheers"
    r"|sorry|meant|either|way|ways|times?|mins?|secs?|version|project|stop|stops|finish|done|make|made|one|ones|originals?"
    r"|first|second|third|own|new|old|current|existing|usual|following|attached|uploaded|sent|file|link"
    r"|appear(?:s|ing)?|show(?:s|n|ing)?|visible|written|reads?|quality|editor|bot|robot|effects?|filter|style|look"
    r"|he+y+|yo+|hiya|howdy|tonight|today|tomorrow|asap|shave|spin|crank|bump|pump|dial|lift|bring|nudge|push|pull|drag|leave|display|hide|rename|wait|running|runs|towards?|their|heavy"
    r"|heavily|width|height|resolution|slap|throw|chuck|whack|toss|plonk|shove|pop|squeeze|tiny|teeny|wee|possibl[ey]"
    r"|looks?|feel(?:s|ing)?|vibes?|mood|touch|tone|type|kinds?|form|format|mode|result|order|place|spot|position|point"
    r"|mark|direction|degrees?|level|amount|percent|number|line|lines|row|side by side|total|tot|around"
)
_ZH_WORDS = (
    "上传|感觉|效果|整体|整个|整段|稍微|略微|稍|略|一点点|顺便|随便|直接|最好|应该|需要|觉得|大概|左右|大约|差不多|以内|之内|期间"
    "|原本|原来|本来|算了|没事|就行|就好|够了|即可|为主|那种|那样|样子|这样|一样|一起|通通|统统|全都|那一?截|这一?截|那一?块|这一?块|合适|漂亮|好看|舒服|自然|美美|搞笑|好玩"
    "|可爱|干净|清楚|简单|高级|专业|完整|普通|正常|所有|全部|全都|任何|另外|同时|之间|之后|之前|以后|以前|过后"
    "|为止|今晚|今天|明天|照常|一丢丢|哈喽|持续|水平|垂直|控制|隐藏|中间|地方|位置|方向|角度|类型|风格|风|样|版本|文件|附件|味道|氛围感|质感|厉害|严重|柔和|亲|老师|哥|姐|大佬|小编|师傅|顺手|劳烦|慢慢|这里|那里|那边|这边|嗯|哦|哎|唉|嘿|哇|呗|嘛|咯|喔"
)
_ZH_PARTS = (
    "[起面取再行方样边转开关整顺算当着过每各全体出进不太要种又才却其他另外加调变弄搞设定做带配给被由跟以内先后直照成功之式播放降升减"
    "处回近去按作已微完超增掉儿往看周大小高低强乐等响拿撒]"
)
NEUTRAL: Final = pattern(rf"(?:{_DEGREES}|{_OPINIONS}|{_GRAMMAR})", rf"{_ZH_WORDS}|{_ZH_PARTS}")

_WHO = r"(?:i|we|there|you|u|they|he|she|it|people|everyone|everybody|someone|somebody|no\s?one|nobody|others|viewers)"
_WHOSE = r"(?:my|our|his|her|their|the|this|that|a|an|some|your)"
# what tells how the film shall be, though it looks like a reason: "so the sign isn't visible"
_NO_RESULT = (
    r"(?!.{0,60}(?<![a-z])"
    r"(?:visible|invisible|hidden|gone|disappear|frame|starts?|ends?|match|lines?\s+up|only"
    r"|(?:goes|sits|stays|belongs)\s+(?:\w+\s+){0,2}(?:top|bottom|left|right|under(?:neath)?|corner|first|last))(?![a-z]))"
)
# a stretch that only who sees or hears the film could find
_MOMENT = (
    r"(?:parts?|bits?|scenes?|moments?|sections?|shots?"
    r"|verse|chorus|intro|outro|drop|bridge|solo|speech|interview|toast|jump|goal)"
)
# why it is wished, to the end of the clause
REASONS: Final = bounded(
    rf"(?<![a-z])(?:because|cuz|cus|coz|cos|bc|'?cause(?=\s)|since(?!\s+(?:the\s+)?{MARK})|otherwise|in\s+case|even\s+if|(?:even\s+)?though"
    rf"|although|as\s+{_WHO}(?:'?s|'?re|\s+(?:is|was|are|were|had|have|has|look|sound|want|need))"
    rf"|so\s+(?:that\s+)?(?:{_WHO}|{_WHOSE}\s+\w+|(?:[a-z]+\s+){{1,2}}(?:can|could|will|would|don'?t|goes?|looks?|knows?"
    rf"|gets?))(?![a-z]){_NO_RESULT}|so\s+(?:as\s+)?to(?![a-z])"
    r"|(?:in\s+order\s+)?to\s+(?:send|e-?mail|share|post|show|impress|surprise|use|upload|publish|explain|watch|sell|promote"
    r"|advertise|celebrate|remember|teach|learn|prank|honou?r|cheer|thank)(?![a-z])"
    rf"|(?:that'?s|thats|which\s+is)\s+(?:what|how|why|where|when|all)(?![a-z])"
    rf"|(?<!when )(?<!while )(?<!where )(?<!until )(?<!that )(?<!which )(?<!till )(?<!til )(?<!on )(?<!of )"
    r"(?<!from )(?<!at )(?<!in )(?<!to )(?<!by )"
    rf"(?!.{{0,60}}(?<![a-z])too(?![a-z]))(?:its"
    rf"|it's|im|theres|thats|{_WHO}(?:['’](?:s|re|m)|\s+(?:is|was|are|were|am|had|have|has)))(?![a-z])(?!\s+(?:talk"
    rf"|speak|on\s|in\s))"
    r"|it'?s\s+for(?![a-z])|need\s+(?:it|this|that)\s+(?:for|by|on)(?![a-z]))[^\ue000-\uefff]*$"
    r"|(?:因为|由于|毕竟|不然|否则|免得|省得|以免|好让|为了|方便|以便|用来|用于|拿来|毕竟|显得|这样就?|我(?:要|想|当时|那时|们要)"
    r"|让(?:大家|别人|观众|人|他们|我妈|朋友))[^\ue000-\uefff]*$"
    r"|(?:要|好|可以|能)?(?:发|传|上传|投|挂|放)(?:到|去|在|上|给)?(?:我的?)?(?:朋友圈|抖音|快手|小红书|视频号|微信|微博|b站|群|群里|限时动态|限动|ins|youtube|网上|网站|公众号|淘宝|店里|家族群)"
    r"[^\ue000-\uefff，,]{0,6}$"
    r"|给[^\ue000-\uefff，,]{1,8}(?:看|用|听)(?:的)?|(?:做|当|作)[^\ue000-\uefff，,]{1,6}用(?:的)?"
)
# what it shall not be, beside what it shall be; a thing of the film that another shall stand for is more than that
_THINGS = (
    "(?:sounds?|audio|voices?|noise|music|songs?|clips?|videos?|photos?|pictures?|titles?|texts?|captions?|subtitles?|logo"
    "|watermark|transitions?|fades?|intro|outro)(?![a-z])"
)
_THINGS_HAN = "(?:音|声|歌|视频|片|图|标题|字|水印|转场|淡)"
INSTEAD: Final = bounded(
    rf"(?<=\S\s)(?:instead\s+of|rather\s+than)\s+(?:[a-z]+\s+){{0,2}}(?!{_THINGS})(?:[a-z0-9]+|{MARK})(?:\s+please)?\W*$"
    rf"|(?<=\w)[，,]?而不是(?![^，,。]{{0,6}}{_THINGS_HAN})[^\ue000-\uefff，,。]{{1,10}}$"
    r"|不要[^\ue000-\uefff，,。要]{1,3}色调?的?(?=要)"
)
# for whom or for what occasion
AUDIENCES: Final = bounded(
    rf"(?<![a-z])for\s+(?!(?:each|every|all|only|just|one|both)(?![a-z]))(?!{_WHOSE}?\s*(?:\w+\s+){{0,2}}{_MOMENT}(?![a-z]))"
    rf"(?!(?:the\s+|a\s+)?(?:first|last|second|final|middle|start|end|beginning|when|while|where|whole|entire|full|duration|rest)(?![a-z]))"
    r"[^\ue000-\uefff,.;:!?]{1,60}$"
    r"|(?<![a-z])(?:client|boss|teacher|mum|mom|dad|wife|husband|gf|bf)\s+(?:wants|likes|asked|said|says|needs)\s+\w+(?:\s+\w+){0,3}$"
)
# whose film it is: "my nan's clip"
OWNERS: Final = bounded(
    r"(?<![a-z])(?:my|our|his|her|their|the)\s+(?:[a-z]+\s+)?[a-z]+['’]s\s+(?=(?:[a-z]+\s+)?(?:videos?|clips?|films?|footage|movies?|vids?)(?![a-z]))"
    r"|(?<![a-z])what(?:'?s|\s+is)\s+(?:already\s+)?(?:left|there)(?![a-z])|(?<![a-z])of\s+the\s+(?:frame|picture|screen)(?=\W*$)"
    r"|(?<![a-z])(?:this|that)\s+(?:bad\s+boy|baby|thing|puppy|beast)(?![a-z])"
    r"|(?<![a-z])(?:my|our|this)\s+(?:[a-z]+\s+)?[a-z]+\s+(?=(?:video|clip|film|footage|movie|vid|vlog)(?![a-z]))"
    r"|给?(?:我|咱|妈|爸|爷|奶|姐|哥|弟|妹|孩|宝|女儿|儿子|朋友|老师|老板|公司|班|闺蜜|同事|客户)[^\ue000-\uefff，,。]{0,8}(?=视频|影片|片子|录像|短片|vlog)"
)
# what it shall be like, beside words that say what is to be done
COMPARISONS: Final = bounded(
    r"(?<!look )(?<!looks )(?<!sound )(?<!sounds )(?<![a-z])(?:like|as\s+if|as\s+though|as\s+in|just\s+like"
    r"|similar\s+to)\s+[^\ue000-\uefff]*$"
    r"|(?:就?像|跟|和|如同)[^\ue000-\uefff，,。]{1,12}(?:一样|那样|似的|那种|一般)(?:的)?(?:感觉|效果|风格)?|有[^\ue000-\uefff，,。]{1,8}的?感觉"
)
# which stretch it is, beside its exact times
DESCRIPTIONS: Final = bounded(
    rf"(?<![a-z])(?:when(?:ever)?|where|while|in\s+which|that|which|with|of|as)\s+[^\ue000-\uefff,.;:()]{{1,60}}(?=[\s(]*{MARK}|\W*$)"
    r"|(?<![a-z])(?:the|that|this)\s+(?:[a-z]+\s+){0,2}(?:middle|bit|part|section|stretch)(?:\s+(?:bit|part))?(?![a-z])"
    r"|(?<![a-z])(?:just\s+|only\s+)?(?:for|during)\s+(?:the|his|her|my|that"
    r"|this)\s+[a-z' ]{1,30}(?=[\s(]*[\ue000-\uefff]|\W*$|\W+it)"
    r"|[^\ue000-\uefff，,。]{0,10}(?:的时候|那[段里边儿]|那一?下|时候?)"
)
POLITENESS: Final = bounded(
    r"(?<![a-z])(?:wouldn'?t\s+hurt|would\s+be\s+(?:nice|great|cool|lovely|good|perfect)|(?:by|before)\s+[a-z]+day|if\s+(?:possible|you\s+can|u\s+can|you\s+could|you\s+don'?t\s+mind|that'?s\s+(?:ok|okay|possible|fine)|it'?s\s+not\s+too\s+much)"
    r"|when(?:ever)?\s+you\s+(?:can|get\s+a\s+chance|have\s+(?:time|a\s+(?:moment|minute|sec)))|i\s+(?:think|guess|suppose|reckon|mean|believe|hope)"
    r"|(?:as\s+)?soon\s+as\s+possible|you\s+know(?:\s+what\s+i\s+mean)?|no\s+(?:worries|rush|hurry)(?:\s+if\s+not)?|do\s+me\s+a\s+favou?r(?:\s+and)?"
    r"|be\s+a\s+(?:dear|star|legend)(?:\s+and)?|go\s+ahead\s+and|i(?:'?d|\s+would)\s+(?:like|love|prefer)(?:\s+(?:you|it))?(?:\s+to)?"
    r"|(?:a\s+)?(?:really|very|so)\s+(?:very\s+)?much|(?:at|in)\s+the\s+same\s+time|on\s+(?:this|it|that)|all\s+(?:the\s+way|of\s+it|over))(?![a-z])"
)
# how it is, before who says what shall be: "the hall was dim - lift it", "there's a hiss can you clean it"
STATEMENTS: Final = bounded(
    r"^[^\ue000-\uefff]{1,60}?(?<![a-z])(?:is|are|was|were|'s|looks?|feels?|sounds?|has|had|have|got)\s[^\ue000-\uefff]{1,40}?\s[-–—]{1,2}\s"
    r"|^[^\ue000-\uefff]{1,80}?\s(?=(?:can|could|would|will)\s+(?:you|u|ya|we)(?![a-z]))"
    r"|\s[-–—]{1,2}\s(?:it|its|it's|the|my|we|i|i'm|im|he|she|they|there)(?![a-z])[^\ue000-\uefff]*$|[(（][^()（）\ue000-\uefff]{1,80}[)）]"
)
ALWAYS_ASIDE: Final[tuple[re.Pattern[str], ...]] = (REASONS, INSTEAD, AUDIENCES, OWNERS, POLITENESS, STATEMENTS)
