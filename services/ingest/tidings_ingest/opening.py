"""What has to be there before the stage can start: a rule on who may push."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from tidings.configuration.checking import WrongSettingError
from tidings.private.reading import PrivateFileError
from tidings_ingest.authentication import Authentication, KeyCheck, OpenDoor
from tidings_ingest.keys.key_watch import KeyWatch
from tidings_ingest.settings import IngestSettings

log = structlog.get_logger()


def choose_authentication(
    settings: IngestSettings,
    clock: Callable[[], datetime],
    monotonic: Callable[[], float],
) -> Authentication:
    """Return the keys' check, or the open door where that was asked for aloud.

    Raises WrongSettingError without either, and when the keys cannot be read. Keys go before the
    open door: whoever names both means to have keys.
    """
    if settings.keys_file is not None:
        try:
            watch = KeyWatch(settings.keys_file, monotonic)
        except PrivateFileError as error:
            raise WrongSettingError(f"TIDINGS_KEYS_FILE {error}") from error
        keys = len(watch.read())
        if keys == 0:
            log.warning("the keys file has no key: every push is refused")
        if settings.allow_unauthenticated:
            log.warning("TIDINGS_ALLOW_UNAUTHENTICATED counts for nothing beside a keys file")
        log.info("keys read", keys=keys)
        return KeyCheck(watch.read, clock)
    if not settings.allow_unauthenticated:
        raise WrongSettingError(
            "no keys, so nobody could push. Make one with `tidings keys add SOURCE --file FILE` "
            "and set TIDINGS_KEYS_FILE; or set TIDINGS_ALLOW_UNAUTHENTICATED=true, and whoever "
            f"reaches {settings.http_host} port {settings.http_port} may push."
        )
    log.warning(
        "TIDINGS_ALLOW_UNAUTHENTICATED: nobody is asked for a key, whoever reaches the port pushes",
        http_host=settings.http_host,
    )
    return OpenDoor()
