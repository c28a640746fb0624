"""Clauses that tell of somebody's life, and what tells the asking from the telling. Pure, data only.

The clauses of a wish have no subject ("crop it", "bigger text"), or the film is it ("the text is behind him"), or the
bot, or somebody who wants, sees or hears something of the film. Whoever tells of people, of how it was filmed, or what
it does to them, says words of films without a wish: "we drove to the border", "that song takes me back".
"""

import re
from typing import Final

CLAUSE_ENDS: Final = re.compile(
    r"[,.;!?，。；！？…~～—\n]+|\b(?:but|then|though|anyway)\b|\b(?:and|so) (?=(?:i|we|they|he|she|can|please|make)\b)"
    r"|但是|不过|所以|\s(?=[\u3400-\u9fff])"
)

_OPENING: Final = (
    r"^\W*(?:(?:hey|hi|hello|oh+|ah+|aw+|ok|okay|so|well|and|but|also|btw|hm+|um+|uh|lol|haha|omg|wow|damn|dude|bro"
    r"|man|wait|sorry|oops|thanks|thx|great|cool|nice|yes|yeah|yep|no|nah|fun fact|honestly|tbh|ngl|actually|now"
    r"|anyway|because|cause|cuz|since|plus|when|while|last \w+|yesterday|today|tonight|this (?:morning|week|year)"
    r"|i (?:think|guess|suppose|believe|reckon|bet|know|hope))\b\W*){0,4}"
)
_ADVERBS: Final = (
    r"(?:(?:also|just|still|already|really|only|once|even|always|never|both|all|actually|finally|literally|honestly"
    r"|usually|sometimes|often|kinda|currently|nearly|almost|basically|probably|definitely|totally|ever|now|so)\s)"
    r"{0,3}"
)
_PEOPLE: Final = (
    r"(?:mum|mom|mam|mummy|mother|dad|daddy|father|parents|folks|wife|husband|hubby|partner|fianc\w{1,3}|bride|groom"
    r"|girlfriend|boyfriend|gf|bf|friends?|mates?|bestie|besties|buddy|kids?|children|sons?|daughters?|sisters?"
    r"|brothers?|siblings?|twins|baby|toddler|grand\w{2,8}|granny|gran|nan|nana|uncle|aunt|auntie|aunty|cousins?"
    r"|nephew|niece|in-laws?|family|boss|manager|editor|producer|teacher|coach|trainer|doctor|dentist|landlord"
    r"|clients?|customers?|colleagues?|coworkers?|team|crew|band|followers?|subscribers?|viewers?|fans?"
    r"|class|classmates?|students?|roommates?|flatmates?|neighbou?rs?|guests?)"
)
_PERSON: Final = (
    r"(?:he|she|they|everyone|everybody|someone|somebody|people|chat|half (?:of )?the \w+"
    rf"|(?:my|our|ur|your|his|her|their|the|a|that)\s(?:\w+\s){{0,2}}?{_PEOPLE}(?:'s (?:side|family|\w+))?)"
)
_AUXILIARIES: Final = (
    r"(?:(?:has|have|had|is|are|was|were|will|would|did|does|do|hasn'?t|haven'?t|hadn'?t|isn'?t|wasn'?t|won'?t"
    r"|didn'?t|doesn'?t|don'?t|gonna|going to|can'?t stop|keeps?|'s|'ve|'d|'ll|'re)\s){0,3}"
)
_PAST: Final = (
    r"(?:(?!need|want|ask|request|prefer|hop|expect|notic|dislik|hat|lik|wish|suggest|mention|imagin|pictur)\w{2,14}ed"
    r"|been|went|gone|got|took|made|shot|met|had|done|saw|seen|ran|drove|rode|bought|brought|sang|sung|wrote|spent"
    r"|came|left|found|lost|told|ate|slept|sat|stood|built|felt|grew|won|broke|fell|taught|caught|knew|threw|flew|swam"
    r"|drew|woke|wore|heard|sent|paid|gave|drank|learnt|kept|thought)"
)
_DOES: Final = (
    r"(?:laugh|cry|scream|smile|love|adore|know|remember|work|live|teach|study|sleep|drive|travel|eat|drink|watch"
    r"|think|believe|bawl|sob|freak|flip|kill me|die|approve|agree|reply|respond|recogni[sz]e|call|write|paint|cook"
    r"|bake|ride|surf|ski|climb|swim|train|race|hate me|miss|visit|wait|ask about)(?:e?s|ing)?"
)
_WISHES: Final = (  # what somebody does, sees or hears who wishes
    r"(?:want|wanted|wanna|need|needed|prefer|preferred|would|'d|should|could|can|can'?t|cannot|couldn'?t|cant|do|don'?t"
    r"|dont|did|didn'?t|didnt|dislike|hate|hated|like|liked|love|look|looked|sound|sounded|seem|appear|see|hear|notice"
    r"|noticed|mean|meant|say|said|ask|asked|miss|missed|wish|wished|hope|hoped|hoping|expect|expected|imagine"
    r"|imagined|picture|pictured|must|vote|choose|chose|pick|picked|suggest|forgot|barely|hardly|request|requested"
    r"|find|get|go with|read|feel|have no|have (?:to|a|an|the|my|it|this|two|three|some)|rather|may|might|shall|require"
    r"|think|thought|(?:will |'ll |ll )(?:take|have|go with|pick|choose|need|want|keep|use)"
    r"|(?:am|'m|m|'re|are|was|were) (?:missing|hearing|seeing|after|thinking|imagining|hoping|looking|going for|asking"
    r"|too|not|getting|expecting|picturing|cut|out of|hidden|behind|half|upside|sideways|covered|in the (?:dark|way"
    r"|shadow|background)))"
)
_PRAISE: Final = (
    r"(?:perfect|great|amazing|awesome|gorgeous|beautiful|lovely|insane|sick|fire|lit|stunning|on point|spot on"
    r"|brilliant|fantastic|incredible|unreal|wonderful|adorable|hilarious|genius|magic|class|the best|a banger|so good"
    r"|so nice|so cute|so pretty|really good|really nice|pretty good|good|nice|cute|excellent|superb|delightful"
    r"|everything|my fav\w{0,6})"
)

