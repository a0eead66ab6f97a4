"""A stock nginx: its own types and defaults, and nothing set for us but a folder and an address."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONFIGURATION = """
pid {home}/nginx.pid;
error_log {home}/error.log;
{user}
events {{}}
http {{
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  sendfile on;
  access_log off;
  client_body_temp_path {home}/body;
  proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/fastcgi;
  uwsgi_temp_path {home}/uwsgi;
  scgi_temp_path {home}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {site};
    index index.html;
  }}
}}
"""


@contextmanager
def served(site: Path, home: Path) -> Iterator[str]:
    """Serve a folder from this machine to this machine; give the address."""
    port = free_port()
    file = home / "nginx.conf"
    # Workers of a root's nginx would be somebody else, who may not read a folder of root's.
    user = "user root;" if Path("/root").owner() == Path.home().owner() == "root" else ""
    file.write_text(CONFIGURATION.format(home=home, port=port, site=site, user=user))
    command = [shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(file), "-g", "daemon off;"]
    nginx = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as knocking:
                if not knocking.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
    finally:
        nginx.terminate()
        nginx.wait()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
