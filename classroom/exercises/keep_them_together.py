"""Lesson 11: effect and checkpoint in one request."""

from typing import Any

from classroom.exercises.exercise import Exercise, NotYetError, expect
from classroom.exercises.leftovers import leaves_nothing
from classroom.exercises.requests import Request, sent

RIGHT = {"goblin": 6, "bugbear": 3}
TOP = """\
class Subscription:
    def __init__(self, store, name, handle, *, checkpoints):
        self.store = store
        self.name = name
        self.handle = handle
        self.checkpoints = checkpoints  # the name of a table

    def position(self, id):
        checkpoint = read_checkpoint(self.store.client, self.checkpoints, self.name, id)
        return int(checkpoint["Position"]["N"])

    def catch_up(self, ids):
        for id in ids:
            for event in self.store.stream(id, after=self.position(id)):
                checkpoint = checkpoint_at(self.checkpoints, self.name, id, event.version)
                self.save(self.handle(event), checkpoint)

    def save(self, effects, checkpoint):
"""
LINE = "        self.store.client.transact_write_items(TransactItems=[*effects, checkpoint])\n"
ANSWER = TOP + LINE
SEND = "self.store.client.transact_write_items"
TWICE = f"{TOP}        {SEND}(TransactItems=effects)\n        {SEND}(TransactItems=[checkpoint])\n"
ADDED = f"{TOP}        effects.append(checkpoint)\n        {SEND}(TransactItems=effects)\n"
PUT = "        self.store.client.put_item(**checkpoint['Put'])\n"
SUPPRESSED = f"{TOP}        with suppress(ClientError):\n    {LINE}"


def the_story(given: Any) -> tuple[str, Any]:
    """Two blows of the goblin and one of the bugbear, in a new stream, and a new board."""
    hero = given.new_id()
    blows = [("goblin", 2), ("bugbear", 3), ("goblin", 4)]
    for version, (by, points) in enumerate(blows):
        given.store.append(given.Struck(hero, version, by, points))
    return hero, given.Board(f"board of {hero}")


def subscription_of(given: Any, board: Any, handle: Any = None) -> Any:
    """A program that has just started, with the answer's subscription."""
    handle = handle or board.effects
    return given.Subscription(given.store, board.name, handle, checkpoints=given.boards)


@leaves_nothing
def every_event_has_its_effect(given: Any) -> None:
    """The board catches up with the store, and the checkpoint is at the last event."""
    hero, board = the_story(given)
    subscription_of(given, board).catch_up([hero])
    expect(board.read(), RIGHT, "")
    position = subscription_of(given, board).position(hero)
    expect(f"the checkpoint: {position}", "the checkpoint: 2", "")


def of_a_write(request: Request) -> list[str]:
    """What a write has: effects, checkpoints, or both."""
    actions = request.params.get("TransactItems", [{request.operation: request.params}])
    kinds = [
        "checkpoint"
        if "Position" in each.get("Put", each.get("PutItem", {})).get("Item", {})
        else "effect"
        for each in actions
    ]
    return sorted(kinds)


@leaves_nothing
def they_are_one_request(given: Any) -> None:
    """Each event is one request, with its effect and its checkpoint."""
    hero, board = the_story(given)
    with sent(given.client) as requests:
        subscription_of(given, board).catch_up([hero])
    writes = [of_a_write(each) for each in requests.sent if each.operation not in requests.reads]
    for kinds in writes:
        slip = "two requests have a moment between them" if len(kinds) == 1 else ""
        expect(" and ".join(kinds), "checkpoint and effect", slip)
    expect(f"requests that write: {len(writes)}", "requests that write: 3", "")


@leaves_nothing
def a_crash_anywhere_does_no_harm(given: Any) -> None:
    """Wherever a program crashes, the board is right once it has started again."""
    for requests in range(7):
        hero, board = the_story(given)
        with given.crash_after(given.client, requests):
            subscription_of(given, board).catch_up([hero])
        subscription_of(given, board).catch_up([hero])
        when = f"after a crash after {requests} requests"
        expect(f"{board.read()} {when}", f"{RIGHT} {when}", "")


@leaves_nothing
def several_effects_happen(given: Any) -> None:
    """Several effects of an event are one request, and the list of `handle` stays as it was."""
    hero, board = the_story(given)
    made: list[list[Any]] = []

    def handle(event: Any) -> list[Any]:
        effects = board.effects(event)
        other = {"Id": {"S": f"{board.name}/seen"}, "Version": {"N": str(event.version)}}
        made.append([*effects, {"Put": {"TableName": given.boards, "Item": other}}])
        return made[-1]

    with sent(given.client) as requests:
        subscription_of(given, board, handle).catch_up([hero])
    writes = [each for each in requests.sent if each.operation not in requests.reads]
    slip = "two requests have a moment between them" if len(writes) > len(made) else ""
    expect(f"requests that write: {len(writes)}", "requests that write: 3", slip)
    expect(board.read(), RIGHT, "")
    seen = given.client.query(
        TableName=given.boards,
        KeyConditionExpression="Id = :id",
        ExpressionAttributeValues={":id": {"S": f"{board.name}/seen"}},
        ConsistentRead=True,
    )
    expect(f"second effects: {seen['Count']}", "second effects: 3", "")
    slip = "effects is the list that handle has made: put its entries into a new list"
    lengths = [len(each) for each in made]
    expect(f"lengths of the lists: {lengths}", "lengths of the lists: [2, 2, 2]", slip)


