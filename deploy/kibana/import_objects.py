"""Give Kibana the data views, searches and dashboards: exit status 0, else 1 and why.

python import_objects.py http://kibana:5601 articles.ndjson

KIBANA_API_KEY lets it in where Kibana asks; SSL_CERT_FILE names the authorities it then trusts.
What is there under the same id is replaced. The standard library alone, for it runs in the image of
the stages. It does not wait for Kibana: whoever runs it starts it again.
"""

from __future__ import annotations

import json
import os
import sys
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

# Some 40 small objects; Kibana migrates each.
TIMEOUT_S = 60
_BOUNDARY = "tidings-saved-objects"


def find_complaint(url: str, lines: bytes) -> str | None:
    """Import the saved objects of ``lines`` (NDJSON); return what went wrong, None when nothing."""
    try:
        # The address is the operator's own.
        with urlopen(_build_request(url, lines), timeout=TIMEOUT_S) as answer:  # noqa: S310
            told = json.load(answer)
    except HTTPError as error:
        return f"{error.code}: {error.read(500).decode('utf-8', 'replace').strip()}"
    except (OSError, HTTPException, ValueError) as error:
        return f"no answer ({error})"
    # 200 also when some of the objects were refused.
    match told:
        case {"success": True}:
            return None
        case {"errors": [*refused]}:
            return f"refused {'; '.join(_describe(each) for each in refused)}"
        case _:
            return f"not what Kibana answers: {json.dumps(told)[:500]}"


def _describe(refused: object) -> str:
    match refused:
        case {"type": kind, "id": name, "error": {"type": why}}:
            return f"{kind} {name}: {why}"
        case _:
            return json.dumps(refused)[:500]


def _build_request(url: str, lines: bytes) -> Request:
    key = os.environ.get("KIBANA_API_KEY")
    head = (
        f"--{_BOUNDARY}\r\n"
        'Content-Disposition: form-data; name="file"; filename="articles.ndjson"\r\n'
        "Content-Type: application/ndjson\r\n\r\n"
    )
    return Request(  # noqa: S310
        f"{url}/api/saved_objects/_import?overwrite=true",
        data=head.encode() + lines + f"\r\n--{_BOUNDARY}--\r\n".encode(),
        headers={
            "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
            # Kibana takes no writes without it.
            "kbn-xsrf": "tidings",
            **({"Authorization": f"ApiKey {key}"} if key else {}),
        },
    )


if __name__ == "__main__":
    sys.exit(find_complaint(sys.argv[1], Path(sys.argv[2]).read_bytes()))
