"""What is wrong with how something looks is found, and nothing else."""

from nbformat import write
from nbformat.v4 import new_code_cell, new_notebook

from .learner import Learner
from .looks import problems

WRONG = {
    "without a text": '<svg width="9" height="9"></svg>',
    "broken within a word": '<pre style="word-break:break-all">no new data</pre>',
    "too close to what is above": '<details>A hint</details><p style="margin:0">below it</p>',
    "longer than 90 letters": '<div><p style="width:120ch">a line that is too long</p></div>',
    "Light: color-contrast": '<p style="color:#777;background:#888">grey on grey</p>',
    "bright in the dark": '<p style="color:#111;background:#fff">a white slab</p>',
    "too wide for 820 pixels": '<p style="width:2000px">no picture, and no table</p>',
    "too wide for 390 pixels": '<pre style="overflow:clip"><b style="padding:0 300px">x</b></pre>',
}
RIGHT = [
    '<svg width="9" height="9" role="img" aria-label="a point"></svg>',
    '<p style="background:rgba(209,36,47,0.16)">marked</p>',
    '<div style="overflow-x:auto" tabindex="0"><div style="width:2000px">it scrolls</div></div>',
]


def test_what_is_wrong_is_told_once_and_what_is_right_is_not(learner: Learner) -> None:
    shown = [*WRONG.values(), *RIGHT]
    cells = [new_code_cell(f"from IPython.display import HTML\n\nHTML({each!r})") for each in shown]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    write(new_notebook(cells=cells, metadata=kernel), learner.my / "wrong.ipynb")

    with learner.lesson("wrong"):
        learner.command("run-all-cells")
        found = problems(learner)

    for beginning in WRONG:
        assert [each for each in found if each.startswith(beginning)], beginning
    assert not [
        each for each in found if "a point" in each or "scrolls" in each or "marked" in each
    ]
