"""Chinese trigger words. Data only; a run of Han script is cut into the longest words found here."""

from typing import Final

from core.words.triggers.rule import Rule, rule, words

FILLERS: Final = words(
    "请 麻烦 帮我 帮忙 帮 给我 我 我们 你 您 能 可以 能不能 可不可以 可否 能否 一下 下 吧 吗 呢 啊 呀 哦 了 的 "
    "好 好的 好吧 谢谢 多谢 "
    "现在 马上 立刻 直接 就 要 想 想要 我想 我要 需要 把 将 这个 那个 这 那 个 嗯 行 那就 先 再 一个 一份 快点 "
    "快 请问 来 "
    "我的 给 亲 哈 嘛 哈哈 可 会"
)

_FILM: Final = "视频 片子 影片 短片 成片 成品 作品 文件 它 结果 最终版 mp4 MP4"
_HOW_GOOD: Final = (
    "<size> <unsupported> <version> 最终 最后 版本 最新 最新版 当前 剪好 剪辑好 剪完 做好 完成 格式 为 成 到 高清 质量 "
    "高质量 画质 "
    "清晰度 分辨率 最高 最好 用 以 整个 全部 出来 看看 版 这版 这一版 一版"
)
_WHERE: Final = "手机 本地 电脑 相册 怎么 如何 哪里 在哪 在哪里 聊天 里 一份 链接"
_ASKING: Final = (
    "查 查看 查询 看看 看 显示 列出 展示 有 有什么 有哪些 哪些 什么 是 是什么 多少 几 目前 当前 列表 都 都有"
)

