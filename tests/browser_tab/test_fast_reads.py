"""Fast reads in a tab: msgspec comes from the site when a store first asks for it."""

import msgspec

from .tab import Learner

READ = """
import sys
from classroom import connect
from eventstore import Event, EventStore, create_table
from tab_startup.on_demand import OnDemand

(importer,) = (each for each in sys.meta_path if isinstance(each, OnDemand))
client, parsed = connect(), []
create_table(client, "fast")
store = EventStore(client, "fast")
store.append(*(Event("hero", n, "cpustejovsky", -n, "Snow \\N{SNOWMAN}") for n in range(50)))
client.meta.events.register_last(
    "before-parse.dynamodb.Query", lambda response_dict, **_: parsed.append(response_dict["body"])
)
events = store.query("hero")
print(len(events), "msgspec" in importer.sources, "msgspec" in sys.modules)
fast_events = EventStore(client, "fast", fast_reads=True).query("hero")
print(fast_events == events, [b'"Items"' in body for body in parsed])
print("msgspec" in importer.sources, sys.modules["msgspec"].__version__)
"""


def test_fast_reads_give_the_same_events_past_the_parser(learner: Learner) -> None:
    with learner.lesson("00_start_here"):
        told = learner.execute(READ).splitlines()

    assert told == [
        "50 True False",  # not fetched as long as nobody wants fast reads
        "True [True, False]",
        f"False {msgspec.__version__}",
    ]
    assert learner.asked == []  # the Pyodide distribution
