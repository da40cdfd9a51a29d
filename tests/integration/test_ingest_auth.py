"""Ingest as a process with a keys file: who gets in, and what it says of secrets."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
from ingest_keys import add_bearer, add_webhook, bear
from stack_fixtures import wait_until

from tidings_ingest.keys.key_change import change_keys

pytestmark = pytest.mark.servers
ROOT = Path(__file__).parents[2]
SOON_S = 30.0
# 2.5 s of work; a machine with ten processes for each core was seen to take 24 s.
END_WITHIN_S = 120.0
ARTICLE = '{"id":"1","headline":"渡口镇的桥修好了"}'.encode()


@pytest.fixture
def keys(tmp_path):
    return tmp_path / "keys.json"


def start_with_keys(ingest, keys, **variables):
    process = ingest.start(
        TIDINGS_KEYS_FILE=str(keys), TIDINGS_ALLOW_UNAUTHENTICATED="false", **variables
    )
    wait_until(lambda: ingest.ask("/healthz")[0] == 200, SOON_S, "ingest to listen")
    return process


def push(ingest, headers, body=ARTICLE, **params):
    headers = {"Content-Type": "application/json", **headers}
    url = f"{ingest.url}/v1/articles"
    return httpx.post(url, content=body, headers=headers, params=params, timeout=30)


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_without_keys_nothing_starts_by_accident(ingest, host):
    process = ingest.start(TIDINGS_HTTP_HOST=host, TIDINGS_ALLOW_UNAUTHENTICATED="false")
    assert process.wait(END_WITHIN_S) == 2
    assert "TIDINGS_KEYS_FILE" in ingest.log
    assert "TIDINGS_ALLOW_UNAUTHENTICATED" in ingest.log
    assert "Traceback" not in ingest.log


def test_a_keys_file_that_cannot_be_used_ends_the_start(ingest, keys):
    assert ingest.start(TIDINGS_KEYS_FILE=str(keys)).wait(END_WITHIN_S) == 2
    add_bearer(keys, "riverside")
    keys.chmod(0o644)
    assert ingest.start(TIDINGS_KEYS_FILE=str(keys)).wait(END_WITHIN_S) == 2
    assert "No such file" in ingest.log
    assert "open to others" in ingest.log


def test_a_key_comes_and_goes_without_a_restart(ingest, keys):
    old = add_bearer(keys, "riverside", "old")
    ingest.create_topic()
    process = start_with_keys(ingest, keys)
    wait_until(lambda: push(ingest, bear(old)).status_code == 202, SOON_S, "the first 202")

    new = add_bearer(keys, "riverside", "new")
    wait_until(lambda: push(ingest, bear(new)).status_code == 202, 5, "the new key to be good")
    with change_keys(keys) as kept:
        del kept[0]
    wait_until(lambda: push(ingest, bear(old)).status_code == 401, 5, "the old key to be bad")
    keys.write_text("{")
    push(ingest, bear(new))
    wait_until(lambda: "stay good" in ingest.log or not push(ingest, bear(new)), 5, "the error")
    assert push(ingest, bear(new)).status_code == 202
    process.terminate()
    assert process.wait(20) == 0


def test_no_secret_is_in_anything_that_the_process_says(ingest, keys):
    token, secret = add_bearer(keys, "riverside"), add_webhook(keys, "riverside")
    wrong = f"{token[:-12]}canaryCANARY"
    process = start_with_keys(ingest, keys, TIDINGS_LOG_LEVEL="debug")
    answers = [push(ingest, bear(token))]
    assert answers[0].status_code == 503, "there is no topic yet"
    ingest.create_topic()
    wait_until(lambda: push(ingest, bear(token)).status_code == 202, SOON_S, "the first 202")

    signature = {"webhook-id": "m", "webhook-timestamp": "1", "webhook-signature": f"v1,{secret}"}
    for headers in (bear(token), bear(wrong), bear(f"{token}\u00e9"), {"Authorization": token}):
        encoded = {name: value.encode("latin-1") for name, value in headers.items()}
        for body in (ARTICLE, b"{", b'{"headline":1}', b"\x89PNG"):
            answers += [push(ingest, encoded, body), push(ingest, encoded, body, source="x")]
    answers += [push(ingest, signature), push(ingest, bear(token) | {"Content-Type": "image/png"})]
    answers.append(httpx.get(f"{ingest.url}/{token}", headers=bear(token)))
    answers.append(httpx.get(f"http://127.0.0.1:{ingest.metrics_port}/metrics"))
    answers += [httpx.get(f"{ingest.url}{path}") for path in ("/docs", "/openapi.json")]
    content = keys.read_text()
    keys.write_text(content.replace('"kind"', f'"{secret}"').replace("2031", token))
    assert push(ingest, bear(token)).status_code in {202, 401}
    wait_until(
        lambda: push(ingest, bear(token)) and "not read" in ingest.log, 5, "the file to be read"
    )
    process.terminate()
    process.wait(20)

    said = ingest.log + "".join(f"{each.headers} {each.text}" for each in answers)
    assert {each.status_code for each in answers} >= {200, 202, 400, 401, 403, 404, 415, 422, 503}
    secrets = (token.split("_", 2)[2][:20], secret.removeprefix("whsec_")[:20], "canaryCANARY")
    assert not [each for each in secrets if each in said]
    assert 'outcome="unauthorized"' in said


def test_the_lines_of_the_documentation_push(ingest, keys):
    if not all(map(shutil.which, ("bash", "curl", "openssl", "od", "base64"))):
        pytest.skip("curl and openssl are what the lines are made of")
    variables = {
        "TIDINGS_KEY": add_bearer(keys, "riverside"),
        "WEBHOOK_SECRET": add_webhook(keys, "riverside"),
    }
    ingest.create_topic()
    start_with_keys(ingest, keys)
    wait_until(lambda: ingest.ask("/readyz")[0] == 200, SOON_S, "ingest to be ready")

    page = (ROOT / "docs/keys.md").read_text(encoding="utf-8")
    blocks = [each for each in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) if "curl" in each]
    assert len(blocks) == 2
    for block in blocks:
        assert "http://127.0.0.1:8080" in block
        script = block.replace("http://127.0.0.1:8080", ingest.url)
        done = subprocess.run(
            ["bash", "-euc", script],
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin", **variables},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        # The second pushes what the first has pushed, perhaps within the same second.
        told = re.findall(r'"status":"(\w+)"', done.stdout)
        assert told, done.stdout + done.stderr
        assert set(told) <= {"accepted", "unchanged"}, done.stdout
