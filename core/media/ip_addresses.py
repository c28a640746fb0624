"""Which IP addresses belong to the public internet. Pure.

A link from a stranger may lead to the operator's router, a cloud's metadata service or the bot's own host. Where
an address can be read in two ways, both must be public.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

# Public by number, but a cloud host's own wire server answers there (Azure).
_HOST_SERVICES: Final = frozenset({ip_address("168.63.129.16")})
# Carrier-grade NAT, protocol assignments, 6to4 relays: releases of Python disagree on `is_global` for these.
_SPECIAL: Final = tuple(map(ip_network, ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24")))
_NAT64: Final = IPv6Network("64:ff9b::/96")
_LOCAL_NAT64: Final = IPv6Network("64:ff9b:1::/48")
_IPV4_COMPATIBLE: Final = IPv6Network("::/96")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; a text that is no address does not."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return _public4(parsed) if isinstance(parsed, IPv4Address) else _public6(parsed)


def _public4(address: IPv4Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _SPECIAL)
        and address not in _HOST_SERVICES
    )


def _public6(address: IPv6Address) -> bool:
    inner = _embedded(address)
    if inner is not None:
        return _public4(inner)
    if address.teredo is not None or address in _LOCAL_NAT64 or address in _IPV4_COMPATIBLE:
        return False
    return address.is_global and not address.is_multicast and not address.is_site_local


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address embedded in this one (mapped, 6to4 or NAT64), if any: a gateway would connect to it."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
