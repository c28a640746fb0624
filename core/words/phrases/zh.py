"""简体中文，按读到它的时刻分组。Data only."""

from typing import Final

PHRASES: Final[dict[str, str]] = {
    # amounts
    "amount.about": "大约 {amount}",
    "amount.day": "{days} 天",
    "amount.days": "{days} 天",
    "amount.hours": "{hours} 小时",
    "amount.minutes": "{minutes} 分",
    "amount.seconds": "{seconds} 秒",
    "amount.size": "{value} {unit}",
    # first contact
    "connecting": "正在连接...",
    "ready": "准备好了！",
    "greeting.try": "可以这样说：",
    "greeting.example": "• “{example}”",
    "greeting.hello": "你好！我就在聊天里帮你剪视频。",
    # progress
    "uploading.file": "正在上传 {name}：{percent} %",
    "uploading.link": "正在提交你的链接...",
    "working": "正在处理...",
    "still_working": "⏳ Still working... {doing}，已用 {elapsed}。",
    "doing.editing": "正在剪辑你的视频",
    "rendering.start": "⏳ 正在渲染… 约 30 秒",
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
    "film.same": "上次导出之后没有改动，所以再发一次那个视频。",
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
    "recovered.mark": "（恢复后补发）",
    "recovered.changed": "刚才中断了一下，不过你的剪辑已经完成：",
    "recovered.looking": "剪辑进行到一半时我被中断了。我不会重复提交，正在核对它完成了什么...",
    "recovered.unknown": (
        "编辑器太久联系不上，我无法确认这次剪辑的结果。稍后可用 /status 查看；"
        "如果现在重新提交，而第一次其实已生效，就会扣两次积分。"
    ),
    "recovered.unchanged": (
        "刚才中断了，看了几次都没有变化。按“重试”可以再提交一次；万一第一次其实算数，积分会扣两次。"
    ),
    "recovered.late": "之前以为没成的那次剪辑，其实完成了。",
    "session.lost": "剪辑会话已过期，我新开了一个，并重新上传了你的文件。",
    "session.lost_older": "剪辑会话已过期，我新开了一个。这些没有了：{lost}。如果还需要，请再发一次。",
    "session.lost_timeline": "之前的时间线",
    "session.lost_files": "你之前发的文件",
    "follow_up.left": "剪辑引擎建议再做一步：{edit}。需要的话，把它发给我。",
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
    "kept_words": "我记下了你的要求，一小时内你再发文件时就按它来做。",
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
    "error.formats": "这种文件没法剪辑。支持的格式：{formats}。语音消息请改成音频文件再发一次。",
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
    "error.file_inaccessible": (
        "我这边出了故障，暂时读不到文件，重新发送也没有用。请告诉这个机器人的管理员，或者改发文件的链接。"
    ),
    "error.file_gone": "那个文件已经取不到了，请重新发送。",
    "error.link_private": "我只读取公网上公开的链接。请直接发文件。",
    "error.link_unreachable": "这个链接打不开。请确认不用登录就能访问，或者直接发文件。",
    "error.link_not_media": "这个链接是网页，不是视频、图片或声音。请发直接的文件链接。",
    "error.script_large": "这段文字太长了：最多 {limit}。",
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
    "error.not_allowed": "这个聊天没有开通。请联系运营我的人。",
    "error.button_not_yours": "这个按钮属于提出请求的人。",
    "press.before": "这个我已经收到了，再按一次不会重复执行。想再来一次，请等它完成几秒后再按。",
    "press.withdrawn": "那次剪辑其实已经完成，这个按钮不再起作用了。接下来想做什么，直接告诉我就好。",
    "error.button_of_channel": (
        "这是以频道身份提出的，我看不到是谁在操作。请改用该频道身份回复这条消息，直接写，比如“撤销”或“导出”。"
    ),
    "error.admin_unknown": "我现在无法向 Telegram 确认您是不是这里的管理员，请稍后再点一次。",
    "error.button_old": "这个按钮已经失效了。直接告诉我你想做什么吧。",
    "error.unknown_command": "我不认识这个命令。我能做这些：",
    # credits, status
    "credits": "积分：可用 {available}，冻结 {frozen}，共 {total}。",
    "credits.none_yet": "你还没有账户：发来第一段视频或第一个要求时，会自动创建并附送免费积分。",
    "credits.unknown": "暂时读不到积分，请再试一次。",
    "status.nothing": "这里还没有任务。发一段视频，或者告诉我做什么。",
    "status.project": "项目：{name}",
    "status.idle": "当前没有任务在进行。",
    "status.running": "正在进行：“{words}”（{elapsed}）",
    "status.waiting": "排队中：{count}",
    # timeline
    "timeline.head": "时间线（{count} 条轨道）：",
    "timeline.head_one": "时间线（1 条轨道）：",
    "timeline.label": "{label}：",
    "timeline.empty": "时间线是空的。",
    "timeline.unnamed": "未命名",
    "timeline.size": "画面尺寸：",
    "timeline.more_pieces": "另有 {count} 段",
    "timeline.more_changes": "… 另有 {count} 处改动",
    "track.video": "视频",
    "track.bgm": "背景音乐",
    "track.voice": "人声",
    "track.sound": "音效",
    "track.title": "标题",
    "track.caption": "字幕",
    "track.watermark": "水印",
    "track.track": "轨道",
    # versions, projects
    "versions.head": "这个项目的版本，最新的在前：",
    "versions.line": "{version}. {timeline}",
    "versions.none": "还没有版本：第一次剪辑之后就会有。",
    "versions.export_hint": "说“导出版本 {version}”就能得到它。",
    "versions.unknown": "没有版本 {version}。现有：{known}。",
    "projects.head": "你在这里的项目：",
    "projects.line": "{number}. {name}，{when}",
    "projects.current": "{number}. {name}（当前）",
    "projects.none": "还没有项目：发来第一段视频或第一个要求时就会有。",
    "projects.hint": "发送 /projects 加编号即可切换。",
    "projects.switched": "已切换到 {name}。",
    "projects.unknown": "没有编号为 {number} 的项目。",
    "projects.ago": "{time}前",
    "new.done": "新项目开好了。发一段视频，或者告诉我做什么。",
    "new.kept": "之前的项目还在 /projects 里。",
    "project.untitled": "未命名项目",
    # language, skills, help
    "language.set": "好的，之后我说中文。",
    "language.ask": "你想用哪种语言？",
    "language.unknown": "我会说中文和英文：/language zh 或 /language en。",
    "language.auto": "你用什么语言写，我就用什么语言回答。",
    "skill.head": "技能列表，当前的已标出：",
    "skill.line": "• {name}：{headline}",
    "skill.current": "▸ {name}：{headline}",
    "skill.set": "{headline}。从下一个项目开始生效。",
    "skill.unknown": "没有叫 {name} 的技能。现有：{known}。",
    "skill.hint": "发送 /skill 加名字即可选择。",
    "help.head": "发一段视频（或链接、几个文件，甚至只有文字），再说你想要什么，就能收到 MP4。",
    "help.command": "/{name}：{description}",
    "help.formats": "支持 {formats}，最大 {limit}。",
    # what people read before they press Start: 512 and 120 characters at most (Bot API, setMyDescription)
    "profile.description": (
        "发一段视频，说出想要的效果，比如“剪掉停顿，配上轻柔的音乐”，我剪好后把成片 MP4 发给您。"
        "没有素材也行：描述一下，我来生成。\n\n点“开始”看看示例。"
    ),
    "profile.short": "在聊天里剪视频：发素材，说要求，收到成片 MP4。",
    "help.group": "在群里请 @ 我，或者回复我的消息。",
    "help.group_command": (
        "在群里，请用 /edit@{name} 开头（作为视频的说明，或回复某条消息），或者直接回复我的消息。"
        "只有当我是管理员或关闭了隐私模式时，提及 @{name} 才能传到我这里。"
    ),
    # what a group is told when the bot is added to it: three lines
    "group.added": (
        "大家好！我会剪视频：发一段素材，说出想要的效果，我把成片 MP4 发到这里。\n"
        "找我时，请用 /edit@{name} 开头加上您的要求，作为视频的说明，或回复一段视频。\n"
        "接着改，直接回复我的任意一条消息即可。其余用法见 /help@{name}。"
    ),
    "start.repeat": "我在。你的项目还在原处。",
    # beside wishes
    "aside.thanks": "不客气！",
    "aside.ok": "好的。",
    "aside.next": "接下来想改什么、做什么，直接告诉我；要视频就说“导出”。",
    "aside.question": "如果这是在回答剪辑引擎的问题，请说“是”，或者说说你想怎么做。",
    "aside.running": "你的任务还在进行，结果会自动发到这里。",
    "aside.wait": "不急，你开口之前我不会开始。",
    "aside.wait_running": "已经开始的会继续进行。想停下来就说“取消”。",
    "privacy": (
        "为了让按钮和回复能用，我保存你的消息、文件名和时间线的各个版本；文件本身在 NemoVideo。"
        "这些我没法在这里删除：请联系运营我的人。"
    ),
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
    "ask.undo": "撤销上一次改动，回到之前的时间线。",
    "ask.undo_version": "回到之前的这个时间线：{timeline}",
    # buttons
    "button.export": "导出",
    "button.export_again": "再次导出",
    "button.undo": "撤销",
    "button.attach_files": "添加文件",
    "button.upload_page": "上传页",
    "button.try_again": "再来一次",
    "button.same_for_another": "换一段视频照做",
    "button.open_in_browser": "在浏览器中打开",
    "button.cancel": "取消",
    "button.check_again": "再查一次",
    "button.one_video_each": "每个文件一个视频",
    "button.begin": "开始",
    "button.go_on": "不用它，直接做",
    "button.retry": "重试",
    # commands
    "command.cancel": "停下正在为你做的事",
    "command.credits": "还剩多少积分",
    "command.export": "导出 MP4 视频",
    "command.help": "我能做什么",
    "command.language": "选择语言：zh 或 en",
    "command.new": "新建项目",
    "command.projects": "查看和切换你的项目",
    "command.skill": "查看和选择技能",
    "command.status": "时间线和当前进度",
    "command.upload": "通过上传页面发送较大的素材",
    "command.undo": "退回一步",
    "command.versions": "这个项目的历史版本",
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
    # Discord
    "command.edit": "剪辑片段，或只用文字生成视频",
    "discord.cannot_post": "我在那个频道缺少必要的权限，请管理员允许：{permissions}。",
    "discord.edit.clip": "视频、图片、音频或脚本",
    "discord.edit.link": "文件的链接，可代替片段或与片段一起使用",
    "discord.edit.more": "再加一个文件",
    "discord.edit.prompt": "用自己的话说说想要什么",
    "discord.export.version": "哪个版本；不填则为最新版本",
    "discord.form.edit": "剪辑视频",
    "discord.form.example": "加背景音乐，让剪辑卡上节拍",
    "discord.form.files": "片段、图片、音乐或文案",
    "discord.form.gone": "你输入的时候我重启了，请再选一次「剪辑这个片段」。",
    "discord.form.kept": "留空就用你之前写的要求",
    "discord.form.large": "文件太大？请用 /upload，或 /edit 的 link 一栏。",
    "discord.form.more": "添加音乐或另一个片段",
    "discord.form.nothing": "那条消息里没有文件，请选一条带有视频、图片或音频的消息。",
    "discord.form.title": "剪辑这个片段",
    "discord.form.wish": "想要什么效果？",
    "discord.form.words": "想怎么处理它？",
    "discord.language.which": "我用哪种语言回答",
    "discord.may.attach_files": "上传文件",
    "discord.may.read_message_history": "读取消息历史记录",
    "discord.may.send_messages": "发送消息",
    "discord.may.send_messages_in_threads": "在子区中发送消息",
    "discord.may.view_channel": "查看频道",
    "discord.menu": "剪辑这个片段",
    "discord.moderated": "那里的内容审核不让我发出这条消息，所以发到这里。",
    "discord.moderated_here": (
        "这里的内容审核不让我发出回答。我会私信发给你；如果没有收到，请允许来自服务器成员的私信，然后在这里再给我发条消息。"
    ),
    "discord.new.prompt": "新视频想要什么样，用自己的话说",
    "discord.projects.project": "要继续的项目",
    "discord.skill.name": "要选择的技能",
    "discord.time.ago": "{amount}前",
    "discord.time.in": "{amount}后",
}
