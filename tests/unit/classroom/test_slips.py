"""The commonest slips get a kind sentence, and nothing that may be untrue is said."""

import pytest

from classroom.cells import slips
from classroom.exercises import find

EVENT = find("write-the-fourth-event").answer
NOTE = '"Eats what the innkeeper calls soup"'
KNOWN = {"stream": "s", "hero": "h", "client": None, "table": "t"}


def told(source: str, blank: str = "", **names: object) -> str:
    """What is said of the error that this code ends in, when a lesson has these names.

    `blank` is what the cell says about the value that belongs on the line with the error.
    """
    names = {**KNOWN, **names}
    try:
        exec(compile(source, "cell", "exec"), names)
    except Exception as error:
        return slips.told(error, source, names, blank)
    return "no error"


def with_note(note: str) -> str:
    class Event:
        def __init__(self, **_: object) -> None:
            pass

    eventstore = type("eventstore", (), {"Event": Event})
    assert NOTE in EVENT
    return told(EVENT.replace(NOTE, note), eventstore=eventstore)


@pytest.mark.parametrize(
    "words",
    [
        "Eats what the innkeeper calls soup",
        "Eats soup",
        "Sleeps in the hay and snores",
        "Trips over the doorstep, again",
        "Drinks all the sum of 3 potions!",
        "Sleeps.",
        "Wins?",
        "It's cold outside",
        "Falls asleep at 9",
        "Isst die Suppe, größer als sein Hunger",
        "for the king",
    ],
)
def test_a_note_without_quotation_marks_is_told_what_to_type(words: str) -> None:
    assert with_note(words) == f'Text needs quotation marks at both ends: "{words}"'


@pytest.mark.parametrize("words", ["Sleeps", "Sleeps and snores", "Sleeps in hay", "not Sleeping"])
def test_a_note_of_words_that_python_could_know_is_told_what_to_type(words: str) -> None:
    said = with_note(words)
    name = words.split()[-1] if words.startswith("not") else "Sleeps"

    assert said == (
        f"NameError: name '{name}' is not defined\n"
        f'If this is text, it needs quotation marks at both ends: "{words}"'
    )


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ('"Eats soup', "Text needs quotation marks at both ends, and here one is missing."),
        ('Eats soup"', "Text needs quotation marks at both ends, and here one is missing."),
        ("'It's cold'", 'The apostrophe ends the text. Use the other marks: "It\'s cold"'),
        ("'It's \\\"cold\\\"'", ""),
        ('"Eats "soup""', 'The second " ends the text. Leave out the two around soup.'),
        ('"exists("Version")"', 'The second " ends the text. Leave out the two around Version.'),
        ('"Eats "stream""', ""),  # perhaps a + is missing on both sides
    ],
)
def test_half_a_pair_of_quotation_marks_is_explained(note: str, said: str) -> None:
    if said:
        assert with_note(note) == said
    else:
        assert "ends the text" not in with_note(note)


@pytest.mark.parametrize(
    "source",
    [
        'stories = [Eats soup, "Sleeps"]\n',
        "def story():\n    return Eats soup\n",
        "x = max(1, Eats soup)\n",
        "note = Eats soup  # or not\n",
        "note = {'a': Eats soup}\n",
        "raise ValueError(Eats soup)\n",
    ],
)
def test_text_without_quotation_marks_is_noticed_everywhere(source: str) -> None:
    assert told(source) == 'Text needs quotation marks at both ends: "Eats soup"'


@pytest.mark.parametrize(
    "source",
    [
        "x = stream hero",
        "x = max(stream hero)",
        "x = = 1",
        "if x = 1:\n    pass",
        "x = (1, 2",
        "x = 1)",
        "def f()\n    pass",
        "for x in range(3) print(x)",
        "x = not",
        "x = stream if hero",
        "print stream",
        "x = lambda: return 3",
        "from table import",
        "class Event(table) pass",
        "x = [stream for hero table]",
        "retrun stream",
        "x = client.query(TableName table)",
        "x = 3 potions",
        "x = goblin if orc",
        "x = goblin for orc in stream",
        "x = goblin stream",
        "def f(goblin, orc):\n    return goblin orc",
        "else:\n    pass",
        "import eventstore as",
    ],
)
def test_where_it_may_be_something_else_nothing_is_said(source: str) -> None:
    assert told(source) == ""


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = herro", "NameError: name 'herro' is not defined. Did you mean hero?"),
        ("x = Stream", "NameError: name 'Stream' is not defined. Did you mean stream?"),
        ("pritn(3)", "NameError: name 'pritn' is not defined. Did you mean print?"),
        (
            "def f(story):\n    return storry\nf(1)",
            "name 'storry' is not defined. Did you mean story?",
        ),
        ("hero.uper()", "'str' object has no attribute 'uper'. Did you mean upper?"),
        ("import math\nmath.squrt", "has no attribute 'squrt'. Did you mean sqrt?"),
    ],
)
def test_a_name_that_is_nearly_right_is_named(source: str, said: str) -> None:
    assert said in told(source)
    assert "quotation" not in told(source)


