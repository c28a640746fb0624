"""A NemoVideo account of one's own, in Chinese. Data only."""

from typing import Final

ACCOUNTS: Final[dict[str, str]] = {
    "login.how": (
        "用 /login 可以让我使用你自己的 NemoVideo 账户和积分。请在 {page} 创建一个令牌，然后在这里用一条消息发给我：`"
        "/login` 加令牌。"
    ),
    "login.direct": "请在和我的私聊里发送 /login，那里没有别人看到。不要在这里发令牌。",
    "login.done": "已登录。",
    "login.from_now": (
        "从现在起你新建的项目（包括群里的）都用这个账户：发送 /new 新建一个。之前的项目保持原来的账户。发送 /logout "
        "我就会忘掉令牌。"
    ),
    "login.until": "令牌将在 {days}后到期，到期前我会提醒你。",
    "login.refused": "NemoVideo 不接受这个令牌，我没有保存。请重新复制，或在 {page} 创建新的，再发 `/login` 加令牌。",
    "login.busy": "NemoVideo 请你稍等，令牌还没有试。请在 {wait}后再发一次。",
    "login.unavailable": "现在连不上 NemoVideo，令牌没有试，也没有保存。请稍后再发一次。",
    "login.lost": "我在试令牌之前中断了，没有保存它。请再发一次。",
    "login.delete": "我在这里无法删除你的消息，而它含有令牌：请你自己删除。",
    "login.spilled": (
        "这是一个 NemoVideo 令牌，在这里看到的人都能使用你的账户。我没有使用，也没有保存。请在 {page} 作废它并创建新"
        "的，然后私聊我发送 /login。"
    ),
    "login.spilled_private": (
        "这条消息里有 NemoVideo 令牌，所以其余内容我没有处理，也没有保存令牌。要使用你的账户，请单独发送 `/login` 加"
        "令牌；要求请不带令牌另发。如果别人也看到过它，请在 {page} 创建新的。"
    ),
    "login.soon": "你的 NemoVideo 账户令牌快到期了。请在 {page} 创建新的，再发 `/login` 加令牌，项目就能照常继续。",
    "login.ended": (
        "你的 NemoVideo 账户令牌已到期，用它的项目无法继续。请在 {page} 创建新的，再发 `/login` 加令牌；或者发送 /log"
        "out，之后新建的项目就不用它。"
    ),
    "logout.done": (
        "已退出登录，令牌已忘掉。用它开始的项目会等你再次用那个账户 /login；发送 /new 可以新建不用它的项目。令牌本身"
        "可以在 {page} 作废。"
    ),
    "logout.none": "你没有登录，没有什么要忘掉的。",
    "login.anothers": (
        "这个项目用的是别人自己的 NemoVideo 账户，只听那个人的。请不用回复、直接发你的素材或要求，就会有你自己的项目。"
    ),
    "error.login_ended": (
        "这个项目用的是你自己的 NemoVideo 账户，而我已没有有效的令牌。请私聊我发送 /login，然后再试；或者用 /new 新建"
        "项目。"
    ),
    "login.own": "也可以使用你自己的账户：私聊我发送 /login。",
    "privacy.login": "• 你用 /login 登录的账户令牌，保存到你 /logout 或 /forget 为止。",
    "forget.login": "已退出登录：你的 NemoVideo 账户令牌已忘掉。",
    "button.direct_chat": "私聊",
    "command.login": "使用你自己的 NemoVideo 账户",
    "command.logout": "忘掉你账户的令牌",
    "discord.login.title": "你的 NemoVideo 账户",
    "discord.login.token": "令牌",
    "discord.login.hint": "在 NemoVideo 网站的设置里创建",
}
