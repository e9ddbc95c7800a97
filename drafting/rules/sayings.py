"""Sayings: sentences with values in them, so that what a rule or a query tells can be said in another language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Saying:
    """A German sentence with the values of its places; a value may be a saying itself. As text it is German."""

    sentence: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence % self.values if self.values else self.sentence

    def __bool__(self) -> bool:
        return bool(self.sentence)


def saying(sentence: str, /, **values: object) -> Saying:
    """Fill a sentence: ``saying("Erledigt durch %(others)s", others="Ä9")``."""
    return Saying(sentence, values)


def as_it_is(words: str | Saying) -> Saying:
    """Words of somebody's own, which are said alike in every language."""
    return Saying("%(words)s", {"words": words}) if words else NOTHING


NOTHING = Saying()
