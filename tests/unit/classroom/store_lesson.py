"""A lesson that builds a store: what is red and green, changed later, tried, and thrown away."""

LESSON = [
    """\
%load_ext classroom
import uuid, pytest
from dataclasses import dataclass, field
from classroom import check, connect, lesson_table, take_home
client = connect()
table = lesson_table(client, "inn")""",
    '%%red NameError\ndef test_event_has_a_version():\n    assert Event("a", 1).version == 1',
    'NOTE = "Init"\nunused = 3',
    """\
%%green
# An event is a fact.
@dataclass(frozen=True)
class Event:
    id: str  # the stream
    version: int""",
    """\
thrifty, lucky = [5, -2], [-2, 5]

class AlreadyExistsError(Exception):
    '''Wrong.'''

def test_wrong():
    assert Event('a', 1).version == 2

check("tell-two-histories")""",
    """\
%%green
class EventStore:
    def __init__(self, client, table):
        self.client = client
        self.table = table

    def append(self, event):
        try:
            self.client.put_item(
                TableName=self.table,
                Item=to_item(event),
                ConditionExpression="attribute_not_exists(Version)",  # new
            )
        except self.client.exceptions.ConditionalCheckFailedException:
            raise AlreadyExistsError(event.id) from None

class AlreadyExistsError(Exception):
    '''There already.'''

def to_item(event: Event) -> dict:
    return {"Id": {"S": event.id}, "Version": {"N": str(event.version)}, "Note": {"S": NOTE}}

@pytest.fixture
def store():
    yield EventStore(client, table)
    for item in rows():
        client.delete_item(TableName=table, Key={name: item[name] for name in ("Id", "Version")})

def rows():
    return client.scan(TableName=table)["Items"]

def test_append_stores_the_event(store):
    # look at the table itself
    store.append(Event(str(uuid.uuid4()), 0))
    assert len(rows()) == 1

@pytest.mark.parametrize("version", [1, 2])
def test_append_refuses_a_version_that_exists(version):
    store = EventStore(client, table)
    store.append(Event("b", version))
    with pytest.raises(AlreadyExistsError):
        store.append(Event("b", version))

class TestTable:
    def test_it_is_known(self):
        assert table in client.list_tables()["TableNames"]

def test_old():
    pass""",
    "del test_old",
    "thrifty, lucky = [4, -1], [-1, 4]\ndef to_item(event):\n    return {'Wrong': event}\n\n"
    "check('tell-two-histories')",
]
