"""Which internet addresses may be spoken to: the public ones.

One job: this decision. It is taken on the number a socket is about to connect to, so that
no name, spelling or redirect leads around it.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address

# Prefixes that carry an IPv4 address in their last 32 bits (RFC 6052, RFC 8215, RFC 4291).
_CARRYING: Final = tuple(
    ip_network(prefix) for prefix in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")
)
# Not public, though Python does not say so: a cloud's own service address (Azure), protocol
# assignments (Oracle's is there), 6to4 relays, discard-only, segment routing and IPv6
# site-local.
_REFUSED: Final = tuple(
    ip_network(prefix)
    for prefix in (
        "168.63.129.16/32",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "fec0::/10",
        "100::/64",
        "5f00::/16",
    )
)


def is_public(address: str | Address) -> bool:
    """Tell whether an address belongs to the public internet.

    Loopback, private, link-local (and with it the metadata services of clouds), multicast,
    reserved, shared and documentation ranges do not; an IPv6 address that carries an IPv4
    one is judged by that. What is no address is not public.
    """
    try:
        found = ip_address(str(address).partition("%")[0])
    except ValueError:
        return False
    carried = _carried(found)
    if carried is not None and not is_public(carried):
        return False
    if found.is_multicast or (found.is_reserved and carried is None):
        return False
    if any(found in prefix for prefix in _REFUSED if prefix.version == found.version):
        return False
    return carried is not None or found.is_global


def _carried(address: Address) -> IPv4Address | None:
    """Return the IPv4 address inside a mapped, 6to4, Teredo or translated one."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if any(address in prefix for prefix in _CARRYING):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