TELLING: Final[tuple[re.Pattern[str], ...]] = (
    # the writer, who does something else than to want, see or hear something of the film
    re.compile(rf"{_OPENING}(?:i|we|\w+ and i)(?:\s{_ADVERBS}|(?='))(?!{_WISHES}\b)[\w']"),
    re.compile(rf"{_OPENING}(?:im|ive|weve|ill)\s{_ADVERBS}(?!missing|hearing|seeing|after|thinking|too|not|take)\w"),
    # other people
    re.compile(rf"{_OPENING}{_PERSON}\s?{_AUXILIARIES}{_ADVERBS}(?:{_PAST}|{_DOES})\b"),
    re.compile(rf"{_OPENING}{_PERSON}(?:'s|'ll| is| are| will)? (?:gonna|going to|will) {_ADVERBS}(?!need|want)\w"),
    # how it was filmed, who and whose it is
    re.compile(
        r"\b(?:was|were|got|is|are|been) (?:all |both |actually |originally |mostly )?(?:shot|filmed|recorded|taken"
        r"|captured|made|sung|played|written|composed|painted|knitted|baked) (?:at|in|on|by|around|near|back|before"
        r"|after|during|last|from|when|outside|inside|over|years?|ages|with|for|off)\b"
    ),
    re.compile(
        rf"{_OPENING}(?:it|this|that|these|those|the \w+)(?:'s| is| was| were| are) (?:actually |just |all |also )?"
        r"(?:my|our|his|her|their) \w+"
    ),
    re.compile(r"^\W*the (?:\w+ ){1,7}?(?:is|was) (?:actually |just )?(?:my|our|his|her|their) \w+(?: \w+)?\W*$"),
    # long ago
    re.compile(
        r"\b(?:\d+|two|three|ten|some|many|few|couple of|several) (?:years?|months?|weeks?|days?) (?:ago|earlier)\b"
        r"|\bback (?:when|then)\b|\bused to (?!be\b)|\bgrowing up\b|\bas a kid\b|\bwhen (?:i|we) (?:was|were)\b"
        r"|\blast (?:spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|september"
        r"|october|november|december)\b"
    ),
    # what it does to somebody
    re.compile(
        r"\b(?:takes?|took|brings?|brought) (?:me|us|him|her) (?:\w+ )?back\b|\bremind(?:s|ed)? (?:me|us|him|her)\b"
        r"|\bstuck in (?:my|our|her|his) head\b|\bbr(?:ings?|ought) back (?:\w+ ){0,2}memories\b|\bin tears\b"
        r"|\b(?:makes|made|got|gets|had|has|gives|gave) (?:me|us|him|her|everyone) (?:\w+ ){0,3}?(?:cry|crying|laugh"
        r"|laughing|smile|smiling|emotional|happy|hungry|dance|dancing|miss|teary|tears|chills|goosebumps|proud|feels"
        r"|sobbing|dead|dying|blush|jealous|nervous)\b"
    ),
    # praise
    re.compile(
        rf"{_OPENING}(?:i |we )?(?:really |just |absolutely )?(?:love|loved|loving|adore|digging|dig)"
        r" (?:the|that|how|this|your|those)\b"
    ),
    re.compile(
        rf"{_OPENING}(?:(?:the|that|this|your|those|these) (?:\w+ ){{1,3}}?|it )(?:is|was|are|were|looks?|sounds?"
        rf"|turned out|came out)(?: just| so| really| absolutely| pretty| super)? {_PRAISE}(?: \w+)?\W*$"
    ),
    # what the service takes
    re.compile(rf"{_OPENING}how (?:long (?:do|does|will|would|is the (?:wait|queue))|many|much|often)\b"),
    # 写的人
    re.compile(
        r"^\W*(?:(?:今天|昨天|前天|昨晚|今晚|早上|晚上|刚刚?|刚才|现在|明天|周末|下午|上周|去年|其实|哈{1,4}|那天|当时|因为|"
        r"不好意思|原来|以前|后来|每天|最近)\W*){0,3}(?:我们?|咱们?|我俩)"
        r"(?!想(?:要|让|把|换|加|改|看)|要|就要|只要|希望|觉得|认为|感觉|说|需要|看不|听不|不|没|喜欢|更|指|的(?!天)|意思|"
        r"选|建议|想[^起到]|还是|还要|怎么|脸|头|声音|是说|这|那|们的|看着|在(?:画面|左|右|中间|后面|前面)|太|有点|比|"
        r"挑|用|拿|能|可|也想|也要|说话|讲话|唱|跳|睁|闭|名字|旁边)"
    ),
    # 别人
    re.compile(
        r"^.{0,5}(?:他们?|她们?|大家|人家|别人|妈妈?|爸爸?|老妈|老爸|爸妈|老婆|老公|媳妇|男友|女友|朋友|闺蜜|同事|领导|老板|"
        r"客户|甲方|老师|同学|家长们?|孩子|儿子|女儿|闺女|奶奶|爷爷|外婆|外公|婆婆|公公|岳母|姐姐?|哥哥?|弟弟?|妹妹?|"
        r"室友|邻居|教练|粉丝|观众|群里|班里|亲戚|阿姨|叔叔|舅舅|表姐|表哥)"
        r"(?:们|都|也|还|刚|在|已经|一直|就|又|们?一?看)*(?:说|问|喜欢|哭|笑|催|夸|爱|同意|回我|回复|点头|看[完了]|骂|感动)"
    ),
    re.compile(r"^\W*(?:妈|爸|哥|姐|弟|妹|老婆|老公|宝贝?|亲爱的|兄弟们?|姐妹们?|家人们)\W?(?:你|快看|看)"),
    # 是谁、怎么拍的、从前的事
    re.compile(r"(?:是|叫)(?:我|俺|咱)(?:们|家|的)?(?!要|想|说|的声音)|(?:是|在)[^，。]{1,10}(?:拍|录|照|买|唱|写)的"),
    re.compile(
        r"想起|想到了?我|让我想|记得|小时候|那会儿?|当年|那年|年前|[年月天]以前|(?:第一|头一|最后一)次(?:去|见|来|吃|学)|"
        r"也有放|[放听唱看去来吃]过[^，。渡]{0,3}$"
    ),
)
"""Clauses that tell; words of films in them are no wish."""

