"""The refusals of the whole product; each carries a German sentence the person may read.

They are mapped to an HTTP status once in ``web/errors.py`` and to an exit status once in ``cli/main.py``.
"""


class DraftingError(Exception):
    """Base of every refusal: something was asked for that cannot be done, and ``message`` says why.

    ``values`` fill the places of the sentence („%(label)s“), so that it can be said in another language:
    ``ClosedError("Es läuft noch Abstimmung %(number)s.", number=3)``. ``poll_id`` is the vote it speaks of.
    """

    default = "Das ist nicht möglich."

    def __init__(self, message: str = "", *, poll_id: str = "", **values: object) -> None:
        self.poll_id = poll_id
        self.sentence = message or self.default
        self.values = values
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The whole sentence, in German."""
        return self.sentence % self.values if self.values else self.sentence


class NotFoundError(DraftingError):
    """Say that what was asked for does not exist, or not for this person."""

    default = "Das gibt es hier nicht (mehr)."


class NotAllowedError(DraftingError):
    """Say that this person may not do this, or not now."""

    default = "Dazu fehlt die Berechtigung."


class InvalidInputError(DraftingError):
    """Say what is wrong with what was given: a file, a form, an option.

    ``field`` names the form field the sentence belongs to, where there is one.
    """

    default = "Die Eingabe ist nicht gültig."

    def __init__(self, message: str = "", *, field: str = "", poll_id: str = "", **values: object) -> None:
        super().__init__(message, poll_id=poll_id, **values)
        self.field = field


class OutdatedError(DraftingError):
    """Say that somebody changed the same thing meanwhile, so that nothing was overwritten."""

    default = "Der Stand hat sich inzwischen geändert. Bitte den neuen Stand ansehen und noch einmal versuchen."


class ClosedError(DraftingError):
    """Say that the time for this act is over: the poll is closed, the intake has ended."""

    default = "Das ist bereits abgeschlossen."


class UnconfirmedCountError(ClosedError):
    """Say that a vote cannot end before a second person has confirmed its count by hand, on its roll."""

    default = (
        "Eine Zählung von Hand ist noch nicht bestätigt. Eine zweite Person gibt die Zahlen noch einmal ein, dann "
        "lässt sich die Abstimmung schließen."
    )


class RecordedRefusalError(NotAllowedError):
    """Refuse, and yet keep what the transaction noted so far: a wrong access code must count as an attempt."""
