"""The first cell of a lesson that must do without what a browser tab does not have.

A kernel has started its own threads and sockets by then. What is refused is anything new. And any
table but the learner's own: in a shared AWS account, nobody may even ask for another.
"""

import re
import socket
import subprocess
import sys
import threading

from botocore.client import BaseClient


class Absent:
    """An importer that cannot find the packages which a browser tab may lack."""

    @staticmethod
    def find_spec(name, *_):
        if name.partition(".")[0] in ("numpy", "pandas"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


assert "pandas" not in sys.modules
sys.meta_path.insert(0, Absent)


def refuse(what, error=AssertionError):
    def refused(*_args, **_kwargs):
        raise error(f"a lesson must not need {what}")

    return refused


threading.Thread.start = refuse("a thread")
socket.socket.__init__ = refuse("a socket")
# The error that a tab has, too: take_home() can do without.
subprocess.Popen.__init__ = refuse("another process", OSError)


_plain = BaseClient._make_api_call
NAME = r"[\w.-]{3,255}"


def of_our_own(self, operation, parameters):
    # What isn't even in the form of a transaction is refused by boto3 itself.
    given = [each for each in parameters.get("TransactItems", ()) if isinstance(each, dict)]
    actions = [action for each in given for action in each.values()]
    tables = {each["TableName"] for each in (parameters, *actions) if "TableName" in each}
    # No table has a name that DynamoDB refuses.
    if not all(name.startswith("workshop-") for name in tables if re.fullmatch(NAME, name)):
        refuse(f"the table {tables}")()
    return _plain(self, operation, parameters)


BaseClient._make_api_call = of_our_own
