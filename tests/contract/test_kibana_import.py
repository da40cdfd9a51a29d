"""The one-shot import says whether Kibana took everything, as the exit status tells Docker."""

from __future__ import annotations

import json
import runpy
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from kibana_file import KIBANA, OBJECTS_FILE

find_complaint = runpy.run_path(str(KIBANA / "import_objects.py"))["find_complaint"]
LINES = OBJECTS_FILE.read_bytes()
REFUSED = {
    "success": False,
    "successCount": 30,
    "errors": [{"type": "map", "id": "tidings-map", "error": {"type": "unsupported_type"}}],
}


class Kibana:
    """Answers as it is told, and keeps what it was asked."""

    def __init__(self):
        kibana = self
        self.status, self.told = 200, json.dumps({"success": True, "successCount": 32})
        self.path, self.headers, self.body = "", {}, b""

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                kibana.path, kibana.headers = self.path, self.headers
                kibana.body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(kibana.status)
                self.end_headers()
                self.wfile.write(kibana.told.encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def kibana():
    kibana = Kibana()
    Thread(target=kibana.server.serve_forever, args=(0.01,), daemon=True).start()
    yield kibana
    kibana.server.shutdown()
    kibana.server.server_close()


def test_kibana_is_given_the_file_as_its_import_takes_it(kibana):
    assert find_complaint(kibana.url, LINES) is None
    assert kibana.path == "/api/saved_objects/_import?overwrite=true"
    assert kibana.headers["kbn-xsrf"]
    head = f"Content-Type: {kibana.headers['Content-Type']}\r\n\r\n".encode()
    (part,) = BytesParser(policy=HTTP).parsebytes(head + kibana.body).iter_parts()
    assert part.get_param("name", header="content-disposition") == "file"
    assert part.get_filename().endswith(".ndjson")
    assert part.get_payload(decode=True).decode() == LINES.decode()


def test_a_kibana_that_asks_is_shown_the_key(kibana, monkeypatch):
    assert find_complaint(kibana.url, LINES) is None
    assert "Authorization" not in kibana.headers
    monkeypatch.setenv("KIBANA_API_KEY", "made-up-key")
    assert find_complaint(kibana.url, LINES) is None
    assert kibana.headers["Authorization"] == "ApiKey made-up-key"


def test_what_was_refused_is_named_though_the_answer_is_200(kibana):
    kibana.told = json.dumps(REFUSED)
    assert find_complaint(kibana.url, LINES) == "refused map tidings-map: unsupported_type"


def test_a_kibana_that_is_not_ready_is_a_complaint(kibana):
    kibana.status, kibana.told = 503, "Kibana server is not ready yet"
    assert find_complaint(kibana.url, LINES) == "503: Kibana server is not ready yet"


@pytest.mark.parametrize(
    "told",
    [
        "<html>",
        "[]",
        "null",
        "{}",
        '{"success": false}',
        '{"success": "true"}',
        '{"errors": [null]}',
    ],
)
def test_anything_but_success_is_a_complaint(kibana, told):
    kibana.told = told
    assert find_complaint(kibana.url, LINES)


def test_no_kibana_is_a_complaint(kibana):
    kibana.server.shutdown()
    kibana.server.server_close()
    assert find_complaint(kibana.url, LINES).startswith("no answer")
