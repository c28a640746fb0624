"""Clauses that wish nothing of their own: they tell how things are, or narrow the wish before. Pure."""

from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded

_OPENING = (
    r"^\W*(?:(?:and|but|cause|because|cuz|coz|since|as|so|well|lol|haha|sorry|also|plus|honestly|though)\s+){0,2}"
)
_NOUN = r"[a-z'’\ue000-\uefff-]+"
_SOMEBODY = (
    r"(?:it|this|that|there|he|she|they|we|i|u|you|nobody|no\s?one|somebody|someone|everybody|everyone|people"
    rf"|(?:the|my|our|his|her|their|your)\s+{_NOUN}(?:\s+{_NOUN}){{0,2}}?|{_NOUN}(?:\s+[a-z]+)?)"
)
_IS = (
    r"(?:['’](?:s|re|m|ve|d)(?=\s)|\s+(?:\w+\s+){0,2}?(?:is|are|was|were|am|isn'?t|wasn'?t|has|had|have|looks?|sounds?"
    r"|feels?|seems?|likes?|liked|loves?|loved|hates?|hated|says?|said|asked|thinks?|thought|filmed|shot|recorded|forgot"
    r"|messed|held|went|came|keeps|kept|can(?:no|['’])?t|could(?:n['’]?t)?|did(?:n['’]?t)?|does(?:n['’]?t)?"
    r"|wants?\s+(?:it|that|this)|ruins?|ruined|hurts?|takes|took))(?![a-z])"
)
_TELLS = bounded(
    rf"{_OPENING}(?:"
    # "it's too dark", "my boss hates it", "thats just me pressing record"
    rf"(?:its|thats|theres|im|hes|shes|were|theyre|ive|dont\s+know)(?![a-z])|{_SOMEBODY}{_IS}"
    r"|(?:i|we|he|she|they|people|nobody|everyone)\s+(?!want|need|would|wanna|wish)[a-z]+|(?:my|our)\s+[a-z]+\s+[a-z]+ed(?![a-z])"
    r"|(?:filmed|shot|recorded|took)\s+(?:this|it|that|them)(?![a-z])"
    # what a cut does by itself
    r"|close\s+(?:up\s+)?(?:the|those|that)\s+(?:gaps?|holes?)(?![a-z])"
    r"|(?:for|because|cause|cuz|since|like|as|otherwise|just\s+in\s+case)(?![a-z])"
    r"|to\s+(?:show|share|send|post|surprise|impress|use|email|put)(?![a-z]))"
    r"|[^，,。]{1,6}得(?:很|厉害|慌|要命|要死|不行|不得了)\W*$"
    r"|(?:太|很|好|有点|有些)[^，,。]{1,6}\W*$|(?:了|的|呢|啊|用|看|呀|啦|着呢)\W*$"
    r"|^\W*(?:因为|由于|毕竟|不然|否则|要发|发|准备|打算|太|很|有点|当时|我|我们|这是|那是|主要|为了)"
)
_WISHES = bounded(
    r"(?<![a-z])(?:should|shld|must|has\s+to|have\s+to|wanna|would\s+like|i'?d\s+like|please|pls|plz|can\s+you|could\s+you"
    r"|needs?(?=\s+(?:to|an?|some|more|less))|want(?=\s+(?:to|an?|some|the|it|this|that|you|more|less))|let'?s"
    r"|make\s+(?:it|the|this|that|sure))(?![a-z])"
    # "the clip's own sound off"
    r"|['’]s\s+(?:[a-z]+\s+){1,2}(?:off|out|away)\W*$"
    r"|请|帮|最好|想要?|把|将|要(?!发|讲|用|给)|不要|别|希望|能不能|改|换|加|写(?!错)|弄|让|调|关(?=掉|了|上)|[去删剪裁掐切拿撤收](?=掉|了(?:吧|它)?\W*$)|静音"
)
_LIMITS = bounded(
    r"^\W*(?:but\s+)?(?:only|just|except(?:\s+for)?|apart\s+from|not\s+the)(?![a-z])|^\W*(?:但是?|不过)?(?:只|仅|除)"
)
_NARROWS = bounded(
    rf"{_LIMITS.pattern}|^\W*(?:but\s+|and\s+|though\s+)?(?:besides|not(?!\s+too)|when(?:ever)?|while|until|unless|during"
    r"|where|on(?:to)?|behind|above|over|next\s+to|around|beside|inside|keep(?:ing)?|leave|leaving|without|only|just)(?![a-z])"
    r"|^\W*(?:但是?|不过)?(?:光|保留|保持|留着?)|^[^，,。]{1,12}的?时候?\W*$"
)


def is_remark(clause: Clause) -> bool:
    """Whether the clause only tells how something is, or why, and holds nothing exact."""
    return not clause.marks and tells(clause)


# of all of the film, and not of the stretch that was just spoken of
_OF_THE_FILM = bounded(
    r"(?<![a-z])(?:the|my|whole|all)\s+(?:(?:whole|entire|rest)\s+)?(?:videos?|clips?|films?|footage|pictures?|images?|sound"
    r"|audio|voices?|music|song|colou?rs?|thing|rest|others?)(?![a-z])|声音|画面|颜色|视频|片子|原声|音乐|整|全"
)


def is_of_the_film(clause: Clause) -> bool:
    """Whether a remark names what it is about, so that it is no reason of a wish for a stretch before it."""
    return _OF_THE_FILM.search(clause.text) is not None


_BEGIN = r"^\W*(?:(?:and|but|then|also|please|just|oh|so)\s+){0,3}"
# who begins with what shall be done wishes it, whatever is told behind it: "kill what the camera recorded"
_ORDERS = bounded(
    rf"{_BEGIN}(?:kill|remove|delete|cut|mute|drop|lose|ditch|strip|trim|add|make|turn"
    r"|replace|swap|silence|get\s+rid\s+of|take\s+out)\s+(?:the|what|whatever|everything|all|that|this|it|my|its|out|off)(?![a-z])"
    # these are nothing else, whatever comes behind them: "put Ruby is 7 at the top"
    rf"|{_BEGIN}(?:put|write|type|give|add|remove|delete)\s+(?!(?:is|was|are|were)(?![a-z]))"
)


def tells(clause: Clause) -> bool:
    """Whether the clause tells how something is, or why, and not how it shall be."""
    wished = _WISHES.search(clause.text) or _ORDERS.search(clause.text)
    return _TELLS.search(clause.text) is not None and wished is None


def narrows(clause: Clause, *, same_sentence: bool = True) -> bool:
    """Whether the clause says of the wish before it where, when or to what it applies.

    A sentence of its own does so only where it begins with a word like "only" or "except".
    """
    return (_NARROWS if same_sentence else _LIMITS).search(clause.text) is not None
