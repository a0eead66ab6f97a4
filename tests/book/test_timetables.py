"""A timetable adds up, from the minutes in the lessons."""

from itertools import pairwise

import pytest

from book.lessons import lessons
from book.timetables import Row, Timetable, minutes_of, render, timetables
from classroom.lessons import PARTS

NINETY, HALF, DAY, AT_WORK = timetables()


def a_plan(*rows, minutes=60):
    return Timetable("a plan", "09:00", minutes, rows)


def test_a_row_takes_its_minutes_from_the_lesson():
    append = lessons()[2]

    assert minutes_of(Row(lesson="02")) == append.minutes
    assert minutes_of(Row(lesson="02", sections=("Beat 3", "Beat 4"))) == (
        append.section("Beat 3").minutes + append.section("Beat 4").minutes
    )
    assert minutes_of(Row(what="Break", minutes=10)) == 10


def test_a_section_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="lesson 02: 0 sections begin with 'Beat 12'"):
        minutes_of(Row(lesson="02", sections=("Beat 12",)))


def test_a_plan_that_is_longer_than_its_time_is_refused():
    with pytest.raises(ValueError, match="a plan: 61 minutes don't fit into 60"):
        render(a_plan(Row(what="Talk", minutes=61)))


def test_the_times_add_up_and_spare_time_is_for_questions():
    table = render(a_plan(Row(what="Welcome", minutes=5), Row(what="Break", minutes=40)))

    assert "| 09:00 | 5 | Welcome |" in table
    assert "| 09:05 | 40 | Break |" in table
    assert "| 09:45 | 15 | Spare time" in table
    assert "| 10:00 | | The end |" in table


@pytest.mark.parametrize("plan", timetables(), ids=lambda plan: plan.name)
def test_a_plan_leaves_time_in_hand_and_has_breaks(plan):
    planned = sum(map(minutes_of, plan.rows))
    breaks = [row for row in plan.rows if row.what and ("reak" in row.what or row.what == "Lunch")]

    assert 4 <= plan.minutes - planned <= plan.minutes / 6
    assert breaks


@pytest.mark.parametrize("plan", timetables(), ids=lambda plan: plan.name)
def test_nobody_sits_longer_than_seventy_five_minutes(plan):
    sat = 0
    for row in plan.rows:
        rest = row.what and ("reak" in row.what or row.what == "Lunch")
        sat = 0 if rest else sat + minutes_of(row)
        assert sat <= 75


def test_ninety_minutes_stop_after_beat_six_and_show_beat_nine():
    named = [(row.lesson, section) for row in NINETY.rows for section in row.sections]

    assert NINETY.minutes == 90
    assert named[-2:] == [("02", "Beat 6"), ("03", "Beat 9")]


def test_the_plans_have_the_lessons_in_order():
    numbers = [lesson.number for lesson in lessons() if lesson.number.isdigit()]
    *_, at_work = PARTS  # the first lesson of the last part
    half = taught(HALF)

    assert half == numbers[: len(half)]
    assert taught(DAY) == numbers[:at_work]
    assert taught(AT_WORK) == numbers[at_work:]


def taught(plan):
    return list(dict.fromkeys(row.lesson for row in plan.rows if row.lesson))


@pytest.mark.parametrize("plan", timetables(), ids=lambda plan: plan.name)
def test_a_room_check_follows_its_beat_or_lesson(plan):
    checks = 0
    for before, row in pairwise(plan.rows):
        if row.what.startswith("Room check"):
            last = before.sections[-1] if before.sections else f"lesson {before.lesson}"
            assert last.lower().removeprefix("beat ") == row.what.removeprefix("Room check ")
            checks += 1
    assert checks == 3
