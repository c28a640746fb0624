"""What the operator's admins are told, and what people are told while the bot is being updated."""

from typing import Final

ADMIN: Final[dict[str, str]] = {
    "drain.told": "我马上要更新，暂时不开始新的任务，所以这条没有接收。请过几分钟再发一次。",
    "admin.in_private": "这个请在和我的私聊里用。",
    "admin.more": "第 {page} 页，共 {pages} 页；{command} 看下一页。",
    "admin.help": "给负责运营我的人：",
    "admin.help.status": "`/admin status`：我的状况",
    "admin.help.jobs": "`/admin jobs`：未完成的请求；`/admin jobs R12`：某个请求的情况",
    "admin.help.cancel": "`/admin cancel R12`：取消它",
    "admin.help.requeue": "`/admin requeue R12`：失败之后让它继续",
    "admin.help.users": "`/admin users`：24 小时内谁用过",
    "admin.help.allow": "`/admin allow telegram:@4242`，`/admin allow remove telegram:@4242`：在设置之外允许",
    "admin.help.pair": "`/admin pair`：生成一个让人加入的配对码",
    "admin.help.ban": "`/admin ban telegram:@4242`：拒绝此人，并取消其未完成的请求",
    "admin.help.unban": "`/admin unban telegram:@4242`：解除封禁",
    "admin.help.quota": "`/admin quota telegram:@4242 20`：24 小时内最多多少个请求；0 为不限，`default` 与大家相同",
    "admin.help.drain": "`/admin drain on`：更新前不再开始新任务；`/admin drain off`",
    "admin.help.broadcast": "`/admin broadcast 内容`：在私聊里通知所有人；`/admin broadcast stop` 停止",
    # broadcast
    "button.broadcast": "发给所有人",
    "admin.broadcast.how": "/admin broadcast 加上要发给所有人的内容。",
    "admin.broadcast.nobody": "{days} 天内没有人在私聊里用过我。",
    "admin.broadcast.offer": (
        "{days} 天内用过我的私聊会收到这条消息，每秒一个，共 {count} 个。途中可用 `/admin broadcast stop` 停止。内容："
    ),
    "admin.broadcast.stopped": "已停止。不会收到的私聊：{count}",
    "admin.broadcast.done": "已发送：{sent}，失败：{failed}，结果未知：{unknown}，停止前未发：{stopped}",
    # status
    "admin.status.version": "nemobot {version}，已运行 {up}",
    "admin.status.draining": "排空中：在 /admin drain off 或下次启动之前不开始新任务。",
    "admin.status.queue": "未完成的请求：{count}，最早的已有 {oldest}",
    "admin.status.idle": "没有未完成的请求。",
    "admin.status.check": "- {name}：{said}",
    "admin.status.disk": "磁盘剩余 {free}；数据库占 {database}",
    "admin.status.limits": "限制：{limits}",
    "admin.status.free": "限制：无",
    "admin.status.rules": "在聊天里设定的：允许 {allowed}，封禁 {banned}，单独限额 {quotas}",
    # requests
    "admin.jobs.none": "没有未完成的请求。",
    "admin.jobs.head": "未完成的请求：{count}，最早的在前",
    "admin.jobs.line": "- {reference}，{age}，{state}，{person}",
    "admin.job.state": "{reference}：{state}",
    "admin.job.who": "由 {person} 在 {place} 提出",
    "admin.job.accepted": "接收于 {time}前",
    "admin.job.ended": "结束于 {time}前",
    "admin.job.cause": "原因：{cause}",
    "admin.job.log": "日志里以 {reference} 记录。",
    "admin.job.unknown": "我不知道请求 {reference}。不以 R 开头的编号在日志里。",
    "admin.stage.waiting": "等待中",
    "admin.stage.begun": "已开始",
    "admin.stage.uploading": "上传中",
    "admin.stage.asking": "编辑处理中",
    "admin.stage.answering": "回复中",
    "admin.stage.rendering": "渲染中",
    "admin.stage.cancelling": "正在取消",
    "admin.ended.done": "已完成",
    "admin.ended.undelivered": "已完成，但有回复可能没有送达",
    "admin.ended.failed": "失败",
    "admin.ended.cancelled": "已取消",
    "admin.ended.split": "已按文件拆成多个请求",
    "admin.ended.parked": "已放弃：它三次使程序停止",
    "admin.cancel.done": "{reference} 已取消。编辑已经开始的部分可能仍会计费。",
    "admin.cancel.ended": "{reference} 没有可以取消的。",
    "admin.requeue.done": "{reference} 从原来的地方继续。已经交给编辑的不会再问一次。",
    "admin.requeue.open": "{reference} 还没有结束。",
    "admin.requeue.refused": "编辑拒绝了 {reference}，对它来说这是最终结果。提出的人可以按“再试一次”：那是新的一轮。",
    "admin.requeue.cannot": (
        "{reference} 不能继续：只有失败或被放弃的剪辑或导出才行，它不能属于批量任务，项目必须还在，"
        "而且提出的人没有再试过。"
    ),
    "admin.requeue.banned": (
        "{reference} 的提出者或所在的地方已被封禁，所以不会继续。要让它继续：先 {commands}，再说一次。"
    ),
    "admin.requeue.not_allowed": "{reference} 的提出者已不能使用我，所以不会继续。要让它继续：先 {command}，再说一次。",
    "admin.requeue.place": (
        "{reference} 所在的地方，NEMOBOT_PLACES 不让它的提出者使用我；在改动该设置之前，它不会继续。"
    ),
    # access
    "admin.users.head": "24 小时内用过的人：{count}，最近的在前。已封禁：{banned}，用 /admin ban 查看。",
    "admin.users.line": "- {person}：{count}，最近 {ago}前",
    "admin.rules.none": "没有。",
    "admin.rules.line": "- {entry}，由 {by} 在 {ago}前设定",
    "admin.rules.quota": "- {entry}：24 小时 {most} 个，由 {by} 在 {ago}前设定",
    "admin.rules.none_about": "没有关于 {entry} 的设定。",
    "admin.rules.no_entry": (
        "这不代表任何人。个人是 `telegram:@4242`，聊天是 `telegram:-1001234567890`，话题是 "
        "`telegram:-1001234567890:77`，服务器是 `discord:112233`，身份组是 `discord:role:778899`。"
    ),
    "admin.allow.how": "用 `/admin allow telegram:@4242` 允许某人。",
    "admin.allow.head": "管理员在 NEMOBOT_ALLOW 之外允许的：{count}",
    "admin.allow.done": "{entry} 现在可以使用我。",
    "admin.allow.everybody": "已记下 {entry}。NEMOBOT_ALLOW 是空的，本来所有人都可以使用我。",
    "admin.allow.removed": "这里不再允许 {entry}；NEMOBOT_ALLOW 仍然有效。",
    "pair.done": "配对成功，现在起你可以使用我。发一段素材，或者告诉我想做什么；/help 有更多说明。",
    "pair.wrong": "这个配对码无效，或已经失效。请索取一个新的。",
    "admin.pair.done": "{code}：一小时内，第一个在私聊里把它发给我的人可以使用我。请只交给一个人。",
    "admin.pair.everybody": "NEMOBOT_ALLOW 是空的，所有人都可以使用我，不需要配对码。",
    "admin.ban.how": "用 `/admin ban telegram:@4242` 封禁某人。",
    "admin.ban.head": "已封禁：{count}",
    "admin.ban.done": "{entry} 已封禁。取消的请求：{count}",
    "admin.ban.admin": "{entry} 是管理员，不能封禁。",
    "admin.ban.removed": "{entry} 不再封禁。",
    "admin.quota.how": "`/admin quota telegram:@4242 20`：个人、身份组或聊天，加一个数字、0 或 `default`。",
    "admin.quota.head": "单独的限额：{count}",
    "admin.quota.done": "{entry} 在 24 小时内可以提出 {most} 个请求。",
    "admin.quota.free": "{entry} 在 24 小时内不限次数。",
    "admin.quota.removed": "{entry} 恢复与大家相同的限制。",
    # drain
    "admin.drain.on": "我不再开始新任务。继续进行的请求：{count}。用 /admin drain off 或重新启动结束排空。",
    "admin.drain.off": "我接收请求。未完成：{count}",
    "admin.drain.how": "/admin drain on 或 /admin drain off。",
}
