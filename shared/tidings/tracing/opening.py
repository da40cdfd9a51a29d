"""Whether spans are recorded: told by the variables that OpenTelemetry names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from tidings import __version__
from tidings.configuration.checking import WrongSettingError
from tidings.tracing.spans import NO_SPANS, Spans

# The second goes before the first, for it is about spans alone.
ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")


def open_spans(stage: str, environment: Mapping[str, str]) -> Spans:
    """Return where the spans of ``stage`` go; nowhere, and nothing is imported, until an endpoint
    is set.

    Raises WrongSettingError for an endpoint that is no URL, and where the package for it is
    missing.
    """
    variable = find_endpoint(environment)
    if variable is None:
        return NO_SPANS
    _check_url(variable, environment[variable].strip())
    try:
        # Imported late: it takes a tenth of a second and 9 MB that nobody needs without it.
        from tidings.tracing.otlp import OtlpSpans  # noqa: PLC0415
    except ImportError as error:
        raise WrongSettingError(
            f"{variable} asks for spans, and {error.name} is not installed; "
            "it comes with tidings[tracing]"
        ) from error
    return OtlpSpans(stage, __version__)


def find_endpoint(environment: Mapping[str, str]) -> str | None:
    """Return the variable that names the collector; None where no spans are asked for."""
    is_off = (
        environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
        or environment.get("OTEL_TRACES_EXPORTER", "").strip().lower() == "none"
    )
    if is_off:
        return None
    return next((each for each in ENDPOINTS if environment.get(each, "").strip()), None)


def _check_url(variable: str, told: str) -> None:
    try:
        parts = urlsplit(told)
        is_good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good:
        # Not quoted: whoever puts a password into it does not want to read it in a log.
        raise WrongSettingError(f"{variable} is no URL such as http://collector:4318")
