"""What the embedded stack needs of this machine, for ``tidings doctor``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from tidings.doctor.finding import Finding, Place, note_unchecked
from tidings.endpoints import StackNotFoundError
from tidings_local.data_folder import find_running
from tidings_local.disk_space import DATA_MB, MB, measure_free_bytes
from tidings_local.jar_cache import JarCache
from tidings_local.jar_lock import read_lock
from tidings_local.ports import Ports, find_listener, is_port_free
from tidings_local.stack_file import StackReport

# Below this the embedded node turns read-only; see elasticsearch_node.
LEAST_MB = 200


def examine_local(place: Place) -> Iterable[Finding]:
    """Give what the disk, the jars, the ports and the stack itself are like."""
    for what, folder in (("data", place.data_dir), ("cache", place.cache_dir)):
        yield judge_space(what, folder, measure_free_bytes(folder))
    sets = read_lock()
    jars = [jar for each in sets.values() for jar in each.jars]
    yield judge_jars(len(JarCache(place.cache_dir).find_missing(jars)), len(jars))
    try:
        running = find_running(place.data_dir)
    except StackNotFoundError as error:
        yield note_unchecked("stack", str(error))
        running = None
    yield from judge_stack(running, place.data_dir)
    if running is None:
        claims = Ports().to_claims()
        takers = {name: find_listener(port) for name, port in claims.items()}
        free = {name for name, port in claims.items() if is_port_free(port)}
        yield judge_ports(claims, free, takers)


def judge_space(what: str, folder: Path, free: int) -> Finding:
    """Return what the free bytes below ``folder`` say."""
    check, seen = f"disk of the {what} folder", f"{free // MB:,} MB free for {folder}"
    expected = f"{DATA_MB:,} MB"
    advice = f"make room, or choose another folder with TIDINGS_{what.upper()}_DIR"
    if free < LEAST_MB * MB:
        return Finding(check, "error", seen, expected, advice)
    if free < DATA_MB * MB:
        return Finding(check, "warning", seen, expected, advice)
    return Finding(check, "ok", seen)


def judge_jars(missing: int, wanted: int) -> Finding:
    """Return what the jars of the embedded servers are like."""
    if missing:
        seen = f"{missing} of {wanted} are missing or damaged"
        return Finding("jars", "error", seen, "all, as the lock file has them", "make setup")
    return Finding("jars", "ok", f"all {wanted} are whole")


def judge_stack(running: StackReport | None, data_dir: Path) -> Iterable[Finding]:
    """Give how the processes of the stack are, that of each which is not as it should be."""
    if running is None:
        yield Finding("stack", "warning", f"nothing runs on {data_dir}", "ready", "tidings up")
        return
    if running.state == "ready":
        yield Finding("stack", "ok", f"ready, {len(running.processes)} processes")
    for each in running.processes:
        if each.state not in ("ready", "done"):
            detail = f": {each.detail}" if each.detail else ""
            advice = f"its log says more: {each.log}"
            yield Finding(f"process {each.name}", "error", f"{each.state}{detail}", "ready", advice)


def judge_ports(
    claims: Mapping[str, int], free: set[str], takers: Mapping[str, str | None]
) -> Finding:
    """Return who has the ports that ``tidings up`` would take."""
    taken = [
        f"{port} ({name.replace('_', ' ')}) by {takers.get(name) or 'another program'}"
        for name, port in claims.items()
        if name not in free
    ]
    if taken:
        advice = "stop that program, or take other ports: tidings up --port-base 20000"
        return Finding("ports", "warning", f"taken: {', '.join(taken)}", "free", advice)
    return Finding("ports", "ok", f"the {len(claims)} that `tidings up` takes are free")