RULES: Final[tuple[Rule, ...]] = (
    rule(
        "export",
        "导出 下载 输出 渲染 出片 导 重新导出 再导出",
        may=f"{_FILM} {_HOW_GOOD} {_WHERE} 发给我 发我 传给我 保存",
    ),
    rule("export", "保存", _FILM, may=f"{_HOW_GOOD} {_WHERE}"),
    rule(
        "export",
        "发给我 发我 给我发 发过来 传给我 传过来 寄给我 发来 发出来 发一下 分享给我",
        f"{_FILM} <version> <unsupported>",
        may=_HOW_GOOD,
    ),
    rule("export", "给我 要", "成片 成品 最终版 最终 剪好 做好 剪完 剪辑好", may=f"{_FILM} {_HOW_GOOD}"),
    rule("export", "发给我 发我 发过来 传给我 传过来 发来", may=f"{_FILM} {_HOW_GOOD}"),
    rule("show", _FILM, "呢"),
    rule("show", "给我看看 看看 看 看下", _FILM, may=_HOW_GOOD),
    rule("show", "重发 再发 再发一次 再发一遍 再发一下 重新发 重新发一下", may=f"{_FILM} {_HOW_GOOD} 给我"),
    rule("export", "给我", "把 将", _FILM, may=_HOW_GOOD),
    rule(
        "credits",
        "余额 积分 点数 额度 充值",
        may=(f"{_ASKING} 还 还剩 剩 剩余 剩下 还有 账户 账号 可用 够 不够 够不够 够吗 买 购买 怎么 如何"),
    ),
    rule(
        "status",
        "状态 进度 轨道 时间线 时间轴 进展",
        may=f"{_ASKING} 怎么样 如何 到 哪 项目 视频 上 里 内容 片子 渲染 导出",
    ),
    rule(
        "status",
        "好了吗 弄完了吗 完成了没 做完了吗 完成了吗 弄好了吗 剪好了吗 做好了吗 好了没 好了没有 完了吗 好没 "
        "剪完了吗 搞定了吗 好了么 "
        "做好了没 弄好了没 剪好了没 做完了没 做好了没有 弄好了没有 剪好了没有 完成了没有 完成没 完成没有",
        may=f"{_FILM} 还没 导出 渲染 剪辑 都",
    ),
    rule("status", "还在吗", may="你 您 现在"),
    rule("status", "还没好", may=f"{_FILM} 怎么 为什么 都 还"),
    rule(
        "status",
        "还没 还没有 还在",
        "好 完 完成 做好 剪好 弄好 做完 剪完 弄完 搞定 处理 渲染 导出 剪 做 弄",
        may=f"{_FILM} 怎么 为什么 都 这么久 啊 呀",
    ),
    rule("status", "怎么 为什么", "这么慢 这么久 那么久 好慢 好久", may=f"{_FILM} 还没 还没好"),
    rule(
        "status",
        "这么久 那么久 好久 太久 等太久 等好久 等了好久 等很久 等了很久 催 催一下 催催",
        may="怎么 还没 还没好 啊 要 都 等 已经",
    ),
    rule("status", "有结果 有进展 有消息", may="没有 没"),
    rule(
        "status",
        "哪一步 什么样 怎么样 啥样 什么样子 到哪 多久 进展 到哪一步 多长时间 到哪里",
        may=(f"{_FILM} 变成 变 是 剪 做 还要 还 做到 剪到 目前 步 等 能好 才能好 哪一步 长 进行 剪得 做得 成 到"),
    ),
    rule(
        "forget",
        "删除 删掉 删 清除 清空 抹掉 抹去 注销 移除",
        "数据 资料 个人信息 个人数据 个人资料 账号 账户 聊天记录 隐私",
        may="我的 所有 全部 有关 关于 个人 用户 掉 你 保存",
    ),
    rule("forget", "忘了我 忘记我 忘掉我"),
    rule("forget", "隐私 隐私政策 隐私权", may="政策 是什么 什么 怎么 保护 你们 有"),
    rule(
        "cancel",
        "取消 停 停止 停下 停下来 中止 终止 算了 别做了 不要了 不做了 别剪了 打住 别弄了",
        may=("任务 请求 这次 当前 导出 渲染 上传 剪辑 全部 所有 操作 处理 刚才 刚刚 它 谢谢"),
    ),
    rule(
        "new",
        "新项目 新建 新建项目 重新开始 从头开始 从头再来 开新项目 新的项目 新会话 换个项目",
        may=("开 开始 创建 项目 开启 视频 做 建 建立 开个 建个 新"),
    ),
    rule("new", "新视频 新的视频", may="开 开始 开启 建 开个 建个"),
    rule("projects", "项目列表", may=_ASKING),
    rule(
        "projects",
        "项目",
        "我的 切换 切换到 所有 全部 换 其他 之前 打开 <number> 列表 有哪些 哪些 查看 看看 列出 显示",
        may=(f"{_ASKING} 第 号"),
    ),
    rule(
        "versions", "版本 历史 历史版本 版本列表 历史记录 草稿 <version>", may=f"{_ASKING} 之前 以前 所有 全部 项目 旧"
    ),
    rule(
        "undo",
        "撤销 撤回 回退 还原 上一步 后退 退回 退一步 改回去 改回来 变回去 恢复上一步",
        may=(
            "一步 上 上一步 上一个 上个 版本 上一版 上一个版本 <version> 到 刚才 刚刚 操作 改动 修改 编辑 之前 "
            "最后 "
            "上次 它 回 去 那步 那一步"
        ),
    ),
    rule(
        "undo",
        "恢复 换回 回到 恢复到 退回到 回退到 恢复成",
        "<version> 上一步 上一个版本 上一版 之前 上个版本 刚才 上一个",
        may=("版本 到 状态 样子 成"),
    ),
    rule(
        "help",
        "帮助 怎么用 怎么使用 如何使用 使用说明 说明 能做什么 做什么 干什么 会什么 会做什么 能干什么 功能 命令 "
        "是谁 "
        "怎么玩 支持什么格式 支持哪些格式 教程 使用方法 指令 能干嘛 干嘛",
        may=f"{_ASKING} 机器人 支持 需要",
    ),
    rule(
        "language",
        "说 讲 回复 回答 切换 切换到 语言 对话 聊天 切换成",
        "中文 英文 英语 汉语 普通话 简体 简体中文 繁体 繁体中文 国语",
        may="用 和 跟 成 语言",
    ),
    rule("language", "语言 切换语言", may="切换 更改 设置 换 修改 选择 改 种"),
    rule("skill", "技能 技能列表", may=f"{_ASKING} 切换 换 选择 其他 所有"),
    rule(
        "upload",
        "上传",
        may=(
            "视频 文件 素材 图片 照片 音乐 片段 怎么 如何 哪里 在哪 在 哪 新的 更多 另一个 还 从 手机 电脑 歌 歌曲 "
            "在哪里"
        ),
    ),
    rule(
        "upload",
        "这是 这里是 给你 这些是",
        "视频 素材 片段 图片 照片 原片 文件",
        may="原始 新 几个 一些 一段 段 张",
        with_media=True,
    ),
    rule(
        "start",
        "你好 您好 嗨 哈喽 开始 早上好 晚上好 下午好 早安 晚安 午安 在吗 早",
        may="非常 太 大家 很 机器人 好 十分 感谢",
    ),
)

