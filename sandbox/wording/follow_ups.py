"""Words by which a message goes on with the one before."""

from sandbox.wording.lexicon import bounded
from sandbox.wording.marks import MARK

_LEAD = (
    r"(?:no|nah|nope|and|ok|okay|now|hm+|oh|oops|actually|please|pls|then|so|yeah|but|wait|sorry|just|maybe"
    r"|can\s+(?:you|u)|could\s+(?:you|u))"
)
# what stands before the words themselves
LEADS = bounded(rf"^\W*(?:{_LEAD}(?![a-z])[\s,.!…]*){{1,6}}")
LEADS_HAN = bounded(r"^\W*(?:(?:嗯|哦|啊|不对|不是|不行|不|好的?|那|然后|还是|麻烦|请|帮我|给我)[，,、\s]*){0,4}")
IT = bounded(r"(?<![a-z])(?:it|that|this)(?![a-z'’])|它")
QUOTED = bounded("[\"“”'‘’「」『』]")
STOPS_IT = bounded(
    r"^(?:(?:and|then|but|please|ok|okay|now|make|have)\W+){0,3}(?:(?:stop|end)s?\s+(?:it|that)|(?:it|that)\s+(?:should\s+|must\s+)?(?:stops?|ends?))(?=\s+(?:at|after))(?!.*(?:film|video|clip))|^\W*(?:让|把)?它?(?:就)?(?:放到|到)\S{1,8}(?:就)?停"
)
UNDOES = bounded(
    r"^\W*(?:(?:ok|okay|no|nah|oh|actually|please|pls|sorry|wait|and|now|can\s+you|could\s+you)\W+){0,3}"
    r"(?:undo|revert|cancel|scratch|take\s+back)\s+(?:(?:that|the|my)\s+)?(?:last|previous|latest)(?:\s+(?:one|thing|bit|change|edit|step|move))?(?:\s+(?:please|pls|again))?\W*$"
    r"|^\W*(?:请|帮我)?(?:撤销|取消)(?:掉)?(?:上一?[个步次]|刚才(?:那个|那步|的)?|最后(?:一?[个步次]))(?:操作|修改|改动)?(?:吧)?\W*$"
)
# "a bit louder" says of nothing what it is, and these say it
NAMES_OWN_SOUND = bounded(
    r"(?<![a-z])(?:clips?|videos?|film|footage|original|voices?|talking|speech|speaking|everything|all|whole|both|me|him|her|us|them|dialog(?:ue)?|mic)(?![a-z])"
    r"|原|人声|视频|片|说话|对白|全部|整|都|所有|素材|旁白"
)
NAMES_A_SOUND = bounded(r"(?<![a-z])(?:sounds?|audio|volume)(?![a-z])|声音|音量|音频")
SAID_OF_SOUND = bounded(r"(?<![a-z])(?:silent|silence|quiet|sound|volume)|[没无]声|声音|音量|静")

_HAPPY = (
    r"(?:ok(?:ay)?|k|great|perfect|nice|awesome|cool|lovely|good|wonderful|amazing|brilliant|sweet|excellent|fantastic|super|fine"
    r"|thanks?|thank\s+(?:you|u)|thx|ty|cheers|(?:many\s+)?thanks\s+(?:a\s+lot|so\s+much|again)|thank\s+(?:you|u)\s+(?:so\s+much|very\s+much)"
    r"|that'?s\s+(?:it|all|perfect|great|good|better|fine|nice|the\s+one)|(?:much\s+)?better|all\s+good|(?:it\s+)?looks?\s+(?:good|great|nice|perfect)"
    r"|(?:i\s+)?(?:love|like)\s+(?:it|that)|done|(?:i'?m\s+)?happy(?:\s+with\s+(?:it|that))?|yes|yeah|yep|yay|wow|leave\s+it\s+like\s+(?:that|this)"
    r"|(?:very|so|really|much)|(?:good|nice)\s+job|well\s+done|works(?:\s+for\s+me)?"
    r"|好的?|好[了啦呀]|行[了吧]?|可以[了的]?|就这样[吧了]?|就它了|完美|很?不错|很好|很棒|太好了|太棒了|真棒|非常好|多谢|谢谢[你您啦了]?|感谢|辛苦[了啦]"
    r"|满意|挺好的?|没问题|对[了的]?|嗯|没事了|好多了|这样(?:就)?(?:好|行|可以)[了吧]?|喜欢)"
)
_GAP = r"[\s,，.。!！~、…\U0001F300-\U0001FAFF❤️]*"
# nothing but that it is good as it is
ENOUGH = bounded(rf"^{_GAP}(?:{_HAPPY}(?![a-z]){_GAP}){{1,6}}$")
# that what was done is good, before what is wished next
HAPPY = bounded(rf"^{_GAP}(?:{_HAPPY}(?![a-z])\s*[,，.。!！]{_GAP}){{1,4}}(?=\S)")

