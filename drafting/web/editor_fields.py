"""The editor's fields: a title, a text and a reason without their signs, which together make one canonical text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from drafting.text.document import Block, Document, Kind
from drafting.text.markdown import parse, to_markdown
from drafting.web.forms import Form

_LABEL = re.compile(r"^\s*Begründung\s*:\s*", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the editor opens: "title", "text" or "reasons", and after how many of its characters."""

    field: str
    caret: int


@dataclass(frozen=True, slots=True)
class Fields:
    """What stands in the editor. ``reasons`` is None where reasons stand between other blocks and so in the text."""

    title: str
    text: str
    reasons: str | None

    @classmethod
    def of(cls, canonical: str) -> Fields:
        """Take a text in canonical form apart; ``Fields.of(text).compose()`` is that text again."""
        document = parse(canonical)
        title = to_markdown(Document(document.blocks[:1])).removeprefix("# ").strip()
        end = len(document.blocks)
        while end > 1 and document.blocks[end - 1].kind is Kind.REASON:
            end -= 1
        body, reasons = document.blocks[1:end], document.blocks[end:]
        if any(block.kind is Kind.REASON for block in body):
            return cls(title, _write(document.blocks[1:]), None)
        return cls(title, _write(body), _write_reasons(reasons))

    @classmethod
    def from_form(cls, form: Form) -> Fields:
        """Take what was sent."""
        return cls(form.value("title"), form.value("text"), form.values.get("reasons"))

    @staticmethod
    def find_place(canonical: str, index: int) -> Place:
        """Find where a block of a canonical text, counted from 0, the title's, ends in the fields."""
        document = parse(canonical)
        if not 0 < index < len(document.blocks):
            return Place("title", len(Fields.of(canonical).title))
        fields = Fields.of(canonical)
        own = document.blocks[1 : index + 1]
        if fields.reasons is None or own[-1].kind is not Kind.REASON:
            return Place("text", len(_write(own)))
        return Place("reasons", len(_write_reasons(tuple(block for block in own if block.kind is Kind.REASON))))

    def compose(self) -> str:
        """Make the whole text in canonical form."""
        title = " ".join(self.title.split())
        blocks = [
            *parse(f"# {title}").blocks[:1],
            *_read(self.text),
            *(block for part in _BLANK_LINE.split(self.reasons or "") for block in _read_reason(part)),
        ]
        return to_markdown(Document.of(blocks))


def _write(blocks: tuple[Block, ...]) -> str:
    return to_markdown(Document(blocks)).strip()


def _write_reasons(reasons: tuple[Block, ...]) -> str:
    return "\n\n".join(_write((block,)).removeprefix("> ") for block in reasons)


def _read(text: str) -> tuple[Block, ...]:
    # Under a title of its own, so that nothing in the text can become the title.
    return parse(f"# Titel\n\n{text}").blocks[1:]


def _read_reason(text: str) -> tuple[Block, ...]:
    words = " ".join(_LABEL.sub("", text).split())
    return _read(f"> {words}") if words else ()
