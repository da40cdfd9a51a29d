"""The road of an article between servers that ask who is there; each part has its own user."""

from __future__ import annotations

import base64
import os
import secrets
import shutil
import subprocess
import sys
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from certificates import make_certificates
from elastic_proxy import guard_elasticsearch
from ingest_process import choose_port
from secured_broker import open_broker
from stack_fixtures import TIDINGS, wait_until
from stage_process import ask, kill_processes

# Most is done in seconds; five stages that start at once beside other tests take minutes.
SOON_S = 300.0
COMMANDS = {
    "ingest": [str(Path(TIDINGS).with_name("tidings-ingest"))],
    "enrich": [sys.executable, str(Path(__file__).with_name("enrich_process.py")), "quick"],
    "index": [str(Path(TIDINGS).with_name("tidings-index"))],
    "desk": [str(Path(TIDINGS).with_name("tidings-desk"))],
    "watch": [str(Path(TIDINGS).with_name("tidings-watch"))],
}
# Who has a password with Elasticsearch; the others have an API key.
BY_PASSWORD = ("desk", "provision")


@dataclass
class Part:
    """One of those who connect: its secrets, its ports, and what it says."""

    name: str
    log: Path
    ca: Path
    kafka_password: str = field(default_factory=lambda: f"canary{secrets.token_urlsafe(18)}")
    elastic_secret: str = field(default_factory=lambda: f"canary{secrets.token_urlsafe(18)}")
    metrics_port: int = field(default_factory=choose_port)
    port: int = field(default_factory=choose_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def user(self) -> str:
        return f"tidings-{self.name}"

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    @property
    def way_in(self) -> str:
        if self.name not in BY_PASSWORD:
            return f"ApiKey {self.elastic_secret}"
        return "Basic " + base64.b64encode(f"{self.user}:{self.elastic_secret}".encode()).decode()

    def tell_way_in(self):
        if self.name not in BY_PASSWORD:
            return {"TIDINGS_ELASTICSEARCH_API_KEY": self.elastic_secret}
        return {
            "TIDINGS_ELASTICSEARCH_USERNAME": self.user,
            "TIDINGS_ELASTICSEARCH_PASSWORD": self.elastic_secret,
        }

    def await_standing(self, status, words=""):
        def holds():
            assert self.process.poll() is None, self.said
            got, text = ask(self.metrics_port, "/readyz")
            return got == status and words in text

        wait_until(holds, SOON_S, f"{self.name} to be {status} {words}")


class SecuredRoad:
    """The parts, the broker and the guard before Elasticsearch; nobody is known to them yet."""

    def __init__(self, folder, made, broker, guard):
        self.made, self.broker, self.guard = made, broker, guard
        self.alias = f"articles-{uuid.uuid4().hex[:8]}"
        self.parts = {}
        for name in (*COMMANDS, "provision", "operator"):
            ca = folder / f"{name}-ca.pem"
            shutil.copy(made.ca, ca)
            self.parts[name] = Part(name, folder / f"{name}.log", ca)

    def __getitem__(self, name):
        return self.parts[name]

    def describe(self, part):
        """Return the variables of a part."""
        pinned = {"TIDINGS_ELASTICSEARCH_FINGERPRINT": self.made.fingerprint}
        trusted = {"TIDINGS_ELASTICSEARCH_CA_FILE": str(self.made.ca)}
        return {
            "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": self.broker.users,
            "TIDINGS_KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
            "TIDINGS_KAFKA_SASL_USERNAME": part.user,
            "TIDINGS_KAFKA_SASL_PASSWORD": part.kafka_password,
            "TIDINGS_KAFKA_CA_FILE": str(part.ca),
            "TIDINGS_ELASTICSEARCH_URL": self.guard.url,
            "TIDINGS_ELASTICSEARCH_ALIAS": self.alias,
            "TIDINGS_ALLOW_UNAUTHENTICATED": "true",
            "TIDINGS_WATCHES_FILE": str(part.ca.with_name("watches.json")),
            "TIDINGS_HTTP_PORT": str(part.port),
            "TIDINGS_DESK_PORT": str(part.port),
            "TIDINGS_METRICS_PORT": str(part.metrics_port),
            **part.tell_way_in(),
            **(pinned if part.name in {"ingest", "index"} else trusted),
        }

    def start(self, name):
        part = self[name]
        with part.log.open("ab") as output:
            part.process = subprocess.Popen(
                COMMANDS[name],
                env={**os.environ, **self.describe(part)},
                stdout=output,
                stderr=output,
            )

    def run(self, name, *arguments):
        """Run a command as a part, and return what it printed."""
        part = self[name]
        done = subprocess.run(
            [TIDINGS, *arguments],
            env={**os.environ, **self.describe(part)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SOON_S,
            check=False,
        )
        with part.log.open("ab") as output:
            output.write(done.stdout)
        assert done.returncode == 0, part.said
        return done.stdout.decode()

    def let_into_kafka(self, *names):
        for each in names:
            self.broker.add_user(self[each].user, self[each].kafka_password)

    def let_into_elasticsearch(self, *names):
        for each in names:
            self.guard.ways_in[self[each].way_in] = each

    def push(self, body):
        article = {"id": "1", "headline": "渡口镇的桥", "body": body}
        url = f"http://127.0.0.1:{self['ingest'].port}/v1/articles"
        answer = httpx.post(url, params={"source": "gazette"}, json=article, timeout=30)
        assert answer.status_code == 202, answer.text
        return answer.json()["items"][0]["id"]

    def locate(self, article_id):
        return f"http://127.0.0.1:{self['ingest'].port}/v1/articles/{article_id}"


@contextmanager
def open_secured_road(servers, folder):
    """Give the road; what it started ends with it, and its indices go."""
    made = make_certificates(folder)
    with (
        open_broker(folder, made) as broker,
        guard_elasticsearch(servers.elasticsearch_url, {}, made) as guard,
    ):
        road = SecuredRoad(folder, made, broker, guard)
        try:
            yield road
        finally:
            kill_processes(each.process for each in road.parts.values() if each.process)
            for index in httpx.get(f"{servers.elasticsearch_url}/{road.alias}*").json():
                httpx.delete(f"{servers.elasticsearch_url}/{index}")
