"""What can be done, as a list in the asker's language, made of the registry."""

from typing import get_args

from sandbox.operations.operation import Topic
from sandbox.operations.registry import OPERATIONS
from sandbox.wording.phrases import Phrase

_INTRODUCTION = Phrase(
    "I am a rule-based sandbox, not the NemoVideo AI. This is what I can do:",
    "我是按规则工作的沙盒，不是 NemoVideo AI。我能做：",
)
_TOPICS: dict[Topic, Phrase] = {
    "clips": Phrase("Clips", "片段"),
    "time": Phrase("Time", "时间"),
    "sound": Phrase("Sound", "声音"),
    "words": Phrase("Words", "文字"),
    "picture": Phrase("Picture", "画面"),
    "film": Phrase("Film", "成片"),
}
_LINE = Phrase("• {topic}: {abilities} (“{example}”)", "• {topic}：{abilities}（“{example}”）")
_LIMITS = Phrase("I cannot see, hear or invent pictures.", "我看不懂画面、听不懂语音，也不会凭空生成画面。")


def abilities(*, chinese: bool) -> str:
    """A line a topic: what can be done, and one thing to say."""
    lines = [_INTRODUCTION.filled(chinese=chinese)]
    for topic in get_args(Topic):
        operations = [each for each in OPERATIONS if each.topic == topic]
        able = ("、" if chinese else ", ").join(each.ability.filled(chinese=chinese) for each in operations)
        lines.append(
            _LINE.filled(
                chinese=chinese,
                topic=_TOPICS[topic].filled(chinese=chinese),
                abilities=able,
                example=operations[-1].example.filled(chinese=chinese),
            )
        )
    return "\n".join([*lines, _LIMITS.filled(chinese=chinese)])
