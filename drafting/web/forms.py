"""Forms: what was sent, and what to say beside each field."""

from __future__ import annotations

from collections.abc import Container, Mapping

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from drafting.errors import InvalidInputError
from drafting.web.languages import gettext as _
from drafting.web.languages import say

LONGEST_FIELD = 200_000


class Form:
    """A form as it was sent, with a sentence for each field that cannot stay as it is.

    A template shows ``form.values`` again and ``form.errors`` by the field; ``form.ok`` tells whether to go on.
    """

    def __init__(self, data: FormData | Mapping[str, str] | None = None) -> None:
        self.values: dict[str, str] = {}
        self.files: dict[str, UploadFile] = {}
        self.errors: dict[str, str] = {}
        self._data = data if isinstance(data, FormData) else FormData(data or {})
        for name, value in self._data.multi_items():
            if isinstance(value, UploadFile):
                self.files[name] = value
            else:
                self.values[name] = _newlines(value)

    @property
    def ok(self) -> bool:
        """Say whether every field can stay as it is."""
        return not self.errors

    def value(self, name: str, default: str = "") -> str:
        """Return what was sent for a field, for showing it again."""
        return self.values.get(name, default)

    def error(self, name: str) -> str:
        """Return the sentence to say beside a field, or nothing."""
        return self.errors.get(name, "")

    def text(self, name: str, *, missing: str = "", longest: int = LONGEST_FIELD) -> str:
        """Take a text field; ``missing`` is what to say when it is empty and must not be."""
        value = self.values.get(name, "").strip()
        if missing and not value:
            self.refuse(name, missing)
        if len(value) > longest:
            self.refuse(name, _("Das ist zu lang: höchstens %(number)s Zeichen.") % {"number": f"{longest:n}"})
        return value

    def choice(self, name: str, options: Container[str], *, missing: str) -> str:
        """Take one of several options; anything else is refused with ``missing``."""
        value = self.values.get(name, "")
        if value not in options:
            self.refuse(name, missing)
        return value

    def several(self, name: str) -> tuple[str, ...]:
        """Take all values of a field that may be sent more than once."""
        return tuple(value for value in self._data.getlist(name) if isinstance(value, str))

    def checked(self, name: str) -> bool:
        """Say whether a box was ticked."""
        return bool(self.values.get(name))

    def refuse(self, name: str, sentence: str) -> None:
        """Note what to say beside a field; the first sentence stays."""
        self.errors.setdefault(name, sentence)

    def refuse_with(self, error: InvalidInputError, default: str) -> None:
        """Say a refusal beside the field it names, else beside ``default``."""
        self.refuse(error.field or default, say(error))


def _newlines(value: str) -> str:
    # Browsers send CR LF; texts are kept with LF.
    return value.replace("\r\n", "\n").replace("\r", "\n")


async def read_form(request: Request, *, largest_field: int = 4 * 1024 * 1024) -> Form:
    """Read the form a request carries."""
    return Form(await request.form(max_fields=5_000, max_part_size=largest_field))
