"""Look whether a lesson would run here, and say how to mend what is in its way."""

from dataclasses import dataclass

from classroom.backend.checks import INSTALL, NAMES, Checks, TroubleError
from classroom.errors import FriendlyError


@dataclass(frozen=True)
class Check:
    """One line: `state` is ok, warn or fail; `detail` may differ between labs that are fine."""

    name: str
    state: str
    says: str
    remedy: str = ""
    detail: str = ""

    def __str__(self) -> str:
        symbol = {"ok": "✔", "warn": "○", "fail": "✘"}[self.state]
        line = f"{symbol} {self.name:<9} {self.says}"
        return f"{line}\n{'':12}→ {self.remedy}" if self.remedy else line


class Diagnosis(list[Check]):
    """What the checks have found, a line each."""

    def __repr__(self) -> str:
        return "\n".join(map(str, self))


def doctor() -> Diagnosis:
    """Say in short whether everything is here; `python -m classroom doctor` looks at more."""
    return examine("python", "packages", "settings", "my", "backend", "table")


def examine(*names: str) -> Diagnosis:
    """Make these checks, or all, as far as they can be made."""
    checks, found = Checks(), Diagnosis()
    for name in names or NAMES:
        look = getattr(checks, name)
        try:
            found.append(Check(name, "ok", str(look.__doc__), detail=look()))
        except TroubleError as error:
            found.append(Check(name, *error.args))
        except FriendlyError as error:
            says, _, remedy = str(error).partition("\n")
            found.append(Check(name, "fail", says, remedy or "Set it right, or take it away."))
        except ModuleNotFoundError as error:
            found.append(Check(name, "fail", f"The package {error.name} is missing.", INSTALL))
        except Exception as error:  # its words may hold secrets
            found.append(Check(name, "fail", f"Ended in {type(error).__name__}.", INSTALL))
        if found[-1].state == "fail" and name in ("settings", "backend"):
            break  # the others need what these find
    return found
