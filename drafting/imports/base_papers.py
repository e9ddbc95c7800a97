"""The paper a file is compared with: its sections, and its demands in all their versions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from drafting.text.document import Document
from drafting.text.edits import Edit
from drafting.text.likeness import plain_word
from drafting.text.markdown import parse

Key = tuple[tuple[str, ...], ...]


def wording_key(document: Document) -> Key:
    """The words of a text, without marks and with the signs that differ from hand to hand brought to one."""
    return tuple(tuple(plain_word(word) for word in block.words) for block in document.blocks if block.words)


@dataclass(frozen=True, eq=False)
class BaseVersion:
    """A version of a demand in canonical form; ``edits`` made it from the version before."""

    id: str
    number: int
    text: str
    edits: tuple[Edit, ...] = ()

    @cached_property
    def document(self) -> Document:
        """The text."""
        return parse(self.text)

    @cached_property
    def key(self) -> Key:
        """What two texts that say the same have in common."""
        return wording_key(self.document)


@dataclass(frozen=True, slots=True, eq=False)
class BaseDemand:
    """A demand of the paper with all its versions, the present one last."""

    id: str
    kind: str
    number: str
    label: str
    section_id: str | None
    versions: tuple[BaseVersion, ...]
    is_struck: bool = False

    @property
    def present(self) -> BaseVersion:
        """The text as it stands."""
        return self.versions[-1]

    @property
    def anchor(self) -> str:
        """The bookmark's name in our own files."""
        return f"F_{sha256(self.id.encode()).hexdigest()[:20]}".lower()


@dataclass(frozen=True, slots=True)
class BasePaper:
    """The paper that a file is about; ``sections`` are ids with headings, all in order.

    ``above`` and ``below`` are the lines around the text: title, subtitle, date; place, signatories.
    """

    sections: tuple[tuple[str, str], ...]
    demands: tuple[BaseDemand, ...]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
