"""Read the settings: from environment variables, or else from `.env` at the project's root."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import StringIO
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from classroom.errors import SettingsError

BACKENDS = ("embedded", "local", "aws")
ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB"
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
PROFILE, REGION = "AWS_PROFILE", "AWS_DEFAULT_REGION"
_OURS = ("EVENTSTORE_BACKEND", "EVENTSTORE_PREFIX", "EVENTSTORE_MY", "EVENTSTORE_ENV_FILE")
KNOWN = (*_OURS, ENDPOINT, *KEYS, PROFILE, REGION)
_VARIABLE = "an environment variable"  # where a value is from, if not from the file
_FOR_TESTS = "EVENTSTORE_TEST_"  # only the contract tests read these
_HOST = re.compile(
    r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?\.?", re.IGNORECASE
)
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
    values |= {name: (value, _VARIABLE) for name, value in ours.items() if value}
    backend, source = values.get("EVENTSTORE_BACKEND", ("embedded", ""))
    if backend not in BACKENDS:
        raise _error("EVENTSTORE_BACKEND", backend, source, ", ".join(BACKENDS), BACKENDS)
    return Settings(
        backend=backend,
        prefix=_prefix(backend, *values.get("EVENTSTORE_PREFIX", ("", file))),
        my=_my(*values.get("EVENTSTORE_MY", ("my", ""))),
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
    text = _text_of_file(named or ".env", named not in (None, "", os.devnull))
    # Secrets may contain $.
    found = dotenv_values(stream=StringIO(text), interpolate=False)
    # Without a file, a message may still say where a setting belongs.
    name = ".env" if named in (None, os.devnull) else named
    return {name: value or "" for name, value in found.items()}, name or ".env"


def _text_of_file(name: str, must_exist: bool) -> str:
    """Return what is in the file; SettingsError says what is wrong, but doesn't quote it."""
    path = project_root() / Path(name).expanduser()
    try:
        if path.is_dir():
            raise SettingsError(
                f"{name} is a folder, but the settings belong in a file of that name.\n"
                "Rename the folder, or set EVENTSTORE_ENV_FILE to another file."
            )
        if not path.is_file():
            if must_exist:
                raise SettingsError(
                    f"EVENTSTORE_ENV_FILE is {name!r} ({_VARIABLE}), "
                    "but that file doesn't exist.\n"
                    "Correct the name, or remove the variable."
                )
            return ""
        text = path.read_bytes().decode("utf-8-sig")  # Windows may write a byte order mark
    except OSError as error:
        raise SettingsError(
            f"The file {name} can't be read: {error.strerror}.\n"
            "Allow yourself to read it, or remove it."
        ) from None
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # UTF-16 looks like this, too
        raise SettingsError(
            f"The file {name} is not text in UTF-8.\n"
            "Open it in an editor, save it with the encoding UTF-8, and try again."
        ) from None
    return text


def _refuse_misspelt_names(from_file: dict[str, str], file: str) -> None:
    # Other programs have variables too, even some that begin with EVENTSTORE_, so a variable only
    # counts if its name is close to one of ours. The file is ours.
    misspelt = [
        (name, file)
        for name in from_file
        if name.startswith(("EVENTSTORE_", "AWS_")) or _close(name, KNOWN)
    ]
    misspelt += [(name, _VARIABLE) for name in os.environ if _like_ours(name)]
    for name, source in misspelt:
        if name not in KNOWN and not name.startswith(_FOR_TESTS):
            near = _like_ours(name) or not name.startswith("EVENTSTORE_")
            guess = _guess(name.upper(), KNOWN) if near else ""
            raise SettingsError(
                f"There is no setting {name} ({_origin(source)}).{guess}\n"
                f"Allowed: {', '.join(KNOWN)}."
            )


def _like_ours(name: str) -> bool:
    """Return whether a variable's name is one of ours, or nearly so."""
    start, _, rest = name.upper().partition("STORE_")
    if rest and get_close_matches(start, ["EVENT"], cutoff=0.75):
        return bool(
            get_close_matches(rest, [each.partition("_")[2] for each in _OURS], cutoff=0.75)
        )
    return _close(name, _OURS)


def _close(name: str, known: Sequence[str]) -> bool:
    return bool(get_close_matches(name.upper(), known, 1, cutoff=0.85))


def _my(path: str, source: str) -> Path:
    try:
        return project_root() / Path(path).expanduser()
    except RuntimeError:
        allowed = "a folder; ~ at the beginning is your home folder"
        raise _error("EVENTSTORE_MY", path, source, allowed) from None


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
    if _is_address(url) and is_amazon(url) == (backend == "aws"):
        return url
    allowed = {
        "local": "an address such as http://127.0.0.1:8000, its port up to 65535 "
        "(for Amazon's own, set EVENTSTORE_BACKEND=aws)",
        "aws": "an address of AWS, or leave it empty "
        "(for another server, set EVENTSTORE_BACKEND=local)",
    }
    raise _error(ENDPOINT, "(hidden)" if "@" in url else url, source, allowed[backend])


def _is_address(url: str) -> bool:
    """Return whether boto3 can send a request there."""
    try:
        parts = urlsplit(url)
        if parts.port == 0 or parts.scheme not in ("http", "https") or re.search(r"\s", url):
            return False
        host = parts.hostname or ""
        return bool((":" in host and ip_address(host)) or _HOST.fullmatch(host))
    except ValueError:  # half an IPv6 address, or a port that doesn't exist
        return False


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
    state = f"is {value!r} ({_origin(source)})" if value else f"is missing; set it in {source}"
    return SettingsError(f"{name} {state}.{_guess(value, choices)}\nAllowed: {allowed}.")


def _origin(source: str) -> str:
    return source if source == _VARIABLE else f"from {source}"


def _guess(word: str, choices: tuple[str, ...]) -> str:
    close = get_close_matches(word, choices, 1)
    return f" Did you mean {close[0]}?" if close else ""
