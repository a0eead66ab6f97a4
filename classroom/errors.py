"""Errors that a learner reads: one or two friendly lines, and none of our own frames."""


class FriendlyError(Exception):
    """Shown in a notebook by its message alone; a real error for whoever executes the notebook."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows instead of a traceback."""
        return [f"{type(self).__name__}: {self}"]


class LessonError(FriendlyError):
    """A cell is not in the state that its magic promises."""


class SettingsError(FriendlyError, ValueError):
    """A setting is missing or misspelt."""


class EscapedRequestError(FriendlyError):
    """A request was about to leave this machine although the embedded backend is in force."""
