"""Write the rules of deploy/alerts once more, as a resource of the Prometheus operator.

python deploy/kubernetes/write_rules.py
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).parent
RULES: Final = FOLDER.parent / "alerts"
TARGET: Final = FOLDER / "components/monitoring/prometheus-rule.yaml"
HEAD: Final = "# Written by deploy/kubernetes/write_rules.py from deploy/alerts, which says why.\n"


def build_resource() -> dict[str, Any]:
    """Return the PrometheusRule with every group of deploy/alerts."""
    files = [
        yaml.safe_load(each.read_text(encoding="utf-8")) for each in sorted(RULES.glob("*.yml"))
    ]
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": "tidings"},
        "spec": {"groups": [group for each in files for group in each["groups"]]},
    }


if __name__ == "__main__":
    text = yaml.safe_dump(build_resource(), allow_unicode=True, sort_keys=False, width=100)
    TARGET.write_text(HEAD + text, encoding="utf-8")
