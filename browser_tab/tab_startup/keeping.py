"""Keep what Python writes into `my` where it has no folder that the browser keeps.

JupyterLite gives it one, /drive, by a service worker, which needs https, and which some browsers
don't have in a private window. Elsewhere, each cell begins with the files that the browser has, and
ends by giving back those that it has changed. `browser_tab/work.js` is the other side.
"""

import json
import shutil
import sys
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import js
from IPython import get_ipython
from pyodide.code import run_js
from pyodide.ffi import JsException

WORK = "../../../../work.js"  # the kernel's script is deep in the site
Run = Callable[[str], Awaitable[Any]]
Files = dict[str, bytes | None]  # by their paths; None is a folder


def begin(home: Path) -> None:
    """Share `my` in this folder with the browser, at the start and the end of each cell."""
    kernel = get_ipython().kernel
    kernel.run = _keeping(kernel.run, home)


def _keeping(run: Run, home: Path) -> Run:
    async def run_and_keep(code: str) -> Any:
        work = await run_js(f"import('{js.URL.new(WORK, js.location.href).href}')")
        kept = json.loads(await work.mine())
        before = {path: _content(file) for path, file in kept.items()}
        _write(home, before)
        try:
            return await run(code)
        finally:
            now = _read(home)
            changed = {path: _file(now[path]) for path in now if now[path] != before.get(path, "")}
            gone = [path for path in before if path not in now]
            try:
                await work.keep(json.dumps(changed), json.dumps(gone))
            except JsException as error:
                sys.stderr.write(f"This browser can't keep what this cell wrote: {error}\n")

    return run_and_keep


def _write(home: Path, files: Files) -> None:
    shutil.rmtree(home / "my", ignore_errors=True)
    for path, content in sorted(files.items()):
        folder = home / path if content is None else (home / path).parent
        folder.mkdir(parents=True, exist_ok=True)
        if content is not None:
            (home / path).write_bytes(content)


def _read(home: Path) -> Files:
    my = home / "my"
    paths = [my, *my.rglob("*")] if my.exists() else []
    return {
        path.relative_to(home).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in paths
    }


def _content(file: dict[str, Any]) -> bytes | None:
    """Return what is in a file of the browser's, in one of JupyterLab's formats."""
    if file["type"] == "directory":
        return None
    if file["format"] == "base64":
        return b64decode(file["content"])
    text = file["content"] if file["format"] == "text" else json.dumps(file["content"])
    return str(text).encode()


def _file(content: bytes | None) -> dict[str, Any]:
    if content is None:
        return {"type": "directory", "format": "json", "content": None}
    try:
        return {"type": "file", "format": "text", "content": content.decode()}
    except UnicodeDecodeError:
        return {"type": "file", "format": "base64", "content": b64encode(content).decode()}
