"""What went wrong and what to do about it, in Chinese. Data only."""

from typing import Final

ERRORS: Final[dict[str, str]] = {
    # errors the person can mend
    "error.no_credits_anonymous": "免费积分用完了。在这里注册，可以保留项目并获得更多积分：{link}",
    "error.no_credits_registered": "积分用完了。请在你的账户里充值，然后再试。",
    "error.no_credits_group": "这个聊天的积分用完了。请私聊我继续，或者联系运营我的人。",
    "error.plan": "请注册或升级套餐，以解锁导出。",
    "error.plan_link": "请注册或升级套餐，以解锁导出：{link}",
    "error.plan_group": "当前套餐不能导出。请私聊我继续，或者联系运营我的人。",
    "error.export_paused": "在套餐允许之前，我不会自动导出。“导出”按钮随时可以再试。",
    "error.forbidden": "这个账户没有权限这样做。运营我的人可以检查它的权限。",
    "error.operator_token": "我访问剪辑引擎的凭证过期了，需要运营我的人更新，请转告。",
    "error.rate_limit": "剪辑引擎请你稍等一下，请在 {wait}后再试。",
    "error.token_cap": "这个地址的免费账户暂时都被占用了，大约 {days}后会空出一个。",
    "error.token_renewal": (
        "这个聊天的免费账户现在续不了。什么都没有丢：请稍后再试（最迟 {days}后），或请运营我的人设置自己的账户。"
    ),
    "error.formats": (
        "这种文件没法剪辑。支持的格式：{formats}。字幕可以用 .srt、.vtt 或 .ass。语音消息请改成音频文件再发一次。"
    ),
    "error.picture_format": "{name} 这种图片格式没法剪辑，例如 iPhone 的 HEIC。请转成 JPEG 再发，或者发一张它的截图。",
    "error.too_large_there": "{name} 对剪辑引擎来说太大了。请裁短或压缩后再发。",
    "error.unreadable_file": "剪辑引擎读不了 {name}：可能已损坏或不完整。请再发一次，或换成这些格式：{formats}。",
    "error.too_large": "{name} 太大了：{size}，上限是 {limit}。请裁短或压缩后再发。",
    "error.too_large_unknown": "文件超过了 {limit} 的上限。请裁短或压缩后再发。",
    "error.too_large_platform": (
        "{name} 有 {size}，这个聊天里的文件最大 {limit}。请改用你的专属上传页（最大 {most}，一小时内有效），"
        "或者发它的链接，或者发一个更小的素材。运行我的人也可以用自己的服务器解除这个限制。"
    ),
    "error.too_large_platform_link": (
        "{name} 有 {size}，这个聊天里的文件最大 {limit}。请发它的链接，或者发一个更小的素材。"
        "运行我的人也可以用自己的服务器解除这个限制。"
    ),
    "error.empty_file": "{name} 是空的（0 字节），请重新发送。",
    "error.truncated": "{name} 传到一半断了，请重新发送。",
    "error.too_slow": "{name} 传得太慢，我没有再等下去。请重新发送，或换一个更快的地方存放。",
    "error.wrong_type": "{name} 的内容和名字不符：里面找不到视频、图片或声音。",
    "error.file_withheld": (
        "我看不到这个：机器人收不到快拍、付费媒体和阅后即焚的内容。请先保存下来，再以视频或文件的形式发给我。"
    ),
    "error.file_sticker": "贴纸（表情贴图）不是文件，我用不了。请改发图片（PNG 或 JPEG）或视频文件。",
    "error.file_inaccessible": (
        "我这边出了故障，暂时读不到文件，重新发送也没有用。请告诉这个机器人的管理员，或者改发文件的链接。"
    ),
    "error.file_gone": "那个文件已经取不到了，请重新发送。",
    "error.link_private": "我只读取公网上公开的链接。请直接发文件。",
    "error.link_unreachable": "这个链接打不开。请确认不用登录就能访问，或者直接发文件。",
    "error.link_not_media": "这个链接是网页，不是视频、图片或声音。请发直接的文件链接。",
    "error.script_large": "这段文字太长了：最多 {limit}。",
    "error.no_captions": "在 {name} 里没有找到带时间的字幕。请存成 .srt、.vtt 或 .ass 再发一次。",
    # errors that are ours or the editor's
    "error.unavailable": "暂时连不上剪辑引擎。什么都没有丢，请过一会儿再试。",
    "error.session_gone": "编辑会话在处理途中结束了，结果没有保住。请重新发送素材，或按“再来一次”重新开始。",
    "error.garbled": "剪辑引擎的回答我读不懂。什么都没有丢，请再试一次。",
    "error.refused": "剪辑引擎没有接受这个要求。换一种说法试试。",
    "error.ours": "我这边出了点问题，请再试一次；如果还不行，请提供编号 {reference}。",
    "error.render_failed": "导出失败，请稍后再试。时间线完好。",
    "error.render_unfinished": "视频比平时慢。我记着它的编号：稍后点“再查一次”。",
    "error.not_delivered": "这条之前没能发出：",
    "error.parked": "这个请求让我出错了三次，先放到一边。编号：{reference}",
    "error.not_allowed": "这里还没有为你开通。请联系运营我的人，让他允许其中一项：{entries}。",
    "error.banned": "我不为你提供服务：这是运营我的人决定的。如果你认为有误，请联系他。",
    "error.place_closed": "我在这个聊天里不提供服务：运营我的人把这里关闭了。",
    "error.place_for_admins": "在这个聊天里，我只为运营我的人服务。",
    "error.button_not_yours": "这个按钮属于提出请求的人。",
    "press.before": "这个我已经收到了，再按一次不会重复执行。想再来一次，请等它完成几秒后再按。",
    "press.sent": "这句话已经交给编辑了，不会再发一次。接下来想做什么，直接告诉我就好。",
    "press.withdrawn": "那次剪辑其实已经完成，这个按钮不再起作用了。接下来想做什么，直接告诉我就好。",
    "error.button_of_channel": (
        "这是以频道身份提出的，我看不到是谁在操作。请改用该频道身份回复这条消息，直接写，比如“撤销”或“导出”。"
    ),
    "error.admin_unknown": "我现在无法向 Telegram 确认您是不是这里的管理员，请稍后再点一次。",
    "error.button_old": "这个按钮已经失效了。直接告诉我你想做什么吧。",
    "error.unknown_command": "我不认识这个命令。我能做这些：",
}
