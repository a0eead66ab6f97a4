"""The first cell of a lesson that must do without what a browser tab does not have.

A kernel has started its own threads and sockets by then. What is refused is anything new.
"""

import socket
import subprocess
import sys
import threading


class Absent:
    """An importer that cannot find the packages which a browser tab may lack."""

    @staticmethod
    def find_spec(name, *_):
        if name.partition(".")[0] in ("matplotlib", "numpy", "pandas"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


assert "pandas" not in sys.modules
sys.meta_path.insert(0, Absent)


def refuse(what):
    def refused(*_args, **_kwargs):
        raise AssertionError(f"a lesson must not need {what}")

    return refused


threading.Thread.start = refuse("a thread")
socket.socket.__init__ = refuse("a socket")
subprocess.Popen.__init__ = refuse("another process")
