"""Find out whether a lesson would run here, and say how to fix what would stop it."""

from dataclasses import dataclass

from classroom.backend.probes import NAMES, Probes, TroubleError
from classroom.backend.pythons import how_to_install
from classroom.errors import FriendlyError


@dataclass(frozen=True)
class Finding:
    """One line: `state` is ok, warn or fail. `detail` may differ on machines that are both fine."""

    name: str
    state: str
    says: str
    remedy: str = ""
    detail: str = ""

    def __str__(self) -> str:
        symbol = {"ok": "✔", "warn": "○", "fail": "✘"}[self.state]
        line = f"{symbol} {self.name:<9} {self.says}"
        return f"{line}\n{'':12}→ {self.remedy}" if self.remedy else line


class Diagnosis(list[Finding]):
    """What the doctor has found, one line each."""

    def __repr__(self) -> str:
        return "\n".join(map(str, self))


def doctor() -> Diagnosis:
    """Say briefly whether everything is here; `python -m classroom doctor` looks at more."""
    return examine("python", "packages", "settings", "my", "backend", "table")


def examine(*names: str) -> Diagnosis:
    """Run these probes, or all of them, until one fails that the others need."""
    probes, found = Probes(), Diagnosis()
    for name in names or NAMES:
        look = getattr(probes, name)
        try:
            detail = look()
            says = (
                look.__doc__ or "Nothing is wrong here."
            )  # PYTHONOPTIMIZE=2 leaves out docstrings
            found.append(Finding(name, "ok", says, detail=detail))
        except TroubleError as error:
            found.append(Finding(name, *error.args))
        except FriendlyError as error:
            says, _, remedy = str(error).partition("\n")
            found.append(Finding(name, "fail", says, remedy or "Correct it, or remove it."))
        except ModuleNotFoundError as error:
            found.append(
                Finding(name, "fail", f"The package {error.name} is missing.", how_to_install())
            )
        except Exception as error:  # its message may contain secrets
            found.append(
                Finding(name, "fail", f"It raised {type(error).__name__}.", how_to_install())
            )
        if found[-1].state == "fail" and name in ("python", "settings", "backend"):
            break
    return found