@leaves_nothing
def an_event_without_effects_is_handled_too(given: Any) -> None:
    """An event without any effect moves the checkpoint, too."""
    hero, board = the_story(given)

    def handle(event: Any) -> list[Any]:
        return [] if event.version == 2 else board.effects(event)

    subscription_of(given, board, handle).catch_up([hero])
    position = subscription_of(given, board).position(hero)
    seen, right = (
        f"after an event with no effects: the checkpoint is at {n}" for n in (position, 2)
    )
    slip = "without a checkpoint, the same event comes again whenever the stream has news"
    expect(seen, right, slip if position == 1 else "")


@leaves_nothing
def a_refusal_is_heard_of(given: Any) -> None:
    """If DynamoDB refuses a transaction, its error reaches the caller."""
    hero, board = the_story(given)
    check = {
        "TableName": given.boards,
        "Key": {"Id": {"S": "nobody"}, "Version": {"N": "0"}},
        "ConditionExpression": "attribute_exists(Id)",
    }
    try:
        subscription_of(given, board, lambda _: [{"ConditionCheck": check}]).catch_up([hero])
    except given.client.exceptions.TransactionCanceledException:
        return
    raise NotYetError("no error", "TransactionCanceledException", "")


EXERCISE = Exercise(
    lesson="11_following_the_store",
    after="3a",
    title="nothing comes between effect and checkpoint",
    statement="""\
### The least code: your turn

Write the body of `save`, so that no crash can come between the effects and the checkpoint. `effects` is a list of actions, such as `[{"Update": ...}]`, and `checkpoint` is one more action: `{"Put": ...}`.""",
    start=TOP + "        ___\n",
    asks=("Subscription",),
    uses={
        "Do you remember?": "client table crash_after boards suppress ClientError",
        "Step 1 · A board on the wall": "Struck Board store read_checkpoint checkpoint_at",
    },
    tests=(
        every_event_has_its_effect,
        they_are_one_request,
        a_crash_anywhere_does_no_harm,
        several_effects_happen,
        an_event_without_effects_is_handled_too,
        a_refusal_is_heard_of,
    ),
    why="Either both have happened, or neither, and the checkpoint says which.",
    hints=(
        "How did lesson 08 store a blow and a wound, so that nobody ever finds only one of them?",
        "`transact_write_items` takes one list of actions. Which actions belong in it?",
        "A new list with all entries of another one, and one more, is `[*effects, checkpoint]`.",
    ),
    answer=ANSWER,
    others=(
        f"{TOP}        actions = effects + [checkpoint]\n        {SEND}(TransactItems=actions)\n",
        f"{TOP}        {SEND}(TransactItems=[checkpoint, *effects])\n",
        f"""\
{TOP}        together = list(effects)
        together.append(checkpoint)
        self.store.client.transact_write_items(
            TransactItems=together, ReturnConsumedCapacity="TOTAL"
        )
""",
    ),
    wrong={
        TWICE: "have a moment between them",
        f"{TOP}        {SEND}(TransactItems=effects)\n{PUT}": "Seen:         effect\n",
        f"{TOP}{PUT}        {SEND}(TransactItems=effects)\n": "Seen:         checkpoint\n",
        f"{TOP}        {SEND}(TransactItems=effects)\n": "the checkpoint: -1",
        f"{TOP}        {SEND}(TransactItems=[checkpoint])\n": "Seen:         {}",
        f"{TOP}        {SEND}(TransactItems=[effects, checkpoint])\n": "ParamValidationError",
        f"{TOP}        {SEND}(TransactItems=effects + checkpoint)\n": "TypeError",
        f"{TOP}        {SEND}(TransactItems=[*effects, *checkpoint])\n": "Invalid type for parameter TransactItems[1]",
        f"{TOP}        {SEND}([*effects, checkpoint])\n": "only accepts keyword arguments",
        f"{TOP}        {SEND}(TransactItems=[*effects, {{'Put': checkpoint}}])\n": "Missing required parameter",
        ADDED: "put its entries into a new list",
        f"{TOP}        if effects:\n    {LINE}": "no effects: the checkpoint is at 1",
        SUPPRESSED: "Expected:     TransactionCanceledException",
        f"{ANSWER}{LINE}": "Seen:         {'goblin': 12, 'bugbear': 6}",
        f"{TOP}        {SEND}(TransactItems=[effects[0], checkpoint])\n": "second effects: 0",
        f"{TOP}        for effect in effects:\n            {SEND}(TransactItems=[effect, checkpoint])\n": (
            "requests that write: 6"
        ),
        f"{TOP}        return [*effects, checkpoint]\n": "Seen:         {}\n",
        f"{TOP}        client.transact_write_items(TransactItems=[*effects, checkpoint][:1])\n": "checkpoint: -1\n",
    },
)
