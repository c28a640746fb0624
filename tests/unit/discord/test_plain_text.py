"""What people write on Discord reaches the core as everybody reads it, wherever they write it."""

import pytest

from bots.discord.plain_text import Names, plain_text
from core.model.chat import Unseen
from tests.doubles.discord_values import File

NOW = 1_618_953_630  # 20 April 2021 21:20:30 UTC
NAMES = Names(frozenset({7}), {1: "Anna Lee", 2: "b\u202eob\n"}, {3: "Editors", 5: "@everyone"}, {4: "cuts"})


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a title «by <@1> and <@!1>»", "a title «by @Anna Lee and @Anna Lee»"),
        ("for <@&3> in <#4>", "for @Editors in #cuts"),
        ("for <@&5>", "for @everyone"),
        ("with <@2>", "with @bob"),
        ("<:party:123> <a:wave_2:123456789012345678> 🎉", ":party: :wave_2: 🎉"),
        ("use </edit:12> or </edit again:12>, </剪辑:12>", "use /edit or /edit again, /剪辑"),
        ("in <id:customize>, <id:browse>, <id:guide>", "in Channels & Roles, Browse Channels, Server Guide"),
        ("<id:linked-roles:123> <id:linked-roles>", "Linked Roles Linked Roles"),
        ("mail <anna@example.org> or <+1 555 0100>", "mail anna@example.org or +1 555 0100"),
        ("with <@99> of <@&99> in <#99>", "with @unknown-user of @unknown-role in #unknown"),
        ("a <3 b, 1<2>0, <b>, <@>, <#x>, <t:>, <:x:>, <https://a.example/b>", None),
        ("<id:nowhere> <t:99999999999999999:R>", None),
    ],
)
def test_numbers_in_brackets_are_read_as_names_and_nothing_else_is_touched(text, read):
    assert plain_text(text, NAMES, NOW, "en") == (text if read is None else read)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a title ||he dies|| now", "a title \ue010he dies\ue010 now"),
        ("a title || he dies || now", "a title \ue010 he dies \ue010 now"),
        ("||he\n\ndies||", "\ue010he\n\ndies\ue010"),
        ("||by <@1>||", "\ue010by @Anna Lee\ue010"),
        ("`a || b || c` || d", None),
    ],
)
def test_what_somebody_hid_is_marked_as_hidden(text, read):
    assert plain_text(text, NAMES, NOW, "en") == (text if read is None else read)


@pytest.mark.parametrize(
    ("style", "english", "chinese"),
    [
        (":t", "21:20 UTC", "21:20 UTC"),
        (":T", "21:20:30 UTC", "21:20:30 UTC"),
        (":d", "20/04/2021", "2021/4/20"),
        (":D", "20 April 2021", "2021年4月20日"),
        ("", "20 April 2021 21:20 UTC", "2021年4月20日 21:20 UTC"),
        (":f", "20 April 2021 21:20 UTC", "2021年4月20日 21:20 UTC"),
        (":F", "Tuesday, 20 April 2021 21:20 UTC", "2021年4月20日星期二 21:20 UTC"),
        (":s", "20/04/2021 21:20 UTC", "2021/4/20 21:20 UTC"),
        (":q", "20 April 2021 21:20 UTC", "2021年4月20日 21:20 UTC"),
        (":R", "2 days ago", "2 天前"),
    ],
)
def test_a_moment_is_written_out_in_the_language_of_the_words(style, english, chinese):
    later = NOW + 2 * 86_400
    assert plain_text(f"<t:{NOW}{style}>", NAMES, later, "en") == english
    assert plain_text(f"<t:{NOW}{style}>", NAMES, later, "zh") == chinese


def test_a_moment_to_come_and_one_before_all_computers():
    assert plain_text(f"<t:{NOW + 3600}:R>", NAMES, NOW, "en") == "in 1 h"
    assert plain_text("<t:-86400:D>", NAMES, NOW, "en") == "31 December 1969"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<@7> add music", "add music"),
        ("<@!7>, add music", "add music"),
        ("<@7>，加音乐", "加音乐"),
        ("please <@7> add music", "please add music"),
        ("add music <@7>", "add music"),
        ("<@7>", ""),
        ("<@7>/help", "/help"),
        ("<@7><@1> says hi", "@Anna Lee says hi"),
        ("two  blanks stay", "two  blanks stay"),
    ],
)
def test_the_mention_of_the_bot_itself_is_no_part_of_the_words(text, words):
    assert plain_text(text, NAMES, NOW, "en") == words


def test_a_name_that_looks_like_a_number_in_brackets_is_not_read_again():
    assert plain_text("<@1>", Names(frozenset({7}), {1: "<@2>", 2: "Bob"}), NOW, "en") == "@<@2>"


def named(bot):
    """Words that hold every kind, and how they are read."""
    bob = bot.double.person("Bob", nick="Bobby")
    editors, own = bot.double.role(bot.guild, "Editors"), bot.double.role(bot.guild, "Nemobot", of=bot.double.bot)
    cuts = bot.double.channel(bot.guild, "cuts")
    written = f"{own.mention} add «{bob.mention} of {editors.mention}» from {cuts.mention} <:party:1>"
    return written, "add «@Bobby of @Editors» from #cuts :party:"


async def test_a_message_is_read_with_the_names_of_its_server(bot):
    written, read = named(bot)
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, written, mention=True)
        assert (await bot.received()).text == read


async def test_a_command_is_read_with_the_names_that_came_with_it(bot):
    written, read = named(bot)
    elsewhere = bot.double.channel(bot.double.guild("Elsewhere", member=False))
    async with bot.running():
        await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": written})
        assert (await bot.received()).text == read
        friend = bot.double.person("Carl")
        await bot.double.slash(bot.anna, elsewhere, "edit", {"prompt": f"for {friend.mention}"}, installed="user")
        assert (await bot.received(2)).text == "for @Carl"


async def test_a_form_is_read_too(bot):
    written, read = named(bot)
    async with bot.running():
        own, *rest = written.split(" ")
        clip = await bot.double.say(bot.anna, bot.channel, " ".join(rest), File("a.mp4", b"x"))
        opened = await bot.double.menu(bot.anna, "Edit this clip", clip)
        await bot.double.until(lambda: opened.modal)
        await bot.double.submit(opened, f"{own} {' '.join(rest)} by {bot.anna.mention}")
        assert (await bot.received()).text == f"{read} by @anna"


async def test_words_that_were_only_the_mention_of_the_bots_role_still_say_nothing(bot):
    own = bot.double.role(bot.guild, "Nemobot", of=bot.double.bot)
    async with bot.running():
        clip = await bot.double.say(bot.anna, bot.channel, "look", File("a.mp4", b"x"))
        await bot.double.say(bot.anna, bot.channel, f"{own.mention} ", reply_to=clip, mention=True)
        incoming = await bot.received()
        assert (incoming.text, incoming.unseen) == ("", Unseen.REPLIED_TO)
