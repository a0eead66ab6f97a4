"""A server as a child process: on a free port of 127.0.0.1, waited for, ended by its own handle."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

PORT = "{port}"
SECONDS_TO_START = 30
ATTEMPTS = 3
PASSED_ON = ("PATH", "SYSTEMROOT")  # no other variable of ours may change a server


class ServerError(Exception):
    """The server did not come up, or is gone. The message ends with what it printed."""


@contextmanager
def running(command: Sequence[str], settings: Mapping[str, str], home: Path) -> Iterator[str]:
    """The URL of a server, which may write into `home`.

    `command` and the environment variables `settings` hold PORT where the port belongs.
    """
    output = home / "output.txt"
    for attempt in range(ATTEMPTS):
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        process = start(command, settings, home, port)
        try:
            wait_until_it_answers(url, process, output)
            break
        except BaseException as error:  # Ctrl-C, too
            stop(process)
            # Somebody else may take the port before the server does.
            is_taken = isinstance(error, ServerError) and "in use" in str(error)
            if not is_taken or attempt == ATTEMPTS - 1:
                raise
    try:
        yield url
        if process.poll() is not None:
            raise ServerError(f"{process.args!r} ended during the tests:\n{output.read_text()}")
    finally:
        stop(process)


def start(
    command: Sequence[str], settings: Mapping[str, str], home: Path, port: int
) -> "subprocess.Popen[bytes]":
    variables = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    variables |= {"TMPDIR": str(home), "TEMP": str(home)}
    variables |= {name: value.replace(PORT, str(port)) for name, value in settings.items()}
    with (home / "output.txt").open("wb") as sink:
        return subprocess.Popen(
            [part.replace(PORT, str(port)) for part in command],
            cwd=home,
            env=variables,
            stdout=sink,
            stderr=subprocess.STDOUT,
        )


def stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def wait_until_it_answers(url: str, process: "subprocess.Popen[bytes]", output: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=1)
        try:
            connection.request("GET", "/")
            connection.getresponse()  # whatever it says: it answers
            return
        except OSError:
            time.sleep(0.02)
        finally:
            connection.close()
    state = "does not answer" if process.poll() is None else f"ended with {process.returncode}"
    raise ServerError(f"{process.args!r} {state}; it printed:\n{output.read_text()}")
