"""Fetch a package when a lesson first imports it, or let the import fail.

This is the only place that uses the internet. If the Pyodide distribution is out of reach, or sends
anything but the promised file, `import pandas` raises ModuleNotFoundError, and the lesson goes on
with what the classroom shows without it.
"""

import hashlib
import importlib
import io
import sysconfig
import zipfile
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

from js import URL, XMLHttpRequest, location
from pyodide.ffi import JsException

Sources = Mapping[str, Sequence[tuple[str, str]]]
PATIENCE, TRANSFER = 4_000, 120_000  # milliseconds: until the first reply, until the end


class OnDemand:
    """The last importer. For each name it has wheels, as (address, SHA-256)."""

    def __init__(self, sources: Sources) -> None:
        self.sources = dict(sources)
        self.placed: set[str] = set()

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Fetch what this name needs, once: after a failure, nobody waits again."""
        for address, digest in self.sources.pop(name, ()):
            if address not in self.placed and not self._place(address, digest):
                return None
        return PathFinder.find_spec(name, path, target)

    def _place(self, address: str, digest: str) -> bool:
        wheel = _fetch(address)
        if hashlib.sha256(wheel).hexdigest() != digest:
            self._give_up(address)
            return False
        with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
            archive.extractall(sysconfig.get_path("purelib"))
        importlib.invalidate_caches()
        self.placed.add(address)
        return True

    def _give_up(self, address: str) -> None:
        """Don't ask an origin again that failed."""
        for name, wheels in list(self.sources.items()):
            if _origin(address) in origins({name: wheels}):
                del self.sources[name]


def origins(sources: Sources) -> set[str]:
    """Return the origins of these packages."""
    return {_origin(address) for wheels in sources.values() for address, _ in wheels}


def _origin(address: str) -> str:
    return str(URL.new(address, location.href).origin)


def _fetch(address: str) -> bytes:
    """Return the file, or nothing if there's no reply; synchronous, as an import can't await."""
    try:
        _request("HEAD", address, PATIENCE)
        return _request("GET", address, TRANSFER)
    except JsException:
        return b""


def _request(method: str, address: str, patience: int) -> bytes:
    request = XMLHttpRequest.new()
    request.open(method, URL.new(address, location.href).href, False)
    request.responseType = "arraybuffer"
    request.timeout = patience
    request.send()
    return request.response.to_bytes() if request.status == 200 else b""
