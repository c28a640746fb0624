"""What a message that holds no wish asks about the bot itself: what it costs, who sees what, who it is. Pure.

Only questions are taken: "I'll pay her back later" asks nothing.
"""

import re
from enum import StrEnum
from typing import Final

from core.words.wishes import names_a_wish


class Topic(StrEnum):
    """What is asked about; each is answered without the editor."""

    COSTS = "costs"
    PRIVACY = "privacy"
    IDENTITY = "identity"


_INTERJECTIONS: Final = (
    r"(?:(?:hey|hi|hello|oh|ok|okay|so|well|and|but|btw|by the way|hm+|wait|sorry|thanks|thx|cool|great|question|"
    r"quick question|one (?:more )?question|just (?:curious|wondering|asking)|curious|bot|nemobot|nemo)\b[\s,.!:;-]*)"
    r"{0,4}"
)
_ASKS: Final = re.compile(
    rf"^{_INTERJECTIONS}(?:how|who|who's|whos|whose|what|what's|whats|where|where's|which|why|do|does|did|is|are|am"
    rf"|was|were|"
    r"has|have|r|(?:can|could|should|would|will|may) (?!you\b|u\b|we\b)\w+)\b"
    r"|\b(?:how much|how many credits|(?:tell me|wonder(?:ing)?|want to know|know) (?:if|whether|how|who|what))\b"
    r"|(?:[吗嘛么没]|没有)\W*$|还是|几[次块个]|多久|多少|怎么|如何|什么|谁|哪|是不是|会不会|有没有|要不要|能不能|可不可以|是否|贵不贵|需不需要|用不用"
)
_MATERIAL: Final = (
    r"(?:my|our|the|these|those|this|that|it|them|people'?s|what i|videos?|clips?|footage|files?|stuff|photos?)"
)
_OTHERS: Final = (
    r"(?:anyone|anybody|someone|somebody|others?|other people|people|strangers?|nemo(?:video|bot)?|they|who|everyone)"
)
_COSTS: Final = re.compile(
    r"\b(?:costs?|prices?|priced|pricing|pay|paid|paying|payments?|charged?|charges|charging|fees?|expensive|cheap|"
    r"subscriptions?|bill(?:ed|ing)?|refunds?|money|dollars?|euros?|bucks|paywall|credit card|trial|premium)\b"
    r"|\bhow much (?:was|is|did|does|will|were) (?:that|this|it)\b"
    r"|\bhow many (?:edits?|exports?|videos?|clips?|tries|turns|goes) (?:do|can|have) i\b|\bfree (?:and|vs|or) pro\b"
    r"|\bfree\b(?! (?:tonight|tomorrow|today|now|later|time|on|at|this|next|for (?:a|lunch|dinner|coffee)))"
    r"|要钱|收费|免费|花钱|多少钱|付费|付钱|扣费|扣(?:多少|我)?(?:积分|钱)|价格|贵|费用|收钱|充值|订阅|会员|退款|几块|几个积分|(?:还剩|剩下?)几次"
)
_PRIVACY: Final = re.compile(
    r"\b(?:private|privacy|confidential|confidentiality|encrypted|leak(?:s|ed)?|hacked|gdpr|data|train(?:ing|ed)?|"
    r"third part(?:y|ies))\b|\bwhat happens (?:to|with) (?:my|our|the)\b"
    rf"|\b(?:keep|kept|keeping|store|stores|stored|storing|save|saved|saving|sell|sold|share|shared|sharing|delete"
    rf"|deleted|"
    rf"upload|uploaded|record|recorded|safe|secure) {_MATERIAL}\b"
    rf"|{_MATERIAL}(?: \w+){{0,2}} (?:safe|secure|stored|saved|kept|shared|sold|public|deleted|visible|uploaded)\b"
    rf"|\b{_OTHERS}(?: else)? (?:can |could |will |may |gets? to |able to )?(?:see|sees|view|views|watch|watches"
    rf"|access|look)\b"
    r"|隐私|保密|泄露|外流|外泄|安全吗|安不安全|私密|训练|偷看"
    r"|(?:别人|其他人|其它人|外人|谁|有人|人)(?:\W|能|会|可以|都|也|还){0,3}(?:看到|看见|看得到|看)"
    r"|(?:保存|存储|储存|留存|存|留|保留|上传|删)(?:我|到|在|着|了|多久|哪)"
)
_IDENTITY: Final = re.compile(
    r"\b(?:made|built|build|created?|makes|develop(?:s|ed)?|wrote|programmed|runs?|owns?|trained|behind) "
    r"(?:you|u|this|nemobot|nemo|the bot|it)\b"
    r"|\b(?:are|r) (?:you|u) (?:(?:a|an|really|actually|just|some|even|the|like|kind of|only|still|my) ){0,3}"
    r"(?:bot|robot|human|real|person|people|ai|gpt|chatgpt|machine|someone|somebody|alive|program|openai|gemini"
    r"|claude)\b"
    r"|\b(?:talking|speaking|chatting|writing|texting) (?:to|with) (?:a|an|some)? ?"
    r"(?:bot|robot|human|real|person|ai|machine|chatgpt)\b"
    r"|\b(?:this|it|that) (?:a|an|really|just) (?:bot|robot|human|ai|real person|person|machine)\b"
    r"|\bwhat(?:'s| is)? (?:your name|are you|your model)\b|\b(?:which|what) (?:ai|model|llm|company|tool|engine"
    r"|software|program)\b"
    r"|\bwho(?:'s| is|s)? (?:nemo|nemobot|your (?:maker|creator|owner|developer|boss))\b|\byour (?:maker|creator|owner"
    r"|developer)s?\b"
    r"|你(?:们)?(?:\W|是|到底|究竟|真的|其实|难道|不是|还是|一个|个){1,5}(?:机器人|真人|人工|人类|活人|ai|程序|gpt|chatgpt|谁)"
    r"|你(?:们)?是?用(?:的是)?(?:什么|啥)(?:做|写|开发)?|谁(?:把你|是你|给你)?.{0,3}(?:做|开发|造|创造|制作|设计|写|发明|训练|运营|管)(?:了|出|的|你)"
    r"|你(?:是|的|叫).{0,4}(?:公司|开发者|作者|主人|老板|名字|模型)|你叫(?:什么|啥)|(?:什么|哪个|啥)(?:模型|大模型|公司|ai)"
)


def topic(words: str) -> Topic | None:
    """Return what a message that holds no wish asks about the bot itself; None: nothing of that.

    Args:
        words: as for `core.words.wishes.holds_no_wish`.
    """
    named = names_a_wish(words)  # "add a price tag?" asks for something else
    if not (_ASKS.search(words) or (words.endswith(("?", "？")) and not named)):
        return None
    about_us = () if named else ((Topic.IDENTITY, _IDENTITY), (Topic.PRIVACY, _PRIVACY))
    kinds = (*about_us, (Topic.COSTS, _COSTS))  # named: "how much is it to add subtitles"
    return next((kind for kind, pattern in kinds if pattern.search(words)), None)
