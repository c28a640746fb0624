"""What the operator configured for Discord."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import SecretStr


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of this platform, named like their environment variables.

    `spool_bytes` is how much disk the films that are being uploaded may take together, `token_seconds` how long an
    interaction's token is relied on. `skills` are the choices of /skill: the name, and the label that people read.
    `admins`: some of the operator's admins are on Discord.
    """

    token: SecretStr
    api_url: str = "https://discord.com/api/v10"
    gateway_url: str | None = None
    cdn_url: str | None = None
    guild_ids: Sequence[int] = ()
    shard_ids: Sequence[int] = ()
    shard_count: int | None = None
    proxy: SecretStr | None = None
    message_content: bool = False
    token_seconds: float = 840.0
    spool_bytes: int = 1 << 30
    admins: bool = False
    skills: Mapping[str, str] = field(default_factory=dict)

    @property
    def api_proxy(self) -> str | None:
        """The proxy for the REST API and the gateway; None: no proxy."""
        return self._proxy_for(self.api_url)

    @property
    def cdn_proxy(self) -> str | None:
        """The proxy for files; None: no proxy."""
        return self._proxy_for(self.cdn_url or "https://cdn.discordapp.com")

    def _proxy_for(self, url: str) -> str | None:
        """Return the proxy for an address; a loopback address is never reached through one."""
        if self.proxy is None or _is_loopback(urlsplit(url).hostname or ""):
            return None
        return self.proxy.get_secret_value()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
