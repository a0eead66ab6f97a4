"""The web servers that hosting.md names, started for real, with the lines that it shows."""

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..browser.chromium import apt_install
from .tab import ROOT, SITE

PACKAGES = {"nginx": "nginx-light", "apache2": "apache2-bin"}
HOSTING = ROOT / "book/source/teacher/hosting.md"
THEIR_FOLDER = "/srv/workshop"  # in hosting.md

# What Debian's own files say before they come to ours.
NGINX = """
daemon off;
master_process off;
pid {home}/pid;
error_log stderr;
events {{}}
http {{
    include {types};
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {home}; proxy_temp_path {home}; fastcgi_temp_path {home};
    uwsgi_temp_path {home}; scgi_temp_path {home};
    {lines}
}}
"""
APACHE = """
ServerRoot {home}
ServerName 127.0.0.1
Listen {host}:{port}
PidFile pid
ErrorLog /dev/stderr
DocumentRoot {home}
TypesConfig /etc/mime.types
{lines}
"""
MODULES = ("mpm_event", "authz_core", "alias", "deflate", "dir", "filter", "mime")


class MissingServerError(Exception):
    """The message says what to install."""


def shown(language: str) -> str:
    """Return the first lines that hosting.md shows in this language."""
    text = HOSTING.read_text(encoding="utf-8")
    return str(re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)[0])


def program(name: str) -> str:
    """Return the path of a server. Debian installs it if need be, and must not start it."""
    package = PACKAGES[name]
    there = shutil.which(name) or shutil.which(f"/usr/sbin/{name}")
    if not there and apt_install(package):
        there = shutil.which(f"/usr/sbin/{name}")
        if Path("/run/systemd/system").exists():
            subprocess.call(["systemctl", "disable", "--now", name])
    if not there:
        raise MissingServerError(f"There is no {name} here. Debian: apt-get install {package}")
    return there


@contextmanager
def running(command: list[str], host: str, port: int, folder: Path) -> Iterator[None]:
    """Run a server until it is no longer needed."""
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as server:
        try:
            for _ in range(100):
                with socket.socket() as client:
                    if client.connect_ex((host, port)) == 0:
                        break
                assert server.poll() is None, server.stderr and server.stderr.read().decode()
                time.sleep(0.1)
            yield
        finally:
            server.terminate()


def free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx(home: Path, lines: str, site: Path = SITE) -> Iterator[str]:
    """Serve the site by nginx, as Debian configures it, with these lines of a server."""
    port = free_port("127.0.0.1")
    lines = lines.replace("listen 80;", f"listen 127.0.0.1:{port};")
    server = program("nginx")
    text = NGINX.format(home=home, types="/etc/nginx/mime.types", lines=lines)
    (home / "nginx.conf").write_text(text.replace(THEIR_FOLDER, str(site)))
    command = [server, "-p", str(home), "-c", str(home / "nginx.conf")]
    with running(command, "127.0.0.1", port, home):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def apache(home: Path, lines: str, host: str, site: Path = SITE) -> Iterator[str]:
    """Serve the site by Apache, as Debian configures it, with these lines."""
    port = free_port(host)
    server = program("apache2")
    load = [f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in MODULES]
    text = APACHE.format(home=home, host=host, port=port, lines=lines)
    (home / "apache.conf").write_text("\n".join(load) + text.replace(THEIR_FOLDER, str(site)))
    command = [server, "-d", str(home), "-f", str(home / "apache.conf"), "-X"]
    with running(command, host, port, home):
        yield f"http://{host}:{port}"


@contextmanager
def python(command: str, site: Path = SITE) -> Iterator[str]:
    """Serve the site by this command of hosting.md, in the site's folder."""
    port = free_port("127.0.0.1")
    words = command.replace("8000", str(port)).replace("python3", sys.executable).split()
    with running(words, "127.0.0.1", port, site):
        yield f"http://127.0.0.1:{port}"


if __name__ == "__main__":  # before two workers want to
    for name in PACKAGES:
        sys.stdout.write(f"{program(name)}\n")
