"""The headings of a lesson say how many beats or steps it has, so a reader knows where they are."""

from classroom.places import number_headings


def cell(source: str, cell_type: str = "markdown") -> dict[str, str]:
    return {"cell_type": cell_type, "source": source}


def test_each_beat_says_which_one_is_the_last() -> None:
    cells = [
        cell("## Beat 3 · Three events · 8 min\n\nStep 2 comes later."),
        cell("Done.\n\n## Beat 4 · Taken · 9 min"),
        cell("# ## Beat 5", "code"),
    ]
    number_headings(cells)

    assert [each["source"] for each in cells] == [
        "## Beat 3 of 4 · Three events · 8 min\n\nStep 2 comes later.",
        "Done.\n\n## Beat 4 of 4 · Taken · 9 min",
        "# ## Beat 5",
    ]


def test_a_number_that_has_become_wrong_is_put_right() -> None:
    cells = [cell("## Step 1 of 3 · One"), cell("## Step 2 of 3 · Two"), cell("## Step 2 again")]
    number_headings(cells)

    assert [each["source"] for each in cells] == [
        "## Step 1 of 2 · One",
        "## Step 2 of 2 · Two",
        "## Step 2 of 2 again",
    ]


def test_a_lesson_without_steps_stays_as_it_is() -> None:
    cells = [cell("## A night of sleep · 2 min")]
    number_headings(cells)

    assert cells == [cell("## A night of sleep · 2 min")]
