"""What people ask for and this sandbox knows, but cannot do: each is named, instead of "I did not understand"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish


@dataclass(frozen=True, slots=True)
class _Wish:
    words: re.Pattern[str]
    what: Phrase


_ANYTHING = r"(?:(?!\b(?:and|then)\b)[\w\s'-]){0,40}?"
_KNOWN: dict[str, _Wish] = {
    "speech": _Wish(
        pattern(
            r"(?:auto(?:matic(?:ally)?)?[\s-]*|ai[\s-]+)(?:generate\w*\s+|add\s+|create\s+|make\s+)?(?:captions?"
            r"|subtitles?)|transcri\w+"
            rf"|(?:generate|create|make)\s+{_ANYTHING}(?:captions?|subtitles?)(?!\s*[:\ue000-\uefff])"
            r"|speech[\s-]to[\s-]text|(?:type|write|put)(?:\s+down)?\s+what\s+(?:i|he|she|they|we|is|was)(?:'?m|'?s)?\s+[\w\s]{0,40}"
            r"|(?:write|make|add|get|create)\s+(?:the\s+)?(?:captions?|subtitles?)\s+(?:from|of|for)\s+(?:what"
            r"|everything|my|the)\b[\w\s]*"
            r"|captions?\s+(?:what|everything)\s+(?:i|they|he|she|is)\b[\w\s]*|(?:caption"
            r"|subtitle)\s+(?:the\s+)?(?:speech|talking|video)",
            "自动(?:生成|添加|加)?字幕|自动识别|识别[^，,。]{0,8}(?:说|讲|话)[^，,。]{0,8}字幕|语音(?:转文字|识别)|识别(?:语音|人声|对白)|听写|生成字幕|智能字幕",
        ),
        Phrase("write captions from speech: I cannot hear words", "根据语音生成字幕：我听不懂语音"),
    ),
    "words": _Wish(
        pattern(
            r"(?:bleep|beep)(?:\s+out)?\s+[\w\s]{1,40}|(?:swear|curse|bad)\s+words?|every\s+time\s+(?:he|she|i|they|somebody|someone)\s+says?[\w\s\ue000-\uefff]{0,40}",
            "脏话|(?:他|她|我|有人)一?说[^，,。]{1,16}就",
        ),
        Phrase("hear single words: tell me the times", "听出某个词：请告诉我时间"),
    ),
    "translate": _Wish(
        pattern(
            r"(?:talking|speech|voice|audio|narration)\s+in\s+(?:english|chinese|spanish|french|german|japanese)|translat\w+|dub\w*\s+[\w\s']{0,40}?(?:in|into)\s+(?:english|chinese|spanish|french|german|japanese)|(?:english|chinese|spanish|french|german|japanese)\s+subtitles?"
            r"|(?:captions?|subtitles?|titles?|text)\s+(?:(?:in)?to|in)\s+(?:english|chinese|spanish|french|german|japanese)",
            "用(?:英语|英文|日语|法语|西班牙语|德语|韩语)[^，,。]{0,16}说|翻(?:成|译)[^，,。]{0,12}|翻译|译成|双语字幕",
        ),
        Phrase("translate", "翻译"),
    ),
    "tts": _Wish(
        pattern(
            r"text[\s-]to[\s-]speech|tts|(?:ai|generate\w*|synthetic|computer)\s+(?:a\s+)?(?:voice|narrat\w+"
            r"|voice-?\s?over)|read\s+(?:it|this|the (?:text|script))\s+(?:out|aloud)"
            r"|(?:voice-?\s?over|narration)\s+(?:saying|that says)",
            "文字转语音|朗读|AI配音|智能配音|生成(?:语音|配音|旁白)|念出来",
        ),
        Phrase("speak: send me the voice as an audio file", "生成语音：请把配音的音频文件发给我"),
    ),
    "voice": _Wish(
        pattern(
            rf"(?:change|deepen|disguise|alter|pitch)\s+{_ANYTHING}(?:voices?|pitch)|chipmunk|(?:robot|deep|higher"
            r"|lower)\s+voice|pitch\s+(?:up|down|shift)|voice\s+(?:changer|effect)|auto-?tune",
            "变声|换声音|机器人声|升调|降调|变调",
        ),
        Phrase("change voices", "变声"),
    ),
    "cutout": _Wish(
        pattern(
            r"(?:cut|take)\s+(?:me|him|her|us|them)\s+out\s+of\s+(?!the\s+(?:film|video|clip))[\w\s]{1,30}|put\s+(?:me|myself|us)\s+(?:on|in|at|into)\s+(?:an?|the)\s+(?!corner|middle|cent)[\w\s]{1,30}|green[\s-]?screens?|chroma[\s-]?key\w*"
            r"|(?:remove|replace|change|swap|cut out|erase|blur|key out)\s+(?:the\s+"
            r"|my\s+)?(?:video\s+)?background(?!\s+(?:music|noise|sound|audio|track|hum|hiss))|blurr?(?:y"
            r"|ed)?\s+background"
            r"|background\s+(?:removal|blur)",
            "背景换成[^，,。]{1,16}|绿幕|抠像|抠图|去背(?!景)|去(?:掉|除)背景(?!音|噪|乐|的?杂)|换(?:个)?背景(?!音)|背景(?:模糊|虚化|替换)|(?:模糊"
            "|虚化)背景|更换背景(?!音)",
        ),
        Phrase("tell what is in front from the background", "分离前景和背景"),
    ),
    "object": _Wish(
        pattern(
            r"(?:erase|remove|get\s+rid\s+of|take\s+out|rub\s+out|edit\s+out)\s+(?:him|her|that\s+guy|those\s+people)"
            r"|(?:rub|edit|wipe|airbrush|paint)\s+out\s+(?:the|that|those|this|my)\s+(?!part|bit|section|clip|video)\w+(?:\s+(?:stood|standing|behind|in|next|walking|who|that)[\w\s]{0,30})?"
            r"|(?:rub|edit|wipe|airbrush|paint)\s+(?:the|that|those|this|my)\s+(?:bloke|guy|man|woman|lady|person|people|kid|dude|girl|boy|stranger|ex)(?:\s+[\w\s]{0,30}?)?\s+out|"
            rf"(?:remove|erase|delete|hide|get rid of|take out)\s+(?!.{{0,40}}(?:clip|video|scene|part|second"
            r"|shot))"
            rf"{_ANYTHING}(?:person|people|object|man|woman|tourists?|cars?|wires?|reflection|shadow|guy|dog|cat"
            rf"|stain|pole|sign)(?:\s+{_ANYTHING}(?:background|left|right))?",
            "(?:去掉|移除|消除|擦除|抹去)(?:画面里的|画面中的|背景里的|背景中的)?(?:人物?|路人|物体|杂物|电线"
            "|影子|车)"
            "|(?:P|抠|抹|擦)掉|(?:把|将)[^，,。]{0,16}的(?:人物?|路人|行人|东西|狗|猫|车)(?:都|全部|给)?(?:去掉|删掉|移除|消除|抹掉)"
            "|(?:背景|画面)(?:里|中|上)?的?(?:人物?|路人|东西|物体|车|电线|杂物)(?:都|全部)?(?:去掉|删掉|移除"
            "|消除|抹掉)",
        ),
        Phrase("take people or things out of the picture", "去除画面里的人或物"),
    ),
    "sky": _Wish(
        pattern(
            r"(?:replace|change|swap|add|turn)\s+(?:the\s+|a\s+)?(?:sky|weather|season|sunset|sunrise"
            r"|clouds)(?:\s+[\w\s]{0,30})?"
            r"|(?:make|turn)\s+(?:it|day|this)\s+(?:look\s+like\s+|into\s+)?(?:night|daytime|winter|summer|autumn"
            r"|spring|sunset)",
            "(?:换|替换|更换)(?:个)?天空|天空(?:换成|替换|变成)|白天变(?:成)?(?:黑夜|晚上)|变成(?:夜景|冬天|夏天"
            "|秋天|春天|雪景)",
        ),
        Phrase("change the sky, the weather or the time of day", "更换天空、天气或昼夜"),
    ),
    "face": _Wish(
        pattern(
            r"(?:blur|pixelate|hide|censor|anonymi[sz]e|swap|track|detect|recogni[sz]e|zoom\s+in\s+(?:on"
            rf"|to))\s+{_ANYTHING}(?:faces?|licen[cs]e plates?|number plates?|people|person|eyes|identity)"
            r"|(?:\w+'s|his|her|my|their)\s+face\s+is(?:\s+(?:on\s+(?:the\s+)?screen|in\s+(?:it|(?:the\s+)?(?:frame|shot|picture))|visible|shown))?"
            r"|(?:only|just)\s+(?:the\s+)?(?:moments?|parts?|bits?|scenes?)\s+(?:where\s+|when\s+|with\s+)?(?:my|his|her|their|our)\s+\w+(?:'s)?[\w\s']{0,40}"
            r"|face[\s-]?(?:swap|blur|tracking)|beauti?f\w+\s+(?:my\s+)?(?:face|skin)|(?:smooth"
            r"|retouch)\w*\s+(?:my\s+|the\s+)?skin|slim\w*|make\s?up"
            r"|(?:look|make me|appear)\s+(?:\w+\s+){0,4}(?:younger|older|prettier|thinner|skinnier|more beautiful)",
            "[认看]一?(?:下|认)?[^，,。]{0,8}(?:是谁|叫什么)|(?:认出|识别)[^，,。]{0,6}[人谁]|(?:人脸|脸部?|面部|车牌|人物?)(?:打码|模糊|马赛克|识别|跟踪|遮挡)|(?:模糊|打码|遮住|遮挡)(?:人脸|脸"
            "|车牌|面部)|(?:人脸|脸部?|面部|车牌)(?:都|全|给)?(?:打上?|加上?)个?(?:马赛克|码)|(?:给|把)?(?:人)?脸(?:部)?(?:打码|打马赛克|模糊)|脸换成|换成[^，,。]{0,10}的?脸|换脸|美颜|磨皮|瘦脸|瘦身|美白",
        ),
        Phrase("find faces, people or number plates", "识别人脸、人物或车牌"),
    ),
    "tracking": _Wish(
        pattern(
            r"motion[\s-]?track\w*|track\s+the\s+\w+|follow\s+(?:the\s+)?(?:person|subject|face|object|ball|car)"
            r"|auto-?\s?reframe|keep\s+(?:\w+\s+){0,3}(?:subject|person|speaker)\s+in\s+(?:the\s+)?(?:frame"
            r"|cent\w+)",
            "跟踪|跟拍|智能追踪|自动构图|主体跟随",
        ),
        Phrase("follow something that moves", "跟踪运动的物体"),
    ),
    "highlights": _Wish(
        pattern(
            rf"(?:find|pick|keep|select|choose|extract|use|show)\s+{_ANYTHING}(?:best|funniest|most\s+\w+"
            r"|interesting|exciting)\s+(?:parts?|moments?|bits?|scenes?|clips?)|highlights?(?:\s+reel)?"
            r"|best\s+(?:parts?|moments?|bits?)"
            r"|(?:use|keep|take|show)\s+(?:only\s+)?(?:the\s+)?(?:good|nice|cool|interesting|fun)\s+(?:parts?|bits?|moments?|stuff|ones?)"
            r"|which(?:ever)?\s+(?:one\s+|clip\s+|video\s+)?(?:has|looks?|shows?)\s+[\w\s]{1,40}|(?:boring|bad|blurry)\s+(?:parts?|bits?|shots?|moments?)|bloopers?",
            "挑出?[^，,。]{1,12}的(?:那?几?秒|镜头|片段|画面|部分)|精彩的?(?:片段|部分|瞬间|时刻|集锦)|好看的(?:那[段个部些]|部分|片段|地方|几段)|(?:不好看?|难看|差|烂)的(?:那[段个部些]|部分|片段|地方)|高光|最好的(?:部分|片段)|有趣的(?:部分|片段)|无聊的(?:部分|片段)"
            "|搞笑片段",
        ),
        Phrase("judge which parts are good: tell me the times", "判断哪些片段精彩：请告诉我时间"),
    ),
    "song_speed": _Wish(
        pattern(
            r"(?:speed|slow)\s+(?:up\s+|down\s+)?(?:the\s+|my\s+|this\s+)?(?:song|track)(?:\s+(?:up|down))?"
            r"|(?:make\s+)?(?:the\s+|my\s+)?(?:song|track)\s+(?:play\s+|go\s+)?(?:faster|slower)|pitch\s+(?:up|down|shift)\w*",
            "(?:歌曲?|曲子)(?:放|调|变|加|减)[快慢速]|(?:放慢|加快|加速|减慢)(?:这首|我的)?(?:歌|曲子)|变调|升调|降调",
        ),
        Phrase("play a song faster or slower than it is", "改变歌曲本身的速度"),
    ),
    "vocals": _Wish(
        pattern(
            r"instrumental|karaoke|a-?cap+ella|(?:isolate|separate|extract|split)\s+(?:the\s+)?(?:vocals?|singing|singer|voice)"
            r"|without\s+(?:the\s+|any\s+)?(?:vocals?|singing|singer|lyrics)"
            r"|(?:just|only)\s+(?:the\s+)?(?:drums?|bass(?:line)?|instruments?)(?:\s+of\s+it)?"
            r"|(?:remove|take out|strip)\s+(?:the\s+)?(?:vocals?|singing|singer)(?:\s+from[\w\s]{0,20})?",
            "人声[^，,。]{0,8}伴奏|(?:只[留要]|提取|分离|做成?)伴奏|消音伴奏|(?:歌|音乐)[^，,。]{0,4}(?:去掉|消除|去除)?人声|人声分离|分离人声",
        ),
        Phrase("part a singer from the music of a song", "把歌里的人声和伴奏分开"),
    ),
    "sound_apart": _Wish(
        pattern(
            r"(?:keep\s+)?(?:the\s+)?(?:sound|audio)\s+(?:(?:stays?|plays?|still|playing)\s+)?"
            r"(?:forwards?|at normal speed)",
            "声音(?:还是|保持|照旧|要)?(?:正常|正着|往前)(?:放|播放|播)",
        ),
        Phrase(
            "run the sound in another direction or at another speed than its picture",
            "让声音和画面以不同的方向或速度播放",
        ),
    ),
    "fillers": _Wish(
        pattern(
            r"filler\s+words?|(?:(?:remove|cut|delete)\s+(?:out\s+)?(?:all\s+)?(?:the\s+|my\s+)?)?(?:um|uh|ah"
            r"|er)(?:'?s)?(?!\s*,?\s*(?:i|we|you|can|could|please|so|like|make|just|maybe|yeah|no|ok|okay)(?![a-z]))"
            r"(?:\s*(?:and|&|or|,)\s*(?:the\s+)?(?:um|uh|ah|er)(?:'?s)?)*|stutter\w*|mistakes|bad takes",
            "口头禅|语气词|嗯啊|口误|磕巴|废话",
        ),
        Phrase("hear filler words; I can cut silences", "识别口头禅；我可以剪掉静音"),
    ),
    "upscale": _Wish(
        pattern(
            r"up-?\s?scal\w*|super[\s-]?resolution|(?:ai\s+)?enhance\s+(?:the\s+)?(?:resolution|quality)"
            r"|(?:un-?blur|de-?blur)\w*|interpolat\w*|smooth\s+slow\s+motion"
            r"|restore\s+(?:the\s+)?(?:old\s+)?(?:quality|footage)|colou?ri[sz]e",
            "超分|提升画质|画质(?:增强|修复|提升)|去模糊|插帧|补帧|修复画质|上色",
        ),
        Phrase("invent detail that was not recorded", "补出没有拍到的细节"),
    ),
    "burned_in": _Wish(
        pattern(
            rf"(?:remove|erase|delete|get rid of|hide|take out)\s+{_ANYTHING}(?:watermarks?|subtitles?"
            r"|captions?)\s+(?:in|from|on|of|that)\s+(?:the\s+)?(?:original|source|picture|clip|recording)"
            r"|(?:tik-?tok|douyin|original|existing|burned[\s-]in|tv|channel|network|station)\s+(?:watermarks?|logos?|subtitles?)",
            "(?:去掉|去除|删除)(?:视频|画面|素材)?(?:自带|原有|里|中|上)的?(?:水印|字幕|台标)|去(?:抖音|tiktok)水印",
        ),
        Phrase(
            "take out what is part of the picture itself; I can crop the edge it lies at",
            "去除画面里自带的内容；可以裁掉它所在的边缘",
        ),
    ),
    "sound_effects": _Wish(
        pattern(
            r"sound\s+effects?|sfx|whoosh\w*|applause|laugh\s+track|explosion\s+sound|ding", "音效|特效音|掌声|笑声"
        ),
        Phrase("add sound effects of my own; send me one as an audio file", "添加自带音效；可以把音效文件发给我"),
    ),
    "generate": _Wish(
        pattern(
            r"(?:generate|extend|continue|lengthen|prolong|expand|fill|finish)\s+[\w\s\ue000-\uefff]{0,60}?\s(?:with|using|by)\s+(?:an?\s+|the\s+)?ai(?:\s+so\s+[\w\s]{1,60})?"
            r"|generate\s+(?:me\s+)?[\ue000-\uefff]\s+(?:more\s+)?(?:of|to)\s+(?:this|it|that|my|the)(?:\s+[\w\s]{0,40})?"
            r"|(?:invent|imagine|make\s+up)\s+[\w\s\ue000-\uefff]{1,60}|generate\s+(?:an?\s+)(?!.{0,40}(?:video|film|slide|music|title|caption|song|clip))[\w\s]{1,60}|(?:generate|create|imagine|draw|paint|invent)\s+(?:an?\s+|some\s+)?(?:image|picture|photo|scene"
            r"|animation|avatar|character|background image|b-?roll|footage)s?(?!\s*(?:slide|show|album|video|film"
            r"|montage|collage))(?:\s+of)?|stock\s+(?:footage|photos?|video)|b-?\s?roll|ai\s+(?:image|avatar|actor"
            r"|scene)s?|(?:make|create|generate|add)\s+(?:a\s+|me\s+)*(?:clip|scene|shot|animation|footage)\s+of\s+an?\s+[\w\s]{1,60}|(?:make|let)\s+(?:my|the|our|this)\s+(?:dog|cat|baby|pet|photo|picture|statue|portrait)\s+(?:talk|speak|sing|dance|walk)(?:\s+with\s+[\w\s]{1,40})?|talking\s+(?:head|avatar)|lip[\s-]?sync\w*|deep-?\s?fake",
            "(?:用|让|靠)?(?<![a-z])AI(?:帮我|给我|再|来)?(?:再|往后|继续)?(?:生成|续写|续拍|续|补|扩展|延长)[^，,。\ue000-\uefff]{0,8}[\ue000-\uefff]"
            "|生成(?:一张|一个|一段|几张)?[^，,。]{0,10}?(?:图片|画面|动画|角色|数字人|人物|素材)|生成(?:一段|一个|一条|段|个)?(?![^，,。]{0,20}(?:秒|分钟|音乐|标题|关于|照片|幻灯|图片|\ue000))"
            "[^，,。\ue000-\uefff]{2,16}的(?:视频|片段)|凭空|空镜|数字人|对口型|口型|开口说话|文生图|文生视频",
        ),
        Phrase("invent pictures", "凭空生成画面"),
    ),
    "format": _Wish(
        pattern(
            r"(?:(?:export|save|convert|turn|make|need|want|give me|send)\b[\w\s]{0,30}?\s)?\.?(?:gifs?|mov|avi"
            r"|webm|mkv"
            r"|wmv|prores|mp3|wav|aac|flac|m4a)(?:\s+(?:file|format|version))?(?:\s+please)?"
            r"|(?:just|only)\s+(?:give me\s+|export\s+|send me\s+|want\s+)?(?:the\s+)?(?:audio"
            r"|sound)(?:\s+(?:track|file))?(?:\s+(?:off|from|of|out\s+of)\s+(?:it|(?:this|that)(?:\s+\w+)?|(?:the|my)\s+\w+))?\s*(?:please)?$"
            r"|(?:audio|sound)[\s-]+only(?!\s+from)|extract\s+the\s+(?:audio|sound)(?:\s+track)?"
            r"|(?:grab|take|get|save|export|extract|make|give)\s+(?:me\s+)?(?:a|the|one|an)\s+(?:still|frame|screenshot|screen\s?grab|snapshot"
            r"|thumbnail|cover\s+(?:image|picture))(?!\s+(?:freeze|freezes))",
            "(?:转成|导出|输出|保存|做成|存成|要|生成)?(?:一个)?(?:成|为)?(?:(?<![a-z])(?:gif|mov|avi|webm|mkv|mp3|wav)(?![a-z])|动图|表情包)(?:格式|文件)?"
            "|只(?:要|导出|保留)(?:音频|声音)(?:文件)?(?=$|[，,。])|提取(?:音频|声音)|(?:把)?(?:音频|声音|原声)(?:单独)?(?:提取|提|导|扒|抽)(?:取|出)来?|截(?:个|一张|张)?(?:图|屏)|(?:导出|做|要)(?:一张|个)?封面",
        ),
        Phrase(
            "make anything but an MP4 film: no GIF, no sound file, no still",
            "输出 MP4 以外的格式：GIF、音频文件或截图都不行",
        ),
    ),
    "seen": _Wish(
        pattern(
            r"(?:parts?|bits?|scenes?|moments?|clips?|shots?)\s+(?:where|when|in which|that show"
            r"|with)\s+(?!an?\s+(?:[a-z]+\s+){0,2}(?:cross-?fade|fade|dissolve|transition|wipe|cut|gap|song|music|title|logo|border)(?![a-z]))"
            r"(?!(?:i'?m|i am|nobody|no one|he'?s"
            r"|she'?s|we'?re|they'?re|there is)\s+(?:not\s+)?(?:talk|speak|say|no ))(?:the|my|a|an|i|he|she|we|his"
            r"|her|our"
            r"|they|you|people|somebody|someone|everybody|everyone|(?!it|this|that|there)[a-z]+(?=\s+(?:starts?|begins?|is|are|says?|talks?|walks?|runs?|falls?|comes?|goes)(?![a-z])))\b[\w\s']{0,40}",
            "(?:有|出现|看得到|拍到)(?:狗|猫|人|车|我|孩子|宝宝)[^，,。]{0,6}的(?:部分|片段|画面|镜头)",
        ),
        Phrase("see what is in the picture: tell me the times", "看懂画面内容：请告诉我时间"),
    ),
    "timer": _Wish(
        pattern(
            r"(?:a\s+)?(?:countdown|timer|stop-?\s?watch|clock)(?:\s+(?:counting|running)\s+(?:down|up)(?:\s+from\s+\d+)?)?(?:\s+timer)?"
            r"|count(?:ing|s)?\s+down(?:\s+from)?|progress\s+bar|emojis?\s+(?:rain|effect)",
            "倒计时|计时器|进度条",
        ),
        Phrase("draw a timer or anything that counts", "画倒计时、计时器或进度条"),
    ),
    "three_d": _Wish(
        pattern(
            r"3-?d(?:\s+\w+)?|360(?:\s*°|\s+degrees?)?\s+(?:video|view)|vr|augmented\s+reality|particles?"
            r"|snow(?:ing)?\s+effect|rain\s+effect|fire\s+effect|glitch\w*|sparkles?|fireworks|confetti"
            r"|lens\s+flare|light\s+leaks?",
            "3D|三维|粒子|下雪特效|下雨特效|火焰特效|故障(?:风|效果|特效)|烟花|光斑|漏光",
        ),
        Phrase("make effects like 3D, particles or glitches", "制作3D、粒子、故障之类的特效"),
    ),
    "publish": _Wish(
        pattern(
            r"(?:post|upload|publish|share|put|stick|send|get|chuck)\s+(?:it\s+|this\s+|that\s+|the (?:video|film"
            r"|clip)\s+)?(?:up\s+)?(?:on|to|in|onto)\s+(?:my\s+|our\s+)?(?:youtube|tik-?tok|instagram|insta|facebook"
            r"|twitter|x|linkedin|wechat|bilibili|douyin|weibo)(?:\s+(?:channel|account|page|feed))?"
            r"(?!\s*(?:shorts?\s+)?(?:format|size|ratio|shape|version|style|mode))|schedule\s+(?:the\s+|a\s+)?post",
            "(?:发布|上传|分享|发|传)[到上至](?:我的?|我们的?)?(?:抖音|快手|b站|哔哩哔哩|小红书|微博|朋友圈|视频号|油管|youtube|tiktok)",
        ),
        Phrase("post it anywhere; you get the film here", "发布到平台；成片会发给你"),
    ),
}
_ANY = re.compile("|".join(f"(?:{each.words.pattern})" for each in _KNOWN.values()), re.IGNORECASE)

# what somebody thinks of a stretch, and no question which one it is
_DULL = pattern("(?:boring|bad|blurry)\\s+(?:parts?|bits?|shots?|moments?)", "无聊的(?:部分|片段)")
# who says "um" asks for nothing by it
_HESITATES = bounded(r"^\W*(?:um+|uh+|ah+|er+m?)\W*$")
_CANNOT = Phrase("I can't {what} — not in this sandbox.", "这个沙盒做不到：{what}。")


def _read(clause: Clause) -> Iterator[Wish]:
    for name, each in _KNOWN.items():
        # another shape is filled with a blurred background, which is the picture itself
        filled = name == "cutout" and (clause.one("ratio") or clause.has("VERTICAL", "SQUARE", "HORIZONTAL"))
        # who says when it is need not be told that I do not see it
        judged = name in {"seen", "words"} or (name == "highlights" and _DULL.search(clause.text))
        timed = judged and any(kind in {"range", "time", "span"} for kind, _ in clause.marks)
        hesitates = name == "fillers" and _HESITATES.match(clause.text) is not None
        if each.words.search(clause.text) and not (filled or timed or hesitates):
            yield Wish("impossible", kind=name)
            return


def _do(context: EditContext, wish: Wish) -> None:
    said = context.said(_CANNOT, what=context.said(_KNOWN[wish.kind].what))
    if said not in context.notes:
        context.notes.append(said)


OPERATION = Operation(
    topic="film",
    ability=Phrase("a plain no to the rest", "做不到的会直说"),
    example=Phrase("blur the faces", "给人脸打码"),
    phrase=_ANY,
    reads=_read,
    exclusive=True,
    does={"impossible": _do},
    asks=frozenset({"impossible"}),
)
