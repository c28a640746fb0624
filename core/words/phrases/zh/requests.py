"""What a request says on its way, in Chinese. Data only."""

from typing import Final

REQUESTS: Final[dict[str, str]] = {
    # amounts
    "amount.about": "大约 {amount}",
    "amount.day": "{days} 天",
    "amount.days": "{days} 天",
    "amount.hours": "{hours} 小时",
    "amount.minutes": "{minutes} 分",
    "amount.seconds": "{seconds} 秒",
    "amount.size": "{value} {unit}",
    # progress
    "uploading.file": "正在上传 {name}：{percent} %",
    "uploading.link": "正在提交你的链接...",
    "working": "正在处理...",
    "still_working": "⏳ Still working... {doing}，已用 {elapsed}。",
    "doing.editing": "正在剪辑你的视频",
    "rendering.start": "⏳ 正在渲染… 约 30 秒",
    "rendering.usual": "⏳ 正在渲染…",
    "rendering": "⏳ 正在渲染… {percent} %",
    "delivering": "正在把视频发给你...",
    "retrying": "第一次没成功，再试一次...",
    "waiting.busy": "剪辑引擎正忙，{wait}后我会再试。",
    "waiting.stream": "剪辑引擎还没有结束上一次修改，结束后马上开始你的，最多再等 {wait}。",
    "stage.done": "完成，用时 {elapsed}。",
    "stage.undelivered": "用时 {elapsed} 已完成，但没能全部发到这里。再给我发条消息，我就补发缺少的部分。",
    "stage.unconfirmed": "用时 {elapsed} 已完成，但无法确认是否全部送达。如果没有收到视频，请输入“导出”。",
    "stage.failed": "这次没有成功。",
    "stage.cancelled": "已取消。",
    # queue
    "queue.next": "收到。下一个就是你：当前的剪辑一结束我就开始。",
    "queue.place": "收到。前面还有 {ahead} 个，轮到时我会自动开始。",
    "queue.until": "我还在确认上一次剪辑的结果。你的请求最迟 {wait}后开始。",
    "queue.render": "正在等前一个视频完成。",
    # film
    "film.ready": "✅ 你的视频做好了：{name}",
    "film.link": "下载：{link}",
    "film.link_only": "文件太大，聊天里放不下，请用链接观看。",
    "film.link_not_allowed": "我在这个聊天里没有发送视频的权限，请用链接观看。管理员可以开放这个权限。",
    "film.link_unread": "文件没能附上，请用链接观看。",
    "film.no_address_browser": "视频已经完成，但我取不到它。请在浏览器里打开：{link}",
    "film.no_address_group": "视频已经完成，但我没法发到这里。请私聊我，我再试一次。",
    "film.older": "这是版本 {version}。更新的版本正在路上，或者已经发出。",
    "film.same": "这个版本之前导出过，所以再发一次那个视频。",
    # answers after a turn
    "changed": "改动：",
    "changed.fine": "调整了一些细节，时间线上看不出来。",
    "reply.done": "完成了。",
    "unchanged": "我看了几次，时间线没有变化。换一种说法试试。",
    "unchanged.film": "没有改动，这就是目前最新的版本。",
    "timeline_empty.asked": "时间线上还没有内容，没有可以导出的。可以这样说：",
    "send_clip": "先发一段视频给我：直接发到这里，或者贴一个链接。",
    "send_file_here": "请把文件直接发到聊天里，或者贴上它的链接。",
    "upload_page.offer": "如果文件太大发不了，请用你的专属上传页：最大 {most}，一小时内有效。",
    "upload_page.ready": "你的上传页准备好了：一个文件，最大 {most}，一小时内有效。成片会发回你提出要求的那个聊天。",
    "upload_page.larger": "素材太大，附不上？请放到你的专属上传页（最大 {most}，一小时内有效），我会按你刚才说的处理。",
    "upload_page.closed": "那个上传页已经关闭：它已经用过，或者一小时的有效期过了。请再发一次素材，就会得到新的。",
    "upload_page.not_yours": "那个上传页属于提出要求的人。请把你自己的素材发给我，就会得到你的上传页。",
    "clip.received": "收到 {name}。想怎么处理？比如：",
    "clips.received": "收到 {count} 个文件。想怎么处理？比如：",
    "clip.not_here": "你的话里没有附上片段，我先只按文字来做。想剪辑片段，请把它和要求放在同一条消息里发给我。",
    "clip.short_hint": "小提示：{line}",
    "tip.vague": "小提示：说得越具体，做得越快越好。比如：“{example}”",
    "answer.late": "这是你 {ago}前的请求。",
    "recovered.mark": "（恢复后补发）",
    "recovered.changed": "刚才中断了一下，不过你的剪辑已经完成：",
    "recovered.looking": "剪辑进行到一半时我被中断了。我不会重复提交，正在核对它完成了什么...",
    "recovered.unknown": (
        "编辑器太久联系不上，我无法确认这次剪辑的结果。稍后可用 /status 查看；"
        "如果现在重新提交，而第一次其实已生效，就会扣两次积分。"
    ),
    "recovered.logged_out": (
        "你已退出这次剪辑所用的 NemoVideo 账号，所以我看不到它的结果；它可能已经完成并计费。"
        "请在私聊里发送 /login，再用 /status 查看。"
    ),
    "recovered.unchanged": (
        "刚才中断了，看了几次都没有变化。按“重试”可以再提交一次；万一第一次其实算数，积分会扣两次。"
    ),
    "recovered.late": "之前以为没成的那次剪辑，其实完成了。",
    "session.lost": "剪辑会话已过期，我新开了一个，并重新上传了你的文件。",
    "session.lost_older": "剪辑会话已过期，我新开了一个。这些没有了：{lost}。如果还需要，请再发一次。",
    "session.lost_timeline": "之前的时间线",
    "session.lost_files": "你之前发的文件",
    "later.free": "这是我回复之后剪辑引擎又补上的，属于同一个要求，不另外收费。",
    "follow_up.left": "剪辑引擎建议再做一步：{edit}。需要的话，把它发给我。",
    "follow_up.lost": (
        "剪辑引擎还想再做一步：{edit}。我已经请它做了，但看不到结果。请用 /status 查看；如果没有做，把它发给我，"
        "不过之前那次可能已经计费。"
    ),
    "turn.timeout": "剪辑引擎已经处理了 {elapsed}，我先不等了。我会继续查看结果并告诉你。",
    "album.alone": (
        "这组文件里我只收到了 {name}：在这个群里，我只能看到带命令的那条消息，看不到旁边的。还没有开始剪辑。"
    ),
    "album.bring": (
        "要补上其余的，请逐条回复它们，只写 /edit@{name}；或者用 /upload@{name}。"
        "也可以把我设为管理员，或关闭我的隐私模式，再重新发送这组文件。"
    ),
    "album.begin": "都齐了以后，点“开始”，我就按您说的做：“{words}”",
    "album.late": "{name} 来晚了：这组文件的视频已经开始制作，没有用上它。它现在在项目里，告诉我怎么处理吧。",
    "album.chosen": "您回复的那组文件里，我只用了 {name}；其余的也请逐条回复。",
    "link.page": "{link} 是网页，不是文件，所以我把它当作文字留在要求里。",
    "captions.send_clip": "字幕要配在视频上：请把视频发给我，或粘贴链接。",
    "captions.left_out": "{name} 里有 {total} 条字幕，我用了 {count} 条：其余的一次放不下，或者时间有误。",
    "captions.cut": "{name} 里有 {count} 条字幕太长，每条只用了前 {most} 个字。",
    "kept_words": "我记下了你的要求，一小时内你再发文件时就按它来做。",
    "kept_words.forgotten": "不再为你的下一段素材保留“{words}”。",
    "kept_words.replaced": "之前记下的要求就不用了：“{words}”",
    "kept_words.used": "按你之前说的来做：“{words}”",
    "again": "按同样的要求再来一次：“{words}”",
    "again.clip": "一小时内发来下一段视频，我会照样处理。",
    "undo.nothing": "还没有可以撤销的改动。",
    "hold.kept": "按你说的，先不导出。需要视频时点“导出”。",
    "unsupported.export": "没法导出 {what}；你会收到最高 1080p 的 MP4。",
    # a reply to what the platform does not show us
    "reply.unread": (
        "我看不到这条回复的内容：在服务器里，我只能看到提及我的消息。请打开回复旁的 @ 提及再发一次，或在消息里提及我。"
    ),
    "reply.unreadable": (
        "我没能读懂这条消息，什么都还没有开始。请再发一次，或换个说法；如果还是不行，请告诉这个机器人的管理员。"
    ),
    "reply.unseen": (
        "我看不到你回复的那条消息：在服务器里，我只能看到提及我的消息。"
        "如果里面有片段，请右键或长按那条消息 → 应用 → “剪辑这个片段”（Edit this clip）；"
        "或者新发一条提及我的消息，带上片段，或把想说的写全。"
    ),
    "reply.unseen_words": "现在还没有开始，你的要求会保留一小时：表单留空，或只发片段不写字，我就按它来做。",
    # cancel
    "cancel.nothing": "现在没有你可以取消的任务。",
    "cancel.ended": "这个已经结束了，没有可以取消的。想撤回剪辑，请用 /undo。",
    "cancel.waiting": "还没开始就取消了：“{words}”",
    "cancel.uploading": "已停止上传。",
    "cancel.stopping": "正在停止上传，还要一会儿。不会剪辑，也不会计费。",
    "cancel.turn": "已取消。剪辑引擎已经开始的部分可能仍会计费；结果会保存为一个版本，不再发视频。",
    "cancel.render": "已取消导出，时间线完好。",
    "cancel.several": "取消了 {count} 个：{list}。",
    "cancel.not_yours": "只有提出请求的人或管理员可以取消。",
    # beside wishes
    "aside.thanks": "不客气！",
    "aside.ok": "好的。",
    "aside.doubt": (
        "我看不出这句话是不是对视频的要求，所以没有交给编辑，也没有扣积分。如果是，请按“发送”，或者回复“好”。"
    ),
    "aside.next": "接下来想改什么、做什么，直接告诉我；要视频就说“导出”。",
    "aside.question": "如果这是在回答剪辑引擎的问题，请说“是”，或者说说你想怎么做。",
    "aside.running": "你的任务还在进行，结果会自动发到这里。",
    "aside.wait": "不急，你开口之前我不会开始。",
    "aside.wait_running": "已经开始的会继续进行。想停下来就说“取消”。",
    # about the bot itself
    "about.bot": (
        "我是机器人，是一个叫 Nemobot 的程序。我把你的要求交给 NemoVideo，由它的 AI 来剪辑。"
        "我由别人架设和运营，具体是谁我没法告诉你。"
    ),
    "about.costs": (
        "我本身不收钱。编辑器替你做事会用掉 NemoVideo 账户的积分，用多少由 NemoVideo 决定；"
        "导出不用积分，像这样的提问也不用。某一次剪辑用了多少我不知道，只能看到还剩多少。"
    ),
    "about.limits": (
        "我不限制片段的时长、分辨率和画幅，只限制文件大小，也可以一次发几个；编辑器可能有它自己的限制。"
        "不管素材是什么规格，成片都是最高 1080p 的 MP4。"
    ),
    "about.limits_here": "在这个聊天里，每个文件最大 {limit}；更大的请发链接，或者看看 /upload。",
    # batch
    "batch.head": "{count} 个视频，依次处理：",
    "batch.waiting": "{number}. {name}：等待中",
    "batch.running": "{number}. {name}：{stage}",
    "batch.done": "{number}. {name}：✅",
    "batch.undelivered": "{number}. {name}：已做好，但没能发到这里；请再给我发条消息",
    "batch.failed": "{number}. {name}：✗ {reason}",
    "batch.cancelled": "{number}. {name}：已取消",
    "batch.summary": "{count} 个里完成了 {done} 个。",
    "batch.summary_all": "{count} 个全部完成。",
    "batch.words": "只用 {name} 新建时间线。{words}",
    # wishes we put into words for the editor
    "ask.place_material": "把上传的素材原样放到时间线上。",
    "ask.quoted": "{words}\n\n以上是对下面这条消息的回复，原文引用如下：\n{quoted}",
    "ask.captions": "把字幕文件 {name} 按时间压进视频。",
    "ask.undo": "撤销上一次改动，回到之前的时间线。",
    "ask.undo_version": "回到第{number}版，即之前的这个时间线：{timeline}",
    # said beside something else
    "batch.each_already": "这个按钮已经失效：每个文件已经单独出一条视频了。",
    "batch.each_late": "这个按钮已经失效：这些文件来不及单独出片了。想每个单独出一条，请重新发送并写上“每个单独一条”。",
    "batch.each": "好的：{count} 个文件，每个单独出一条视频。",
    "doing.generating": "正在生成画面",
    "doing.music": "正在处理音乐",
    "doing.quiet": "编辑器有一阵没有动静了，我会继续等",
    "doing.watching": "正在看你的素材",
    "edited.too_late": "我已经开始处理，这次修改没赶上。请作为新消息再发一次。",
    "elapsed.so_far": " · {elapsed}",
    "elapsed.usual": "（通常{usual}）",
    "file.yours": "你的文件",
    "recovered.latest": "最迟 {wait} 后有结果；这期间发来的消息会排队等候。",
    "turn.failed": "编辑器出错停下了，时间线没有变化。请点“再来一次”，或换个说法。",
    "turn.failed_changed": "编辑器没做完就出错停下了，已完成的改动如下：",
}
