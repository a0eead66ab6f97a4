"""Kind sentences about typing mistakes, where Python's own words would puzzle a beginner.

We only say a sentence where it must be true.
"""

import ast
import builtins
import keyword
import math
import re
import unicodedata
import warnings
from collections.abc import Mapping
from difflib import get_close_matches
from traceback import walk_tb
from types import ModuleType

CURLY = dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛‹›′`´", "'")
# What an unquoted text looks like: words up to the end of the line or its brackets, or to a comma.
_BEFORE = r"([=(,\[{:]\s*|\breturn\s+)"
_WORDS = [
    re.compile(rf"""(?={_BEFORE}([^\W\d][^"()\[\]{{}}=#\\]*?)\s*,?[)\]}},]*\s*(?:\#.*)?$)"""),
    re.compile(rf"""(?={_BEFORE}([^\W\d][^"()\[\]{{}}=#\\,]*?)\s*[,)\]}}])"""),
]
_MARKS_INSIDE = re.compile(r"""(?<!\w)"([^"\\]*)"(\w+)"([^"\\]*)\"""")
_APOSTROPHE = re.compile(r"""'([^"]*'[^"]*)'""")
_OF_CODE = re.compile(r"\b(if|else|lambda|import|return|yield|await|def|class)\b|\bfor\b.*\bin\b")
_WORDY = ast.Name | ast.BoolOp | ast.Compare | ast.UnaryOp | ast.boolop | ast.cmpop | ast.Not
_WORDY |= ast.Load | ast.BinOp | ast.Sub  # a-name-like-this
_WITH_A_VALUE = ast.keyword | ast.Assign | ast.Return | ast.List | ast.Tuple
_WITH_A_VALUE |= ast.Set
_DASHES = "‐‑‒–—―−"


def straight(text: str) -> str:
    """Return the text with straight quotation marks instead of curly ones."""
    return "".join(CURLY.get(each, each) for each in text)


def waits(python: str) -> bool:
    """Return whether the code has an await (or async) at its top level, as IPython allows."""

    def compiles(flags: int) -> bool:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                compile(python, "cell", "exec", flags, dont_inherit=True)
            except (SyntaxError, ValueError):
                return False
        return True

    return not compiles(0) and compiles(ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


def told(error: BaseException, source: str, names: Mapping[str, object], blank: str = "") -> str:
    """Return a sentence about the slip behind an answer's error, or nothing.

    `names` are those that the answer ran with. `blank` is what the cell has said about the value
    that belongs on the line with the error: its comment.
    """
    may_be_text = not blank or "quotation marks" in blank
    here = f"What goes here: {blank}" if blank else ""
    if isinstance(error, SyntaxError):
        if waits(source):
            return (
                "In an answer, await and async work only inside an async def. "
                "Nothing here needs them."
            )
        return (
            _odd_character(error)
            or (_text_without_marks(error, source, names) if may_be_text else "")
            or _out_of_line(error)
            or here
        )
    if isinstance(error, RecursionError):
        return "RecursionError: a function calls itself too often. Does it ever end?"
    if isinstance(error, TypeError) and (kind := _without_dataclass(error, source)):
        return (
            f"TypeError: {error}\n"
            f"If {kind} is a dataclass, "
            f"@dataclass(frozen=True) belongs in the line above class {kind}"
        )
    if isinstance(error, NameError | AttributeError) and error.name:
        kind = f"{type(error).__name__}: {error}"
        near = _nearly_right(error) or _in_a_module(error, names)
        if near and not (blank and isinstance(error, NameError)):
            return f"{kind}. Did you mean {near}?"
        if isinstance(error, NameError) and _is_compared(error.name, source):
            return f"{kind}\n== compares. To give {error.name} a value, write a single ="
        if may_be_text and (text := _name_for_text(error, source, names)):
            return f'{kind}\nIf this is text, it needs quotation marks at both ends: "{text}"'
        if here:
            return f"{kind}\n{here}"
    return ""


def _text_without_marks(error: SyntaxError, source: str, names: Mapping[str, object]) -> str:
    lines = source.splitlines()
    for number, line in enumerate(lines, 1):

        def fixes(changed: str, number: int = number) -> bool:
            """Return whether the line is right if it's changed like this."""
            return _first_error([*lines[: number - 1], changed, *lines[number:]]) > number

        if number < (error.lineno or 1) or fixes(line):
            continue  # there is nothing wrong with it
        for found in (match for pattern in _WORDS for match in pattern.finditer(line)):
            words, end = found[2], found.end(2)
            if "," in words and "=" not in found[1] and "return" not in found[1]:
                continue  # several values, and each is looked at on its own
            if _is_prose(words, source.replace(line, ""), names) and fixes(
                f'{line[: found.start(2)]}"{words}"{line[end:]}'
            ):
                return f'Text needs quotation marks at both ends: "{words}"'
        apostrophe = _APOSTROPHE.search(line)
        if apostrophe and fixes(_APOSTROPHE.sub(r'"\1"', line)):
            return f'The apostrophe ends the text. Use the other marks: "{apostrophe[1]}"'
        inside = _MARKS_INSIDE.search(line)
        if inside and fixes(_MARKS_INSIDE.sub(r'"\1\2\3"', line)):
            word, others = inside[2], source.replace(line, "")
            if word not in names and word not in _words_of_code(others):
                return f'The second " ends the text. Leave out the two around {word}.'
    if error.msg.startswith("unterminated string literal"):
        return "Text needs quotation marks at both ends, and here one is missing."
    return ""


def _first_error(lines: list[str]) -> float:
    """Return the number of the line with the first SyntaxError; infinity if there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse("\n".join(lines))
        except SyntaxError as error:
            return error.lineno or 0
    return math.inf


def _words_of_code(source: str) -> set[str]:
    return set(re.findall(r"[^\W\d]\w*", re.sub(r'"[^"]*"|\'[^\']*\'|#.*', "", source)))


def _is_prose(words: str, rest: str, names: Mapping[str, object]) -> bool:
    """Return whether these can only be words: no names, and no expression with a slip in it."""
    found = re.findall(r"[^\W\d]\w*", words)
    elsewhere = _words_of_code(rest)
    known = [each in names or hasattr(builtins, each) for each in found]
    unknown = [
        each
        for each, is_known in zip(found, known, strict=True)
        if not (is_known or each in elsewhere or keyword.iskeyword(each))
    ]
    if known[:1] == [True] or _OF_CODE.search(words):
        return False
    return len(unknown) >= 2 or (len(unknown) == 1 and re.search(r"[.!?']", words) is not None)


def _nearly_right(error: NameError | AttributeError) -> str:
    """Return the name that is nearly the one that there isn't, if there is such a name."""
    known: set[str] = set()
    if isinstance(error, AttributeError):
        known = set(dir(error.obj))
    elif not isinstance(error, UnboundLocalError) and error.__traceback__:
        *_, (frame, _) = walk_tb(error.__traceback__)
        known = {*frame.f_locals, *frame.f_globals, *dir(builtins)}
    public = sorted(each for each in known if not each.startswith("_") and each != error.name)
    return next(iter(get_close_matches(str(error.name), public, 1, cutoff=0.75)), "")


def _in_a_module(error: NameError | AttributeError, names: Mapping[str, object]) -> str:
    """Return the missing name with the module of the lesson that has it, if there is one."""
    if isinstance(error, NameError):
        for name, module in reversed([*names.items()]):
            if isinstance(module, ModuleType) and error.name in getattr(module, "__all__", ()):
                return f"{name}.{error.name}"
    return ""


def _out_of_line(error: SyntaxError) -> str:
    if isinstance(error, IndentationError) and error.msg.startswith("un"):
        return (
            f"{type(error).__name__}: {error.msg}\n"
            "Lines that belong together begin in the same column. Count the spaces before this one."
        )
    return ""


def _parsed(source: str) -> ast.Module:
    """Return the code's tree, which is empty if the cell isn't only Python (`%time`, say)."""
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module([], [])


def _without_dataclass(error: TypeError, source: str) -> str:
    """Return the name of the class with fields that was given some, but isn't a dataclass."""
    found = re.fullmatch(r"(\w+)\(\) takes no arguments", str(error))
    for node in ast.walk(_parsed(source)):
        match node:
            case ast.ClassDef(name, decorator_list=[], body=[ast.AnnAssign(), *_]):
                if found and name == found[1]:
                    return name
    return ""


def _is_compared(name: str, source: str) -> bool:
    """Return whether a line does nothing but ask whether the name is equal to something."""
    for node in ast.walk(_parsed(source)):
        match node:
            case ast.Expr(ast.Compare(ast.Name(found), [ast.Eq()])) if found == name:
                return True
    return False


def _name_for_text(
    error: NameError | AttributeError, source: str, names: Mapping[str, object]
) -> str:
    """Return the words that stand where text might, if one of them is the missing name."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    if str(error.name).endswith(("Error", "Exception")):
        return ""
    nodes = list(ast.walk(tree))
    parents = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
    of_names = [node for node in nodes if isinstance(node, ast.Name)]
    if any(n.id == error.name and not isinstance(n.ctx, ast.Load) for n in of_names):
        return ""
    if any(isinstance(node, ast.arg) and node.arg == error.name for node in nodes):
        return ""
    for node in (each for each in of_names if each.id == error.name):
        whole: ast.AST = node
        while _joins_words(parents[whole]):
            whole = parents[whole]
        words = [each.id for each in ast.walk(whole) if isinstance(each, ast.Name)]
        strange = not any(word in names or hasattr(builtins, word) for word in words)
        only = all(isinstance(each, _WORDY) for each in ast.walk(whole))
        if strange and only and _may_be_text(whole, parents[whole]):
            return ast.get_source_segment(source, whole) or ""
    return ""


def _joins_words(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp | ast.BoolOp | ast.Compare | ast.UnaryOp)


def _may_be_text(node: ast.AST, parent: ast.AST) -> bool:
    """Return whether the node is a value in its parent: an argument, or what gets a name."""
    if isinstance(parent, ast.Call):
        return node in parent.args
    if isinstance(parent, ast.keyword) and isinstance(node, ast.Name):
        return node.id != parent.arg  # note=note takes it from above
    if isinstance(parent, ast.Dict):
        return node in parent.values
    if isinstance(parent, ast.AnnAssign):
        return node is parent.value
    return isinstance(parent, _WITH_A_VALUE)


def _odd_character(error: SyntaxError) -> str:
    found = re.search(r"\(U\+([0-9A-F]+)\)|character U\+([0-9A-F]+)", error.msg)
    if found:
        odd = chr(int(found[1] or found[2], 16))
    elif error.msg.startswith("unterminated string"):
        # “Sleeps" and "Sleeps”: the other one is the curly one.
        odd = next((each for each in error.text or "" if each in CURLY and each not in "`'"), "")
    else:
        return ""
    usual = unicodedata.normalize("NFKC", odd)
    if odd in CURLY:
        return f"{odd} is a curly quotation mark. Type a straight one: {CURLY[odd]}"
    if odd and odd in _DASHES:
        return f"{odd} is a dash. Type a minus sign: -"
    if odd == "…":
        return "… is one character. Type three dots: ..."
    if odd and unicodedata.category(odd) in ("Zs", "Cf"):
        return "There is a special space in this line. Delete it, and type a space."
    if usual != odd and usual.isascii() and len(usual) == 1:
        return f"{odd} is a wide character. Type a usual one: {usual}"
    return ""