CHANGE: Final = re.compile(
    r"\b(?:please|pls|plz|(?:can|could|would|will) (?:you|u|we)|should|as (?:an? |the )?\w+$"
    r"|(?:wants?|asks?|asked) (?:it (?!by\b)|for\b|the|that|me|her|him|a|an|to)|less"
    r"|without|instead|too (?:dark|fast|quick|slow|short|long|big|large|small|high|low|loud|quiet|close|far|early"
    r"|late|bright|soft|hard|plain|sudden|soon)|(?:make|cut|crop|trim|add|remove|delete|put|blur|mute|fade|change"
    r"|replace|zoom|spelled|spelt) (?:it|the|this|that|them|a|an|some|in|out|my|our|her|his|only|just|[a-z]+$))\b"
    r"|[太更再]|[点些]|不要|别[把让]?|去掉|换|改|加|删|剪|掉|调|挡|盖|听不|看不|放[慢大快]|(?<!小)时候"
)
"""Who tells of something and says this, too, asks for a change."""

FIRST_WORDS: Final = re.compile(
    r"(?:^|[.,] ?|\b(?:and|then|or|to|maybe|just|please|pls|can you|could you|can we|can it|let's) )"
    r"(?:(?:please|just|maybe|also|now|and|then|ok|yes|no|hey|hi|can you|could you|can we) ){0,3}([a-z][a-z-]{1,20})\b"
)
"""The first word of an order, or of the name of what is wished for."""

