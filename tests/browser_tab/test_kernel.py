"""What the Python in the tab does that another does not; all in one kernel."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator

import pytest

from browser_tab.pyodide import DISTRIBUTION

from .tab import Learner

CLIENT = """
import boto3
client = boto3.client("dynamodb", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
try:
    client.list_tables()
except BaseException as error:
    print(type(error).__name__, error)
"""

WITHOUT_MOTO = """
from moto.core.models import botocore_stubber
botocore_stubber.enabled = False
"""
KNOWN = """
import sys
from tab_startup.on_demand import OnDemand
(importer,) = (each for each in sys.meta_path if isinstance(each, OnDemand))
importer.sources["{name}"] = [("{address}", "{digest}")]
import {name}
"""


@pytest.fixture(scope="module", autouse=True)
def opened(arrival: Learner) -> Iterator[None]:
    """The first lesson is open, and none of its cells has run."""
    with arrival.lesson("00_start_here"):
        yield


def test_red_and_green_and_check_are_there_before_a_lesson_has_begun(learner: Learner) -> None:
    magics = "print(*sorted({'red', 'green'} & {*get_ipython().magics_manager.magics['cell']}))"

    assert learner.execute(magics) == "green red\n"
    assert learner.execute("print(check.__name__)") == "check\n"


def test_a_client_that_forgets_the_mock_reaches_nobody(learner: Learner) -> None:
    before = learner.execute(CLIENT)
    connected = learner.execute("from classroom import connect\nconnect()\n" + CLIENT)
    escaped = learner.execute(WITHOUT_MOTO + CLIENT)

    assert "was stopped: nothing leaves this browser tab" in before
    assert connected == ""  # the mock answers
    assert escaped.startswith("EscapedRequestError A request to https://dynamodb.")


def test_no_other_request_of_python_leaves_the_page(learner: Learner) -> None:
    for asks in (
        "from pyodide.http import open_url\nopen_url('https://example.org/')",
        "from pyodide.http import pyfetch\nawait pyfetch('https://example.org/')",
        "import urllib3\nurllib3.request('GET', 'https://example.org/', retries=False)",
    ):
        assert re.search(
            r"https://example.org\S* was stopped: nothing leaves", learner.execute(asks)
        )


def test_the_stand_in_for_cryptography_can_be_imported_but_not_used(learner: Learner) -> None:
    told = learner.execute(
        "from cryptography import x509\n"
        "from cryptography.hazmat.backends import default_backend\n"
        "for use in (default_backend, lambda: x509.load_pem_x509_certificate(b'')):\n"
        "    try:\n"
        "        use()\n"
        "    except NotImplementedError as error:\n"
        "        print(error)\n"
    )

    assert told.count("a stand-in that can only be imported replaces the cryptography package") == 2


def test_a_read_model_follows_the_store(learner: Learner) -> None:
    told = learner.execute(
        "from moto.core.models import botocore_stubber\n"
        "botocore_stubber.enabled = True  # another test has turned it off\n"
        "from classroom import connect\n"
        "from eventstore import *\n"
        "import boto3\n"
        "from botocore.config import Config\n"
        "client = connect()\n"
        "create_table(client, 'events', stream=True)\n"
        "create_table(client, 'board')\n"
        "arn = client.describe_table(TableName='events')['Table']['LatestStreamArn']\n"
        "streams = boto3.client('dynamodbstreams', region_name='us-east-1',\n"
        "    aws_access_key_id='fake', aws_secret_access_key='fake',\n"
        "    config=Config(account_id_endpoint_mode='disabled'))\n"
        "changes, store = Changes(streams, arn), EventStore(client, 'events')\n"
        "seen = []\n"
        "board = Subscription(store, 'board', lambda e: seen.append(e.version), "
        "checkpoints='board')\n"
        "store.append(Event('hero', 0))\n"
        "store.append(Event('hero', 1), Event('goblin', 0))\n"
        "board.catch_up(changes.poll().ids)\n"
        "print(seen, changes.poll(), board.behind('hero'))\n"
        "print(store.execute('hero', CHARACTER, lambda *_: [], command_id='c').version)\n"
    )

    assert told.splitlines() == ["[0, 1, 0] Changed(ids=[], sweep_is_due=False) 0", "1"]


def test_a_package_comes_from_the_distribution_when_it_is_first_imported(learner: Learner) -> None:
    wheel = io.BytesIO()
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("small_package.py", "answer = 42\n")
    address, digest = serve(learner, "small_package.whl", wheel.getvalue())

    told = learner.execute(
        KNOWN.format(name="small_package", address=address, digest=digest)
        + "print(small_package.answer)"
    )

    assert told.strip() == "42"
    assert set(learner.asked) == {address}


def test_a_file_with_another_hash_is_refused(learner: Learner) -> None:
    address, _ = serve(learner, "other_package.whl", b"something else")

    told = learner.execute(KNOWN.format(name="other_package", address=address, digest="0" * 64))

    assert told == "No module named 'other_package'"
    learner.asked.clear()
    assert learner.execute("import pandas") == "No module named 'pandas'"
    assert learner.asked == [], "who sent something else is not asked again"


def serve(learner: Learner, name: str, wheel: bytes) -> tuple[str, str]:
    """Answer for the distribution, as it would answer a page of another address."""
    headers = {"Access-Control-Allow-Origin": "*"}
    address = DISTRIBUTION + name
    learner.page.context.route(address, lambda route: route.fulfill(body=wheel, headers=headers))
    return address, hashlib.sha256(wheel).hexdigest()
