"""Read the settings: from environment variables, or else from `.env` at the project's root."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from classroom.errors import SettingsError

BACKENDS = ("embedded", "local", "aws")
ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB"
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
PROFILE, REGION = "AWS_PROFILE", "AWS_DEFAULT_REGION"
_OURS = ("EVENTSTORE_BACKEND", "EVENTSTORE_PREFIX", "EVENTSTORE_MY", "EVENTSTORE_ENV_FILE")
KNOWN = (*_OURS, ENDPOINT, *KEYS, PROFILE, REGION)
_FOR_TESTS = "EVENTSTORE_TEST_"  # only the contract tests read these
_AMAZON = re.compile(r"(.+\.)?(amazonaws\.(com|com\.cn|eu)|api\.aws)\.?")


@dataclass(frozen=True)
class Settings:
    """What a lesson needs to know. `my` is where take_home and the progress are saved.

    `aws` may contain secrets, so the repr leaves it out.
    """

    backend: str
    prefix: str
    my: Path
    endpoint: str | None
    aws: dict[str, str] = field(repr=False)


def project_root() -> Path:
    """Return the folder of pyproject.toml: this checkout's, or else the nearest one above."""
    here = Path.cwd()
    for folder in (Path(__file__).resolve().parents[2], here, *here.parents):
        if (folder / "pyproject.toml").is_file():
            return folder
    return here


def read_settings() -> Settings:
    """Return the settings; raise SettingsError if one is missing or misspelt."""
    from_file, file = _read_file()
    _refuse_misspelt_names(from_file, file)
    values = {name: (value, file) for name, value in from_file.items() if value}
    ours = {name: os.environ.get(name) for name in KNOWN}
    values |= {name: (value, "the environment") for name, value in ours.items() if value}
    backend, source = values.get("EVENTSTORE_BACKEND", ("embedded", ""))
    if backend not in BACKENDS:
        raise _error("EVENTSTORE_BACKEND", backend, source, ", ".join(BACKENDS), BACKENDS)
    return Settings(
        backend=backend,
        prefix=_prefix(backend, *values.get("EVENTSTORE_PREFIX", ("", file))),
        my=project_root() / values.get("EVENTSTORE_MY", ("my", ""))[0],
        endpoint=_endpoint(backend, *values.get(ENDPOINT, ("", file))),
        aws=_for_amazon(from_file),
    )


def is_amazon(url: str) -> bool:
    """Return whether the address belongs to AWS."""
    return _AMAZON.fullmatch((urlsplit(url).hostname or "").lower()) is not None


def _read_file() -> tuple[dict[str, str], str]:
    """Return what the file sets, and its name for messages."""
    from dotenv import dotenv_values

    named = os.environ.get("EVENTSTORE_ENV_FILE")
    path = project_root() / (named or ".env")
    if path.is_file():
        # Secrets may contain $, and editors on Windows may write a byte order mark.
        found = dotenv_values(path, interpolate=False, encoding="utf-8-sig")
        return {name: value or "" for name, value in found.items()}, named or ".env"
    if named not in (None, "", os.devnull):
        raise SettingsError(
            f"EVENTSTORE_ENV_FILE is {named!r} (from the environment), but there is no such file."
        )
    return {}, ".env"


def _refuse_misspelt_names(from_file: dict[str, str], file: str) -> None:
    # Other programs have environment variables too, so only names like ours count there.
    ours = [name for name in os.environ if name.startswith("EVENTSTORE_") or _close(name, _OURS)]
    sources = [(name, file) for name in from_file] + [(name, "the environment") for name in ours]
    for name, source in sources:
        if name in KNOWN or name.startswith(_FOR_TESTS):
            continue
        if name.startswith(("EVENTSTORE_", "AWS_")) or _close(name, KNOWN):
            raise SettingsError(
                f"There is no setting {name} (from {source}).{_guess(name.upper(), KNOWN)}\n"
                f"Allowed: {', '.join(KNOWN)}."
            )


def _close(name: str, known: Sequence[str]) -> bool:
    return bool(get_close_matches(name.upper(), known, 1, cutoff=0.85))


def _prefix(backend: str, prefix: str, source: str) -> str:
    if not prefix and backend == "embedded":
        return "workshop"
    if not re.fullmatch(r"[A-Za-z0-9_.-]+", prefix):
        allowed = "letters, digits, - _ and . (your own name, for example: others may share it)"
        raise _error("EVENTSTORE_PREFIX", prefix, source, allowed)
    return prefix


def _endpoint(backend: str, url: str, source: str) -> str | None:
    if backend == "embedded" or (backend == "aws" and not url):
        return None
    try:
        known = urlsplit(url).scheme in ("http", "https")
    except ValueError:  # half an IPv6 address, for example
        known = False
    if known and is_amazon(url) == (backend == "aws"):
        return url
    allowed = {
        "local": "an address such as http://127.0.0.1:8000 (Amazon's own: EVENTSTORE_BACKEND=aws)",
        "aws": "nothing, or an address of AWS (another server: EVENTSTORE_BACKEND=local)",
    }
    raise _error(ENDPOINT, "(hidden)" if "@" in url else url, source, allowed[backend])


def _for_amazon(from_file: dict[str, str]) -> dict[str, str]:
    """Return the file's AWS values that no variable sets; never mix two identities."""
    identity = (*KEYS, PROFILE)
    taken = any(map(os.environ.get, (*identity, "AWS_DEFAULT_PROFILE")))
    wanted: tuple[str, ...] = () if taken else identity
    wanted += () if os.environ.get(REGION) else (REGION,)
    return {name: from_file[name] for name in wanted if from_file.get(name)}


def _error(
    name: str, value: str, source: str, allowed: str, choices: tuple[str, ...] = ()
) -> SettingsError:
    state = f"is {value!r} (from {source})" if value else f"is missing; set it in {source}"
    return SettingsError(f"{name} {state}.{_guess(value, choices)}\nAllowed: {allowed}.")


def _guess(word: str, choices: tuple[str, ...]) -> str:
    close = get_close_matches(word, choices, 1)
    return f" Did you mean {close[0]}?" if close else ""
