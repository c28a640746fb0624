"""What is kept of a person, and deleting it. Data only."""

from typing import Final

PRIVACY: Final[dict[str, str]] = {
    # what is kept, and deleting it
    "privacy.head": "你发来的内容会去哪里：",
    "privacy.backend": (
        "• 交给 NemoVideo（{host}）：素材和你的要求，由它来剪辑；在那里谁能看到、保存多久，以它的条款为准。"
    ),
    "privacy.stand_in": (
        "• 交给这台机器上的剪辑程序：素材和你的要求。不会发送给 NemoVideo；一周没人用过的素材和成片会自动删除。"
    ),
    "privacy.here": (
        "• 保存在这里：你的消息、文件名和时间线的各个版本，让按钮和回复能用；每一项在它的任务结束 {days} 天后删除。"
        "运营我的人可以看到这些。"
    ),
    "privacy.files": "• 素材只是经过我转交，不保存在这里。",
    "privacy.files_kept": "• 在我的页面上传的素材，只在任务进行时放在这里，最多一周；其他素材只是经过。",
    "privacy.sealed": "• 你的 NemoVideo 账户密钥加密保存。",
    "privacy.unsealed": "• 你的 NemoVideo 账户密钥保存在这里，运营我的人可以看到。",
    "privacy.film": "• 成片发在你提出要求的聊天里，拿到链接的人可能都能播放。",
    "privacy.forget": "发送 /forget 可以删除你在这个聊天（包括它的所有话题和频道）里留在我这里的一切。",
    "forget.here": (
        "要删除我在这个聊天里保存的一切吗？包括你的消息、文件名、所有项目及其各个版本，以及你的选择。"
        "正在进行的任务会取消。删除后无法恢复。"
    ),
    "forget.yours": (
        "要删除你在这个群或服务器里的一切吗？包括你的任务及其文字和文件名、我对它们的回答，以及你的项目。"
        "正在为你进行的任务会取消。删除后无法恢复。"
    ),
    "forget.stays": "你在这里看到的消息，以及你在 NemoVideo 的素材，我无法删除。",
    "forget.stays_elsewhere": "你在 NemoVideo 的素材我无法删除。",
    "forget.stand_in": "这台机器上的剪辑程序保存的部分，一周没人用过就会自动删除。",
    "forget.gone": "没有可删除的了：之前已经删除，或者那个提问太旧了。发送 /forget 可以重新提问。",
    "forget.done": "已在这里删除：你的文字、文件名和选择；任务：{requests} 个，项目：{projects} 个。",
    "forget.running": "还在停止的任务：{count} 个，停下后马上删除。",
    "forget.elsewhere": "你在 NemoVideo（{host}）的素材仍在那里：请联系 NemoVideo 客服删除。",
    "forget.messages": "聊天里的消息你可以自己删除。",
    "forget.account": "这个聊天在这里的免费积分账户过期后会移除。",
    "forget.reply": "那条消息的内容已按提出者的要求在这里删除。发来素材，或告诉我想做什么。",
    "button.forget": "全部删除",
}
