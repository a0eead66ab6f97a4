"""The web servers of hosting.md, with its lines: what they send, and how much of it."""

import gzip
import re
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from browser_tab import needed

from . import servers
from .tab import SITE

TEXT = servers.HOSTING.read_text(encoding="utf-8")
MEGABYTES = 21  # that each learner loads once, from a server that compresses


def by_nginx(home: Path) -> AbstractContextManager[str]:
    return servers.nginx(home, servers.shown("nginx"))


def by_apache(home: Path) -> AbstractContextManager[str]:
    return servers.apache(home, servers.shown("apache"), "127.0.0.1")


@pytest.mark.parametrize(("server", "path"), [(by_nginx, "/"), (by_apache, "/workshop/")])
def test_with_the_lines_of_the_page_a_server_compresses(tmp_path, server, path) -> None:
    files = needed.files(SITE)
    total, types = 0, set()
    with server(tmp_path) as address:
        for name, (size, _) in files.items():
            asked = Request(address + path + name, headers={"Accept-Encoding": "gzip"})
            with urlopen(asked) as answer:
                body = answer.read()
                total += len(body)
                packed = answer.headers["Content-Encoding"] == "gzip"
                assert len(gzip.decompress(body) if packed else body) == size
                types |= {answer.headers.get_content_type()} if name.endswith(".js") else set()

    assert len(types) == 1
    assert types <= {"text/javascript", "application/javascript"}
    assert total < MEGABYTES * 1e6
    assert f"**{total / 1e6:.0f} MB**" in TEXT


def test_pythons_own_server_starts_with_the_line_of_the_page() -> None:
    (line,) = re.findall(r"^python3 -m http.server .*$", TEXT, re.MULTILINE)
    with servers.python(line) as address, urlopen(f"{address}/scripts/loading.js") as answer:
        assert answer.headers.get_content_type() == "text/javascript"
