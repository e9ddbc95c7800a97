"""Which language a request is answered in, and the sentences in it.

German is written in the code and the templates; other languages are gettext catalogues in ``drafting/locale``.
"""

from __future__ import annotations

import gettext as catalogues
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from starlette.requests import HTTPConnection

from drafting.errors import DraftingError
from drafting.queries.sayings import Saying

SOURCE = "de"
LANGUAGES = {"de": "Deutsch", "en": "English"}
COOKIE = "sprache"
_LOCALE = Path(__file__).parent.parent / "locale"
_current: ContextVar[str] = ContextVar("language", default=SOURCE)


@cache
def _catalogue(language: str) -> catalogues.NullTranslations:
    if language == SOURCE:
        return catalogues.NullTranslations()
    return catalogues.translation("drafting", _LOCALE, [language], fallback=True)


def gettext(sentence: str) -> str:
    """Say a German sentence in the language of the current request."""
    # The empty sentence is the catalogue's own header.
    return _catalogue(_current.get()).gettext(sentence) if sentence else ""


def ngettext(one: str, many: str, number: int) -> str:
    """Say a German sentence about a number of things in the language of the current request."""
    return _catalogue(_current.get()).ngettext(one, many, number)


def say(said: DraftingError | Saying) -> str:
    """Say a refusal, or what a query tells, in the language of the current request."""
    sentence = gettext(said.sentence)
    values = {name: say(value) if isinstance(value, Saying) else value for name, value in said.values.items()}
    return sentence % values if values else sentence


def get_language() -> str:
    """Return the language in which sentences are said just now."""
    return _current.get()


def use_language(language: str) -> None:
    """Say everything that follows in this task or thread in this language."""
    _current.set(language if language in LANGUAGES else SOURCE)


def find_language(request: HTTPConnection, default: str) -> str:
    """Choose the language of an answer: what the person chose, else the default.

    What a browser asks for does not count: the text under discussion is German, and a page in two languages helps
    nobody.
    """
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else default if default in LANGUAGES else SOURCE
