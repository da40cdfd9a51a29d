"""Only public addresses are fetched from, in whichever form they are written."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.fetching.addresses import find_objection, parse_address
from tidings.fetching.backend import resolve_host

INSIDE = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/29",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
]
INSIDE_V6 = [
    "::/16",
    "100::/64",
    "2001:db8::/32",
    "2002::/16",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
]
INSIDE_V6 += ["fec0::/10", "ff00::/8", "64:ff9b:1::/48", "2001::/32", "4000::/3"]


def object_to(text, allow_private=False):
    return find_objection(parse_address(text), allow_private=allow_private)


def addresses_in(networks):
    return st.sampled_from(networks).flatmap(lambda each: st.integers(int(each[0]), int(each[-1])))


inside_v4 = addresses_in([IPv4Network(each) for each in INSIDE])
inside_v6 = addresses_in([IPv6Network(each) for each in INSIDE_V6])


@given(inside_v4)
def test_no_address_of_a_special_range_is_fetched_from(number):
    assert find_objection(IPv4Address(number), allow_private=False)


@given(inside_v6)
def test_no_address_of_a_special_range_of_ipv6_is_fetched_from(number):
    assert find_objection(IPv6Address(number), allow_private=False)


@given(inside_v4, st.sampled_from(["::ffff:0:0", "64:ff9b::", "::"]))
def test_an_inner_address_in_the_clothes_of_ipv6_is_not_fetched_from(number, prefix):
    assert find_objection(IPv6Address(int(IPv6Address(prefix)) + number), allow_private=False)


@given(inside_v4, st.integers(0, 2**80 - 1))
def test_an_inner_address_inside_6to4_is_not_fetched_from(number, rest):
    address = IPv6Address(0x2002 << 112 | number << 80 | rest)
    assert find_objection(address, allow_private=False)


@pytest.mark.parametrize("text", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "192.88.98.1"])
def test_a_public_address_is_fetched_from(text):
    assert object_to(text) is None


@pytest.mark.parametrize("text", ["::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_a_public_address_behind_a_translator_is_fetched_from(text):
    assert object_to(text) is None


@pytest.mark.parametrize("text", ["127.0.0.1", "::1", "10.1.2.3", "fd12::1", "::ffff:10.1.2.3"])
def test_private_addresses_are_fetched_from_where_that_is_allowed(text):
    assert object_to(text)
    assert object_to(text, allow_private=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "fd00:ec2::254",
        "fe80::1%2",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "ff02::1",
    ],
)
def test_clouds_services_and_what_is_no_host_are_refused_even_then(text):
    assert object_to(text, allow_private=True)


@pytest.mark.parametrize(
    "host",
    [
        "0x7f.1",
        "0x7f000001",
        "2130706433",
        "127.1",
        "127.0.1",
        "0177.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:7f00:1",
        "localhost",
        "0",
    ],
)
def test_other_spellings_of_this_machine_are_resolved_before_they_are_judged(host):
    addresses = resolve_host(host, 80)
    assert addresses
    assert all(find_objection(each, allow_private=False) for each in addresses)


@given(inside_v4, st.sampled_from(["{0}", "0x{0:x}", "0{0:o}"]))
def test_a_number_in_any_base_is_the_address_that_it_means(number, form):
    (address,) = resolve_host(form.format(number), 80)
    assert address == IPv4Address(number)
