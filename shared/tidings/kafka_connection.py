"""How clients of ours reach the broker: the one place that turns settings into arguments."""

from __future__ import annotations

import ssl
from typing import Any

from tidings.settings import KafkaSettings
from tidings.tls import open_trusting_context


def build_connection(kafka: KafkaSettings) -> dict[str, Any]:
    """Return the arguments of each client, for kafka-python and aiokafka by the same names.

    The files are read anew each time, so that a new client has the certificate of today. Raises
    TlsFileError.
    """
    arguments: dict[str, Any] = {
        "bootstrap_servers": kafka.bootstrap_servers.split(","),
        "security_protocol": kafka.security_protocol,
    }
    if (context := build_tls_context(kafka)) is not None:
        arguments["ssl_context"] = context
    if kafka.sasl_password is not None:
        arguments["sasl_mechanism"] = kafka.sasl_mechanism
        arguments["sasl_plain_username"] = kafka.sasl_username
        arguments["sasl_plain_password"] = kafka.sasl_password.get_secret_value()
    return arguments


def build_tls_context(kafka: KafkaSettings) -> ssl.SSLContext | None:
    """Return what checks the broker's certificate, None without TLS; raises TlsFileError."""
    if not kafka.security_protocol.endswith("SSL"):
        return None
    return open_trusting_context(kafka.ca_file, kafka.cert_file, kafka.key_file)