_SOFTLY = (
    r"(?:\W*(?:no|nah|hm+|oh|oops|ok|okay|wait|still|it'?s|that'?s|that\s+is|it\s+is|now|way|a\s+(?:bit|little)|actually"
    r"|please|pls|sorry)(?![a-z])){0,5}"
)
TOO_MUCH = bounded(
    rf"^{_SOFTLY}\W*(?:too\s+much|too\s+(?:strong|extreme|intense|heavy)|overdone|(?:a\s+bit\s+|a\s+little\s+)?less|not\s+(?:that|so)\s+(?:much|strong)|half\s+(?:of\s+)?that(?:\s+much)?|tone\s+it\s+down)"
    r"(?:\s+(?:now|please|pls|though|of\s+it))*\W*$"
    r"|^\W*(?:哎|啊|不|嗯|有点|稍微)?\W*(?:太多了?|太过了?|过了|过头了?|太强了?|太夸张了?|太猛了?|没必要这么多|不用这么多|少一?点|别这么[多强])(?:吧)?\W*$"
)
MORE = bounded(
    rf"^{_SOFTLY}\W*(?:(?:a\s+(?:bit|little)\s+|even\s+|some\s+|still\s+)?more|not\s+enough|once\s+more|again|more\s+of\s+(?:it|that))(?:\s+(?:please|pls))?\W*$"
    r"|^\W*(?:还是?)?(?:不够|再来一?点|再多一?点|多一?点|还要|再来一次|再强一?点|更强一?点)(?:吧)?\W*$"
)
OTHER_WAY = bounded(
    rf"^{_SOFTLY}\W*(?:(?:(?:the\s+)?wrong\s+(?:way|direction|side)(?:\s+(?:a?round|up))?|i\s+meant?)\W*){{0,2}}"
    r"(?:(?:the|do|turn|rotate|it|in|to|make|go|spin|flip)\s+){0,5}"
    r"(?:other\s+(?:way|direction|side)(?:\s+a?round)?|opposite(?:\s+(?:way|direction|side))?|wrong\s+(?:way|direction)(?:\s+a?round)?)(?:\s+(?:please|pls|instead|again|then|now))*\W*$"
    r"|^\W*(?:哎呀?|啊|哦|不对|不是|错了)?\W*(?:方向|转|弄|搞)?(?:反了|错了方向|方向(?:反|错)了|错方向了?)\W*(?:(?:是|要|应该)?(?:往|向|朝)?(?:另一?个?|反|相反的?)(?:方向|边|面|过来))?\W*$"
    r"|^\W*(?:不对|不是|错了)?\W*(?:是|要|应该是?|往|向|朝)?(?:另(?:外)?一?个?|反|相反的?)(?:方向|边)\W*$"
)
BACK_AGAIN = bounded(
    r"^\W*(?:(?:ok|okay|no|nah|oh|actually|please|pls|sorry|wait|and|now)\W+){0,3}(?:put|bring|get|give)\s+(?:it|that|them|this)\s+back(?:\s+(?:again|in|on|please|pls|there|how\s+it\s+was))*\W*$"
    r"|^\W*(?:ok\W+|no\W+)?redo(?:\s+(?:it|that))?\W*$"
    r"|^\W*(?:还是|那|请|帮我)?(?:把?它)?(?:放|加|弄|搞|拿|找|要)回来(?:吧)?\W*$|^\W*(?:重做|恢复刚才的?)\W*$"
)
TAKES_IT_OFF = bounded(
    r"^\W*(?:(?:ok|okay|no|nah|oh|actually|please|pls|sorry|wait|and|now)\W+){0,3}(?:take|turn)\s+(?:it|that|this)\s+(?:off|out|away|back)(?:\s+again)?(?:\s+(?:please|pls))?\W*$"
    r"|^\W*(?:no\W+|please\W+)?(?:remove|lose|drop)\s+(?:it|that|this)\s+again\W*$"
)
# who begins like this puts right what was said before
CORRECTS = bounded(
    r"^\W*(?:no|nope|nah|oops|sorry|wait|actually|i\s+meant?|not\s+that|scratch\s+that|hm+|oh|rather|correction)(?![a-z])"
    r"|^\W*(?:不对|不是|不|错了|说错了?|搞错了?|等等|等一下|应该是|我是说|抱歉|算了|改成|哦|噢)"
)
# seconds that are not called so: "stop it at 15"
BARE_NUMBER = bounded(r"(?<![a-z])((?:at|after|from|to|until|till)\s+\d{1,3}(?:\.\d)?)(?=\W*$)")
# 字 at the beginning is the text
TEXT_HAN = bounded(r"^(?:把)?(?:这个|那个)?(?:文字|字幕?|标题|它)(?=[^体号])")

_CLIP = rf"(?P<other>(?:the\s+)?other(?:\s+(?:one|clip|video))?)|(?:the\s+)?(?P<named>{MARK})(?:\s+(?:one|clip|video))?"
_ALSO_BEFORE = r"(?:(?:and|now|ok|okay|then|also|please|pls|so|do|can\s+you|could\s+you|apply|it|that|this)\W+){0,6}"
# the other clip as the last one: "now the other clip too", "same for B", 另一个也一样
ALSO = bounded(
    rf"^\W*{_ALSO_BEFORE}(?:the\s+)?same(?:\s+thing)?\s+(?:(?:for|to|with|on)\s+)?(?:{_CLIP})(?:\W+(?:too|as\s+well|also|please|pls|now))*\W*$"
)
ALSO_TOO = bounded(
    rf"^\W*{_ALSO_BEFORE}(?:(?:for|to|with|on)\s+)?(?:{_CLIP})\s+(?:too|as\s+well|also|the\s+same|likewise)(?:\W+(?:please|pls|now))*\W*$"
)
ALSO_HAN = bounded(
    rf"^\W*(?:(?:然后|还有|那|把|给|对|请|帮我|好|现在)[，,]?){{0,3}}(?:(?P<other>另(?:外)?一?[个段条])|(?P<named>{MARK}))(?:片段|视频)?"
    r"(?:也|同样)(?:是|要|都|给我)?(?:一样|这样|这么|如此|同样|照样)?(?:弄|处理|做|来|剪|办|改|调)?(?:一下)?(?:吧|的)?\W*$"
)
