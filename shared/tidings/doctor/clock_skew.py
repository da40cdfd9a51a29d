"""Whether another clock agrees with ours. Pure."""

from __future__ import annotations

from typing import Final

from tidings.doctor.finding import Finding, Severity

# A Date header has whole seconds and is as old as the answer takes; two of each are no skew.
UNNOTICED_S: Final = 4.0
# Revisions of an article are ordered by the clock of ingest: a minute off, and a correction that
# comes through another process can lose.
HARMFUL_S: Final = 60.0
ADVICE: Final = "let this machine and that one follow a time server: timedatectl set-ntp true"


def judge_skew(whose: str, ours_s: float, theirs_s: float) -> Finding:
    """Return what the two times, in seconds since 1970, say of the clock of ``whose``."""
    off = theirs_s - ours_s
    check = f"clock of {whose}"
    expected = f"within {UNNOTICED_S:.0f} s of this machine's"
    if abs(off) <= UNNOTICED_S:
        return Finding(check, "ok", "agrees with this machine's", expected)
    seen = f"{abs(off):.0f} s {'ahead' if off > 0 else 'behind'}"
    severity: Severity = "error" if abs(off) > HARMFUL_S else "warning"
    return Finding(check, severity, seen, expected, ADVICE)