ORDER: Final = re.compile(
    r"(?:^|[.,] ?|\band |\bthen )(?:(?:please|just|maybe|also|now|and|ok|(?:can|could) (?:you|u|we)) ){0,4}"
    r"(?:drop|put|make|use|move|turn|lose) (?:the|an?|it|this|that|these|those|everything|all|her|him|them|my|our"
    r"|more|one)\b|[快慢大细小亮暗长短](?:少少|啲)"
)
"""An order to do something to something: a wish, whatever stands beside it."""

BESIDE: Final = re.compile(
    r"(?<=\w )(?:when|whenever|while|until|till|once|before|after|as|where|because|if|of what|that|who) "
    r"(?:i|we|he|she|they|it|you|my|our|his|her|the|everyone|people|someone)\b[^.]{0,120}|[我你他她](?:们|的\w{1,2})?\w{1,6}?(?:的?时候|之前|之后|以后)"
)
"""What only says when and where: its subject is not that of the sentence."""

STATING: Final = re.compile(
    r"\b(?:i|i'm|im|i've|i'd|he|she|they|we|he's|she's|they're|we're|you're|ur|was|were|your)\b|^\W*(?:my|our|his|her)\b"
    r"|\b(?:never ?mind|nvm|fingers crossed|tbh|ngl|shh+|suppose|merry|thinks|since)\b"
    r"|(?<![其吉])[我咱他她俺](?!们?的)|^\W*你|你(?:看|那|这|们)|[耶哦嘞诶欸哎唉]|[^过略跳]过\W*$"
    r"|今天|昨天|那天|去年|快看|来着|叫[啥什]|耳熟"
)
"""The subject is a person, or the tone is that of talk."""

ASKING: Final = re.compile(
    r"\b(?:please|pls|plz|can|could (?!be\b)|would|want|need|needs|should|must|not (?:so|too|the|that|this|enough|what)"
    r"|too (?:much|many)|more|less|only|make|let|lets|let's|use|put|show|keep|give|stop|look|looks|without|again"
    r"|another|hate|hear|wrong|missing|instead|choose|pick|first one|second one|meant|prefer|i said|don'?t|doesn'?t"
    r"|isn'?t|better|supposed|how about|on (?:the )?screen|at the (?:end|start|beginning|top|bottom)"
    r"|on the (?:left|right)|text|title"
    r"|i'd (?:go|like|love|take|pick|use)|(?:is|are|am|i'm) (?:upside|sideways|cut|out of|hidden|behind|half)"
    r"|backwards|reads|shows|covers|names?|why|where'?s?|what (?:about|happened)|(?:too|very) \w+)\b"
    r"|[要想请帮把让给别改换加删剪调配转放去掉做弄搞用留截切停拿选挑移挪太再更点些慢晚挡盖遮糊晃歪倒错乱响吵闷假丑土俗闪卡断]"
    r"|希望|不[够对好像是同清见行]|没[有声字音对]|能|可以|应该|还是|"
    r"一[样个张段首]|第[一二三四五]|听[不见]|吧|最[前后]|从|里面|多|少|快一|小声|变|换成"
)
"""Who says one of these beside it wishes, whoever is the subject."""
