"""Settings for Sphinx. `make book` copies this folder and fills in what the project says."""

from typing import Any

project = "Event sourcing on DynamoDB, test-first"
html_title = "Event sourcing on DynamoDB"
extensions = ["myst_nb", "sphinx.ext.autodoc"]

# The lessons are shown with their stored outputs. Nothing is executed here.
nb_execution_mode = "off"
nb_merge_streams = True
nb_metadata_to_fm = True
nb_code_prompt_hide = "Fold it away again"
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

smartquotes = False  # much of our text is code
# Our docstrings have code between single backticks.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
# Signatures name these, but no page describes them: other packages' classes, type variables, and
# what the functions for pictures return.
nitpick_ignore_regex = [
    ("py:class", r"(DynamoDB(Streams)?)?Client|(collections\.abc|contextlib|datetime)\.\w+"),
    ("py:class", r"datetime|Start|Effect|E|dict\[str"),
    ("py:class", r"eventstore\.(event\.E|meter\.Request|projection\.S)"),
    ("py:class", r"classroom(\.\w+)+\.(Cabinet|Diagnosis|Picture|Stepper|Table|Turns)"),
]

html_theme = "furo"
html_favicon = "_static/favicon.svg"
html_static_path = ["_static"]
html_extra_path = ["_downloads"]
exclude_patterns = ["_downloads"]
html_css_files = ["book.css"]
html_js_files = ["book.js"]
html_copy_source = False
html_use_index = False
html_show_sourcelink = False
html_show_copyright = False
html_theme_options: dict[str, object] = {"top_of_page_buttons": []}


def setup(app: Any) -> None:
    """Let the reference say what an Effect is: it's an alias, so it has the docstring of dict."""

    def describe(_app: Any, _what: str, name: str, _value: Any, _options: Any, lines: Any) -> None:
        if name == "eventstore.Effect":
            lines[:] = ['An action of TransactWriteItems, such as ``{"Update": {...}}``.']

    app.connect("autodoc-process-docstring", describe)
