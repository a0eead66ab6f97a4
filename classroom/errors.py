"""Errors that a learner reads: one or two friendly lines, without a traceback."""


class FriendlyError(Exception):
    """A notebook shows only its message; for a program that runs the notebook it's a real error."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows instead of a traceback."""
        return [f"{type(self).__name__}: {self}"]


class LessonError(FriendlyError):
    """A lesson was used in a way that can't work, or a cell isn't what its magic promises."""


class SettingsError(FriendlyError, ValueError):
    """A setting is missing or misspelt."""


class EscapedRequestError(FriendlyError):
    """A request was about to leave this machine although the backend is embedded."""
