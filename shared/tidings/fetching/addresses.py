"""Which addresses of the network we fetch from. Pure.

The rule is a list of what is allowed, so that a range that nobody thought of is refused.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# The only part of IPv6 that IANA hands out to the public (RFC 4291, registry of global unicast).
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
# RFC 6052: the last 32 bits are the IPv4 address that a translator connects to.
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")
# Newer versions of ipaddress know all of these as not global, older ones only in part: protocol
# assignments (RFC 6890), and 6to4, which hides an IPv4 address and is given up (RFC 7526).
_NOT_GLOBAL: Final[tuple[Network, ...]] = (IPv4Network("192.0.0.0/24"), IPv6Network("2002::/16"))
# Where clouds answer each machine with its settings or credentials, in ranges that are public or
# private otherwise: Azure, Alibaba, Amazon. 169.254.169.254 of all the others is link-local.
_CLOUD_SERVICES: Final[tuple[Address, ...]] = (
    IPv4Address("168.63.129.16"),
    IPv4Address("100.100.100.200"),
    IPv6Address("fd00:ec2::254"),
)
# RFC 1918, carriers and overlay networks (RFC 6598), benchmarks (RFC 2544), RFC 4193, loopback.
_OWN_NETWORKS: Final[tuple[Network, ...]] = (
    IPv4Network("10.0.0.0/8"),
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.168.0.0/16"),
    IPv4Network("100.64.0.0/10"),
    IPv4Network("198.18.0.0/15"),
    IPv6Network("fc00::/7"),
    IPv4Network("127.0.0.0/8"),
    IPv6Network("::1/128"),
)


def find_objection(address: Address, *, allow_private: bool) -> str | None:
    """Return what kind of address it is when we do not connect to it, None when we do.

    With ``allow_private``, loopback and private networks are connected to as well. Link-local
    addresses and those of clouds' services never are: no feed is there.
    """
    address = _find_embedded(address) or address
    if address in _CLOUD_SERVICES:
        return "an address of a cloud's services"
    if _is_public(address):
        return None
    if any(address in each for each in _OWN_NETWORKS):
        kind = "loopback" if address.is_loopback else "private"
        return None if allow_private else f"a {kind} address"
    return f"{_name_kind(address)} address"


def parse_address(text: str) -> Address:
    """Return the address that a resolver wrote, without the zone of a link-local one.

    Raises ValueError.
    """
    return ip_address(text.partition("%")[0])


def _find_embedded(address: Address) -> IPv4Address | None:
    """Return the IPv4 address that connecting to an IPv6 address would reach in the end."""
    if isinstance(address, IPv4Address):
        return None
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped


def _is_public(address: Address) -> bool:
    if (
        not address.is_global
        or address.is_multicast
        or any(address in each for each in _NOT_GLOBAL)
    ):
        return False
    return isinstance(address, IPv4Address) or address in _GLOBAL_UNICAST


def _name_kind(address: Address) -> str:
    if address.is_unspecified:
        return "an unspecified"
    if address.is_multicast:
        return "a multicast"
    return "a link-local" if address.is_link_local else "a reserved"
