"""Signatures as Standard Webhooks has them: over id, time and body, within five minutes."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from tidings.webhooks import decode_secret, sign_message
from tidings_ingest.keys.signature import (
    SignatureHeaderError,
    SignedHead,
    find_signer,
    read_signed_head,
)

# The example that the specification's reference libraries are tested with.
SECRET = decode_secret(SecretStr("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
BODY = b'{"test": 2432232314}'
HEADERS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
NOW = datetime.fromtimestamp(1614265330, UTC)


def find(body=BODY, secrets=(SECRET,), now=NOW, **changes):
    headers = HEADERS | {name.replace("_", "-"): value for name, value in changes.items()}
    return find_signer(read_signed_head(headers, now), body, secrets)


def test_the_reference_example_fits():
    assert find() == 0


def test_either_of_two_secrets_and_any_of_several_signatures_is_good():
    good = HEADERS["webhook-signature"]
    assert find(secrets=(b"other", SECRET)) == 1
    assert find(webhook_signature=f"v1a,{good[3:]} v1,AAAA v2,x v1,not-base64 {good}") == 0
    assert find(secrets=(b"other",)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"webhook_id": "msg_other"},
        {"webhook_timestamp": "1614265331"},
        {"webhook_timestamp": "01614265330"},
        {"webhook_signature": f"v1,{base64.b64encode(bytes(32)).decode()}"},
        {"body": BODY + b" "},
        {"body": b""},
    ],
)
def test_whatever_is_changed_the_signature_fits_no_more(changes):
    assert find(**changes) is None


def test_the_time_that_a_comparison_takes_does_not_tell_how_much_of_a_signature_fits():
    class Incomparable(bytes):
        """Python asks it first when it is compared with bytes by ==, which ends at a difference."""

        __hash__ = bytes.__hash__

        def __eq__(self, other):
            raise AssertionError("compared with ==")

    signed = sign_message(SECRET, "m", "1", BODY)
    for signature, position in ((signed, 0), (bytes(32), None)):
        head = SignedHead("m", "1", (Incomparable(signature),))
        assert find_signer(head, BODY, [SECRET]) == position


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(300, True), (-300, True), (301, False), (-301, False)]
)
def test_five_minutes_to_either_side_are_taken(seconds, is_taken):
    now = datetime.fromtimestamp(1614265330 + seconds, UTC)
    if is_taken:
        assert find(now=now) == 0
    else:
        with pytest.raises(SignatureHeaderError, match="webhook-timestamp: more than 300 s"):
            find(now=now)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        *(("webhook-id", value) for value in ("", "x" * 256, "a.b", "a\tb", "é")),
        *(("webhook-timestamp", value) for value in ("", "now", "-1", "1.5", "٣", "9" * 5_000)),
        *(("webhook-signature", value) for value in ("", "v1", "v1a,AAAA", "v1,*", "v1,é", "x")),
        ("webhook-signature", " ".join(["v1,AAAA"] * 17)),
    ],
)
def test_a_header_that_is_wrong_is_named(header, value):
    with pytest.raises(SignatureHeaderError) as error:
        read_signed_head(HEADERS | {header: value}, NOW)
    assert error.value.header == header


@given(
    secret=st.binary(min_size=24, max_size=64),
    name=st.text("abc_-0189", min_size=1, max_size=9),
    second=st.integers(0, 10**10),
    body=st.binary(max_size=99),
)
def test_a_signature_is_the_hmac_of_the_three_parts_joined(secret, name, second, body):
    signed = b"%s.%d.%s" % (name.encode(), second, body)
    expected = hmac.digest(secret, signed, hashlib.sha256)
    assert sign_message(secret, name, str(second), body) == expected
