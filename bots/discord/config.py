"""What the operator decided about Discord."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import SecretStr


@dataclass(frozen=True, slots=True)
class Terms:
    """The settings of this platform; the variables' names say what is meant.

    `spool_bytes` is what films may take on disk while they are uploaded, `token_seconds` how long an interaction's
    token is relied on. `skills` are the choices of /skill: name and what people read.
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
    skills: Mapping[str, str] = field(default_factory=dict)

    @property
    def api_proxy(self) -> str | None:
        """The proxy for the API and the gateway."""
        return self._proxy_for(self.api_url)

    @property
    def cdn_proxy(self) -> str | None:
        """The proxy for files."""
        return self._proxy_for(self.cdn_url or "https://cdn.discordapp.com")

    def _proxy_for(self, url: str) -> str | None:
        """Return the proxy for an address; this machine is never asked by way of another."""
        if self.proxy is None or _is_loopback(urlsplit(url).hostname or ""):
            return None
        return self.proxy.get_secret_value()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
