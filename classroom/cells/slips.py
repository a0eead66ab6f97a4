"""Kind sentences about typing mistakes, where Python's own words would puzzle a beginner.

We only say a sentence where it must be true.
"""

import re
import unicodedata
import warnings
from ast import PyCF_ALLOW_TOP_LEVEL_AWAIT

CURLY = dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛‹›′`´", "'")
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

    return not compiles(0) and compiles(PyCF_ALLOW_TOP_LEVEL_AWAIT)


def told(error: BaseException, source: str) -> str:
    """Return a sentence about the slip behind an answer's error, or nothing."""
    if isinstance(error, RecursionError):
        return "RecursionError: a function calls itself too often. Does it ever end?"
    if not isinstance(error, SyntaxError):
        return ""
    if waits(source):
        return (
            "In an answer, await and async work only inside an async def. Nothing here needs them."
        )
    return _odd_character(error)


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