@pytest.mark.parametrize(
    "source",
    [
        "goblin(3)",
        "goblin.hits",
        "goblin[3]",
        "x = goblin + 3",
        "def f():\n    print(later)\n    later = 3\nf()",
        "x = goblin\ngoblin = 3",
        "del goblin",
        "for each in goblins:\n    pass",
        "dict(note=note)",
        "goblin == 3\ndict(place=goblin)",
        "def f(goblin):\n    x = goblin\ndef g():\n    return goblin + 3\ng()",
    ],
)
def test_of_a_name_that_is_no_text_nothing_is_said_of_quotation_marks(source: str) -> None:
    assert "quotation" not in told(source)


@pytest.mark.parametrize(
    "source",
    ["x = 1 / 0", "raise ValueError('herro')", "raise NameError('mine')", "hero.x = 1", "{}['a']"],
)
def test_of_other_errors_nothing_is_said(source: str) -> None:
    assert told(source) == ""


def test_two_equals_signs_for_one_are_explained() -> None:
    assert told("place == 3\nprint(place)") == (
        "NameError: name 'place' is not defined\n"
        "== compares. To give place a value, write a single ="
    )
    assert "compares" not in told("if place == 3:\n    pass")


def test_a_name_with_a_hyphen_may_be_text() -> None:
    assert 'quotation marks at both ends: "the-bookshelf"' in told("x = the-bookshelf")


@pytest.mark.parametrize("source", ["  x = 1", "if True:\n        x = 1\n    y = 2"])
def test_a_line_that_begins_in_the_wrong_column_is_told_to_line_up(source: str) -> None:
    assert "begin in the same column" in told(source)


def test_a_class_with_fields_may_lack_its_decorator() -> None:
    fields = "class Move:\n    id: str\n"

    assert "belongs in the line above class Move" in told(f"{fields}Move('a')")
    assert told("class Move:\n    pass\nMove('a')") == ""


def test_a_type_that_there_is_not_is_not_taken_for_text() -> None:
    assert "quotation marks" not in told("class Parcel:\n    place: string")


@pytest.mark.parametrize("value", ["", "+", "+2 hp", "minus 2", "-1d6", "2-", "loses 2", "03"])
def test_a_value_that_python_cannot_read_is_told_what_goes_there(value: str) -> None:
    said = told(f"change = {value}", blank="a whole number with + or -")

    assert said == "What goes here: a whole number with + or -"


@pytest.mark.parametrize("value", ["three", "- two", "III", "last + 1", "orc/goblin"])
def test_a_word_where_a_number_belongs_is_not_taken_for_text(value: str) -> None:
    said = told(f"place = {value}", blank="a whole number, in digits")

    assert "is not defined\nWhat goes here: a whole number, in digits" in said
    assert "quotation marks" not in said
    assert "Did you mean" not in said


@pytest.mark.parametrize(
    "words", ["is asleep", "hero sleeps", '"Sleeps" loudly', "4 goblins", "in hay", "`Sleeps`", ""]
)
def test_words_where_text_belongs_are_told_about_quotation_marks(words: str) -> None:
    assert "between quotation marks" in told(f"note = {words}", "text, between quotation marks")


@pytest.mark.parametrize("word", ["heal", "text", "Sleeps"])
def test_one_word_where_text_belongs_is_not_taken_for_a_name(word: str) -> None:
    said = told(f"note = {word}", "text, between quotation marks")

    assert f'needs quotation marks at both ends: "{word}"' in said


@pytest.mark.parametrize("value", ["−2", "–2"])
def test_a_dash_is_told_to_be_a_minus_wherever_it_is(value: str) -> None:
    assert "Type a minus sign: -" in told(f"change = {value}", "a whole number with + or -")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("story = [Card(table, 0, money, 20, Pay day)]", "Pay day"),
        (
            "story = [Card(table, 0, money, 20, Pay day),\n Card(table, 1, money, -5, Coffee)]",
            "Pay day",
        ),
        ("x = max(stream, Eats soup, 3)", "Eats soup"),
    ],
)
def test_text_without_quotation_marks_ends_at_a_comma(source: str, text: str) -> None:
    assert told(source) == f'Text needs quotation marks at both ends: "{text}"'


def test_a_name_that_a_module_of_the_lesson_has_is_named_with_its_module() -> None:
    import string

    said = told("x = Formatter()", string=string)

    assert said == "NameError: name 'Formatter' is not defined. Did you mean string.Formatter?"
