"""Pictures of ideas, which need no data: a beat, a table as a cabinet, and an update in order."""

from classroom.display.drawing import COLOURS, INK, Drawing, Picture

_BLUE, _RED, _GREEN, _VIOLET = COLOURS

_BEAT = """A beat goes round. Need: what should it do? Then red: write a test that fails. \
Then green: write the least code that makes it pass. \
Then refactor, if there's something to tidy: simpler code, and the tests stay green. \
Then the next need."""

_CABINET = """A cabinet is a table. In it are two drawers.
Drawer 58f02691 has card 0: +8 Init, card 1: −2 Slashing damage from goblin, \
and card 2: −3 Bludgeoning damage from bugbear.
Drawer a7c31b20 has card 0: +3 Init.
The label of a drawer is its Id, the partition key. \
The number of a card is its Version, the sort key."""

# Three programs: their names, what they do, and their colours. Then the programs that two
# machines have from one update to the next, in each order, and what comes of it.
_OLD = ("the old program", "reads struck", "writes struck", INK)
_BETWEEN = ("the one in between", "reads both", "writes struck", _BLUE)
_NEW = ("the new program", "reads both", "writes struck.2", _GREEN)
_UPDATES = (
    ("Writers first", (_NEW, _OLD, "✘ machine 2 can't read it")),
    (
        "Readers first",
        (_BETWEEN, _OLD, "✔ every card says struck"),
        (_BETWEEN, _BETWEEN, "✔ every card says struck"),
        (_NEW, _BETWEEN, "✔ both read struck.2"),
        (_NEW, _NEW, "✔ both read struck.2"),
    ),
)


def picture(name: str) -> Picture:
    """Return the picture of "a beat", of "a cabinet", or of "readers first"."""
    drawings = {"a beat": _beat, "a cabinet": _cabinet, "readers first": _readers_first}
    if name not in drawings:
        raise ValueError(f"{name!r} isn't a picture: choose {' or '.join(drawings)}")
    return drawings[name]()


def _beat() -> Picture:
    drawing = Drawing()
    wide, high, across, down = 180.0, 66.0, 280.0, 120.0
    stations = [
        (4.0, 4.0, INK, "Need", "what should it do?"),
        (across, 4.0, _RED, "✘ red", "a test that fails"),
        (across, down, _GREEN, "✔ green", "the least code"),
        (4.0, down, _BLUE, "↻ refactor", "simpler code"),
    ]
    for x, y, colour, name, what in stations:
        drawing.box(x, y, wide, high, colour)
        drawing.words(x + wide / 2, y + 27, name, "middle", bold=True)
        drawing.words(x + wide / 2, y + 48, what, "middle")
    left, right, between = 4.0 + wide, across, 4.0 + high
    drawing.arrow([(left, 37), (right, 37)])
    drawing.arrow([(right + wide / 2, between), (right + wide / 2, down)])
    drawing.arrow([(right, down + 33), (left, down + 33)])
    drawing.arrow([(4 + wide / 2, down), (4 + wide / 2, between)])
    drawing.words(4 + wide / 2 + 10, 100, "the next need")
    return Picture(_BEAT, drawing.svg(across + wide + 4, down + high + 4, _BEAT))


def _cabinet() -> Picture:
    drawing = Drawing()
    drawers = {
        "58f02691": [
            ("card 0", "+8", "Init"),
            ("card 1", "−2", "Slashing damage from goblin"),
            ("card 2", "−3", "Bludgeoning damage from bugbear"),
        ],
        "a7c31b20": [("card 0", "+3", "Init")],
    }
    drawing.words(6, 16, "The label of a drawer is its Id, the partition key.")
    drawing.words(6, 36, "The number of a card is its Version, the sort key.")
    down, wide = 52.0, 440.0
    top = down
    down += 12
    for label, cards in drawers.items():
        high = 50.0 + 30 * len(cards)
        drawing.box(14, down, wide - 16, high)
        drawing.box(26, down + 9, 150, 26, _BLUE)
        drawing.words(36, down + 27, f"Drawer {label}", bold=True)
        for number, (card, change, note) in enumerate(cards):
            y = down + 44 + 30 * number
            drawing.box(26, y, wide - 40, 25, _VIOLET)
            drawing.words(36, y + 17, card, bold=True)
            drawing.words(96, y + 17, f"{change} {note}")
        down += high + 10
    frame = Drawing()
    frame.box(6, top, wide, down - top + 2)
    frame.add(drawing)
    return Picture(_CABINET, frame.svg(wide + 12, down + 8, _CABINET))


def _readers_first() -> Picture:
    drawing, down, told = Drawing(), 18.0, list[str]()
    wide, high, left, right = 126.0, 46.0, 4.0, 140.0
    for order, *rows in _UPDATES:
        drawing.words(left, down, order, bold=True)
        drawing.words(left + wide / 2, down + 24, "machine 1", "middle")
        drawing.words(right + wide / 2, down + 24, "machine 2", "middle")
        down += 32
        for one, two, verdict in rows:
            for x, (_, reads, writes, colour) in ((left, one), (right, two)):
                drawing.box(x, down, wide, high, colour)
                drawing.words(x + wide / 2, down + 19, reads, "middle")
                drawing.words(x + wide / 2, down + 37, writes, "middle")
            drawing.words(right + wide + 14, down + 28, verdict)
            down += high + 8
        steps = [f"machine 1 has {a[0]}, machine 2 {b[0]}: {verdict}" for a, b, verdict in rows]
        told.append(f"{order}: {'; then '.join(steps)}.")
        down += 26
    for name, reads, writes, _ in (_OLD, _BETWEEN, _NEW):
        told.append(f"{name.capitalize()} {reads} and {writes}.")
    text = "\n".join(told)
    return Picture(text, drawing.svg(right + wide + 198, down - 24, text))
