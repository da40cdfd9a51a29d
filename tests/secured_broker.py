"""A real broker that asks who is there: SCRAM over TLS, client certificates, our ACLs.

Run as a script it is that broker: ``python secured_broker.py HOME PORT SERVER_PEM CA_PEM``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from certificates import Certificates
from kafka import KafkaAdminClient
from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePattern,
    ResourceType,
    UserScramCredentialUpsertion,
)
from stack_fixtures import START_DEADLINE_S, choose_free_base, wait_until

from tidings_local.kafka_broker import BrokerSettings, become_broker
from tidings_local.process_log import read_tail
from tidings_local.readiness import probe_kafka

ACLS = json.loads((Path(__file__).parents[1] / "deploy/kafka/acls.json").read_text("utf-8"))
PORTS = 4
STOP_WITHIN_S = 30.0
# Kafka takes no fewer for SCRAM; a client computes as many at each connection.
ITERATIONS = 4096


@dataclass(frozen=True)
class SecuredSettings(BrokerSettings):
    """``port`` takes whoever tests, ``port + 2`` users, ``port + 3`` client certificates."""

    server: Path
    ca: Path

    def to_properties(self):
        told = super().to_properties()
        users, certificates = f"127.0.0.1:{self.port + 2}", f"127.0.0.1:{self.port + 3}"
        outside = f",USERS://{users},CERTIFICATES://{certificates}"
        login = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
        return told | {
            "listeners": told["listeners"] + outside,
            "advertised.listeners": told["advertised.listeners"] + outside,
            "listener.security.protocol.map": told["listener.security.protocol.map"]
            + ",USERS:SASL_SSL,CERTIFICATES:SSL",
            "sasl.enabled.mechanisms": "SCRAM-SHA-512,SCRAM-SHA-256",
            "listener.name.users.scram-sha-512.sasl.jaas.config": login,
            "listener.name.users.scram-sha-256.sasl.jaas.config": login,
            "listener.name.certificates.ssl.client.auth": "required",
            "ssl.keystore.type": "PEM",
            "ssl.keystore.location": str(self.server),
            "ssl.truststore.type": "PEM",
            "ssl.truststore.location": str(self.ca),
            "ssl.principal.mapping.rules": "RULE:^.*CN=([^,]+).*$/tidings-$1/,DEFAULT",
            "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            # Whoever comes over the plain listeners, which are on loopback.
            "super.users": "User:ANONYMOUS",
        }


@dataclass(frozen=True, slots=True)
class SecuredBroker:
    """``plain`` asks nobody, ``users`` for a password, ``certificates`` for one; host and port."""

    plain: str
    users: str
    certificates: str

    def add_user(self, name: str, password: str) -> None:
        self._administer(
            "alter_user_scram_credentials",
            [UserScramCredentialUpsertion(name, "SCRAM-SHA-512", password, ITERATIONS)],
        )

    def grant(self) -> None:
        """Create what deploy/kafka/acls.json says."""
        granted = [acl for name, rules in ACLS.items() for acl in _list_acls(name, rules)]
        answer = self._administer("create_acls", granted)
        assert not answer["failed"]

    def _administer(self, name, argument):
        admin = KafkaAdminClient(bootstrap_servers=self.plain)
        try:
            return getattr(admin, name)(argument)
        finally:
            admin.close()


@contextmanager
def open_broker(folder: Path, made: Certificates):
    """Give a broker that has the ACLs, and no users yet."""
    base = choose_free_base(PORTS)
    command = [sys.executable, __file__, folder / "kafka", str(base), made.server, made.ca]
    log = folder / "broker.log"
    paths = os.pathsep.join(each for each in sys.path if each)
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env={**os.environ, "PYTHONPATH": paths}, stdout=output, stderr=output
        )
    try:
        plain, users, certificates = (f"127.0.0.1:{base + each}" for each in (0, 2, 3))
        wait_until(
            lambda: process.poll() is not None or probe_kafka(plain) is None,
            START_DEADLINE_S,
            "the broker",
        )
        assert process.poll() is None, read_tail(log)
        broker = SecuredBroker(plain, users, certificates)
        broker.grant()
        yield broker
    finally:
        process.terminate()
        process.wait(STOP_WITHIN_S)


def _list_acls(principal, rules):
    for rule in rules:
        pattern = ACLResourcePatternType[rule.get("pattern", "literal").upper()]
        resource = ResourcePattern(ResourceType[rule["resource"].upper()], rule["name"], pattern)
        for operation in rule["operations"]:
            yield ACL(
                f"User:{principal}",
                "*",
                ACLOperation[operation.upper()],
                ACLPermissionType.ALLOW,
                resource,
            )


if __name__ == "__main__":
    home, port = Path(sys.argv[1]), int(sys.argv[2])
    become_broker(SecuredSettings(home, port, port + 1, Path(sys.argv[3]), Path(sys.argv[4])))
