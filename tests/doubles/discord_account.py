"""The double's routes for the application itself: who it is, its commands, its guilds, where its gateway is.

What Discord tells is documented [discord.bot, discord.application, discord.gateway, discord.channel], and how many
commands may be made a day too: documented [discord.commands].
"""

from typing import Any

from aiohttp import web

from tests.doubles import discord_json as shapes
from tests.doubles.discord_body import answer, read
from tests.doubles.discord_errors import Refused
from tests.doubles.discord_rules import check_commands
from tests.doubles.discord_values import Guild, snowflake
from tests.doubles.discord_world import World

COMMANDS = "/applications/{application_id}/commands"
GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"
CREATES_A_DAY = 200


class Account:
    """What an application asks about itself. `advertised` is the gateway that /gateway/bot names."""

    def __init__(self, world: World, shards: int = 1) -> None:
        self._world = world
        self.shards = shards
        self.advertised = ""
        self.identifies_left, self.reset_after_ms = 1000, 86_400_000
        self._created = 0

    def routes(self, prefix: str) -> list[web.RouteDef]:
        """Return the routes below the API's prefix."""
        return [
            web.get(f"{prefix}/users/@me", self._me),
            web.get(f"{prefix}/users/{{user_id}}", self._user),
            web.get(f"{prefix}/oauth2/applications/@me", self._application),
            web.get(f"{prefix}/applications/@me", self._application),
            web.get(f"{prefix}/gateway", self._gateway),
            web.get(f"{prefix}/gateway/bot", self._gateway),
            web.get(f"{prefix}/guilds/{{guild_id}}", self._guild),
            web.get(f"{prefix}/guilds/{{guild_id}}/members/{{user_id}}", self._member),
            *(
                web.route(method, f"{prefix}{path}", handler)
                for path in (COMMANDS, GUILD_COMMANDS)
                for method, handler in (("GET", self._commands), ("PUT", self._overwrite))
            ),
        ]

    async def _me(self, _: web.Request) -> web.Response:
        return answer(
            shapes.person(self._world.bot) | {"verified": True, "mfa_enabled": False, "locale": "en-US", "email": None}
        )

    async def _user(self, request: web.Request) -> web.Response:
        person = self._world.people.get(int(request.match_info["user_id"]))
        if person is None:
            raise Refused(10013)
        return answer(shapes.person(person))

    async def _application(self, _: web.Request) -> web.Response:
        owner = shapes.person(self._world.bot) | {"bot": False}
        flags = {"message_content": 1 << 19, "members": 1 << 15, "presences": 1 << 13}
        granted = sum(flags[name] for name in self._world.gateway.granted)
        return answer(
            {
                "id": str(self._world.application),
                "name": self._world.bot.name,
                "description": "",
                "icon": None,
                "bot_public": True,
                "bot_require_code_grant": False,
                "owner": owner,
                "team": None,
                "verify_key": "0" * 64,
                "flags": granted,
                "integration_types_config": {"0": {}, "1": {}},
            }
        )

    async def _gateway(self, request: web.Request) -> web.Response:
        if not request.path.endswith("/bot"):
            return answer({"url": self.advertised})
        limit = {
            "total": 1000,
            "remaining": self.identifies_left,
            "reset_after": self.reset_after_ms,
            "max_concurrency": 1,
        }
        return answer({"url": self.advertised, "shards": self.shards, "session_start_limit": limit})

    async def _guild(self, request: web.Request) -> web.Response:
        return answer(self._world.guild_said(self._guild_of(request)))

    async def _member(self, request: web.Request) -> web.Response:
        self._guild_of(request)
        person = self._world.people.get(int(request.match_info["user_id"]))
        if person is None:
            raise Refused(10013)
        return answer(shapes.member(person))

    def _guild_of(self, request: web.Request) -> Guild:
        found = self._world.guilds.get(int(request.match_info["guild_id"]))
        if found is None:
            raise Refused(10004)
        if not found.member:
            raise Refused(50001)
        return found

    def _scope(self, request: web.Request) -> int | None:
        if request.match_info["application_id"] != str(self._world.application):
            raise Refused(50001)
        return self._guild_of(request).id if "guild_id" in request.match_info else None

    async def _commands(self, request: web.Request) -> web.Response:
        return answer(self._world.commands.get(self._scope(request), []))

    async def _overwrite(self, request: web.Request) -> web.Response:
        scope = self._scope(request)
        wanted = (await read(request, COMMANDS if scope is None else GUILD_COMMANDS)).payload or []
        check_commands(wanted)
        before = {(one["type"], one["name"]): one for one in self._world.commands.get(scope, [])}
        self._created += sum((one.get("type") or 1, one["name"]) not in before for one in wanted)
        if self._created > CREATES_A_DAY:
            raise Refused(30034)
        self._world.syncs.append(scope)
        self._world.commands[scope] = [self._registered(one, scope, before) for one in wanted]
        return answer(self._world.commands[scope])

    def _registered(
        self, wanted: dict[str, Any], scope: int | None, before: dict[tuple[int, str], dict[str, Any]]
    ) -> dict[str, Any]:
        kind = wanted.get("type") or 1
        known = before.get((kind, wanted["name"]))
        allowed = wanted.get("default_member_permissions")
        said = {
            "id": known["id"] if known else str(snowflake()),
            "application_id": str(self._world.application),
            "version": str(snowflake()),
            "default_member_permissions": None if allowed is None else str(allowed),
            "type": kind,
            "name": wanted["name"],
            "name_localizations": wanted.get("name_localizations"),
            "description": wanted.get("description") or "",
            "description_localizations": wanted.get("description_localizations"),
            "dm_permission": True,
            "contexts": wanted.get("contexts"),
            "integration_types": wanted.get("integration_types") or [0],
            "nsfw": False,
            "options": wanted.get("options") or [],
        }
        return said if scope is None else said | {"guild_id": str(scope)}
