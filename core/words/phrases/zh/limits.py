"""What people are told of the operator's limits."""

from typing import Final

LIMITS: Final[dict[str, str]] = {
    # a limit allows no more now
    "limit.minute": "一分钟内超过了 {most} 个请求。请在 {wait}后再继续；在那之前发的请求都不会受理。",
    "limit.at_once": (
        "你已经有 {most} 个请求正在处理，所以这一个我没有受理。请等其中一个完成后再发一次；/cancel 可以停止它们。"
    ),
    "limit.day": (
        "最近 24 小时内你的 {most} 个请求已经用完，所以这一个我没有受理。请在 {wait}后再发一次；发送 /quota 查看详情。"
    ),
    "limit.chat_day": (
        "这个聊天 24 小时内的 {most} 个请求已经用完，所以这一个我没有受理。"
        "请在 {wait}后再发一次；发送 /quota 查看详情。"
    ),
    "limit.credits": (
        "我 24 小时内能为大家使用的积分已经用完，所以没有交给剪辑引擎。请在 {wait}后再发一次；发送 /quota 查看详情。"
    ),
    "limit.batch": (
        "每个文件一个视频相当于 {count} 个请求，而现在只剩 {left} 个。请少发几个文件，或者在 {wait}后再全部发一次。"
    ),
    "limit.batch_never": "每个文件一个视频相当于 {count} 个请求，而 24 小时内最多 {most} 个：请少发几个文件。",
    "error.told_before": "这一个我没有受理，原因刚才已经告诉过你。",
    "error.upload_quota": (
        "{name} 放不下：你 24 小时内的 {most} 上传额度还剩 {left}。请在 {wait}后再发，或者发一个小一点的。"
    ),
    "error.upload_quota_never": ("{name} 超过了你 24 小时内可以上传的 {most}。请裁短或压缩后再发。"),
    # /quota
    "quota.head": "这里的限额使用情况（用掉的会在注明的时间后恢复）：",
    "quota.none": "这里对你没有限额。",
    "quota.minute": "- 一分钟内的请求：{used} / {most}",
    "quota.at_once": "- 同时处理的请求：{used} / {most}",
    "quota.day": "- 24 小时内的请求：{used} / {most}，剩余 {left}",
    "quota.chat_day": "- 这个聊天 24 小时内的请求：{used} / {most}，剩余 {left}",
    "quota.upload": "- 24 小时内的上传：{used} / {most}，剩余 {left}",
    "quota.credits": "- 24 小时内大家共用的积分：{used} / {most}，剩余 {left}",
    "quota.back": "（最早的一个在 {wait}后恢复）",
}