_POLITE: Final = "请 麻烦 谢谢 谢谢你 多谢 感谢 你 您 吧 了 的 啊 呀 哦 哈 嘛 呢 吗 哈哈"
ASIDES: Final[tuple[Rule, ...]] = (
    rule(
        "thanks",
        "谢谢 谢谢你 多谢 感谢 谢了 辛苦 辛苦了",
        may=f"{_POLITE} 非常 太 大家 很 十分 好 好的 我 真的 们 机器人 帮忙 嗯 行 可以 不错",
    ),
    rule(
        "thanks",
        "挺好 哈哈 太棒了 真棒 很棒 棒 赞 点赞 牛 厉害 不错 很好 太好了 完美 喜欢 满意 哇 好看 漂亮 酷 太酷了 "
        "太赞了 给力 优秀",
        may=f"{_POLITE} 非常 太 真 很 挺 好 特别 十分 我 这 这个 就 都 真的 剪得 做得 效果 还 哇 好的 超",
    ),
    rule("thanks", "不错 很棒 棒 完美 满意 喜欢 赞 厉害 太棒了", _FILM, may=f"{_POLITE} 非常 太 真 很 挺 这 这个 我"),
    rule(
        "slow",
        "太慢 好慢 很慢 真慢 超慢 有点慢 慢死 这么慢 那么慢 不够快 太长 好长 很长 真长 超长 有点长",
        may=f"{_POLITE} 这 这个 还是 还 也 真是 真的 实在 感觉 觉得 我 我觉得 有点 快 快点 快一点 一点 死 唉 哎",
    ),
    rule(
        "wait",
        "等 等等 等一等 等下 稍等 稍候 慢着 别急 先别急",
        may=f"{_POLITE} 一下 一会 一会儿 会 会儿 我 先 下 再 好 好的 片刻 等",
    ),
    rule(
        "show",
        "看 看看 看下 给我看看 瞧瞧 预览 预览一下 看一看",
        may=f"{_POLITE} 给我 让我 我 我想 想 能 可以 一下 结果 效果 先 下 现在 它 成片 再 好 好的 能不能",
    ),
    rule("show", "在哪 在哪里 在哪儿 哪里", may=f"{_POLITE} {_FILM} 我的 现在"),
)
ANSWERS: Final[tuple[Rule, ...]] = (
    rule(
        "answer",
        "好 好的 好吧 行 可以 没问题 对 是 嗯 恩 要 需要 当然 开始 确认 确定 同意 没错 没事 好滴 好嘞 不 没有 "
        "否 不必 ok okay 就这样 收到 知道 明白 了解 都可以 都行 yes no",
        may=f"{_POLITE} 我 我们 就 那就 那 这样 这么 这 做 办 用 现在 马上 先 来 给 给我 直接 可以 好 一下 要 需要 都",
    ),
    rule("answer", "来 做 弄", "吧", may=_POLITE),
    rule("answer", "看 看看 看下 给我看看 预览", may=f"{_POLITE} 给我 让我 我 我想 想 一下 好 好的"),
)
"""Words that answer a question. They are an answer only where one was asked."""

_RAW: Final = (
    "视频 片段 素材 片子 影片 它 让 使 更 点 一些 一点 得 变 变得 更好 这段 这些 弄 做 剪 成 这几个 几个 段 随便 "
    "看看 都 所有 "
    "自动 专业 大片 出来 有 感"
)
VAGUE: Final[tuple[Rule, ...]] = (
    rule(
        "edit",
        "剪辑 剪 剪剪 编辑 优化 美化 好看 更好看 好看点 好看一点 处理 完善 改进 高级 高大上 漂亮 酷 随便 弄好 "
        "弄好看 "
        "专业 更好 大片 炫酷 发挥",
        may=_RAW,
    ),
    rule("edit", "做 弄 生成 制作", "视频 片子 影片 短片", may=_RAW),
)
