"""The answers of ``drafting text`` as JSON, for its ``--json`` and its batch."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from typing import Any

from drafting.errors import DraftingError, InvalidInputError
from drafting.text.commands import amendment_sentences
from drafting.text.diff import find_edits
from drafting.text.document import Document
from drafting.text.edits import Edit, apply, without_kept_word
from drafting.text.lines import find_line, number_lines
from drafting.text.markdown import layout, parse, to_markdown
from drafting.text.merge import Conflict, Merge, merge
from drafting.text.phrases import LANGUAGES
from drafting.text.rebase import rebase as carry_over

Answer = dict[str, Any]
_log = logging.getLogger(__name__)


def write(answer: Answer, *, indent: int | None = None) -> str:
    """Write an answer as JSON in UTF-8; what UTF-8 cannot carry (half a character) is escaped."""
    text = json.dumps(answer, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(answer, indent=indent)
    return text


# Single answers


def diff(base: Document, new: Document, language: str) -> Answer:
    """What a new text changes, as edits and as sentences."""
    edits = find_edits(base, new)
    applied = apply(base, edits)
    return {
        "edits": list(_show_edits(base, applied, edits)),
        "applied": to_markdown(applied),
        "sentences": list(amendment_sentences(base, edits, language)),
    }


def _show_edits(base: Document, new: Document, edits: Iterable[Edit]) -> Iterator[Answer]:
    old_pieces, new_pieces = layout(base.blocks), layout(new.blocks)
    lines = number_lines(base)
    tokens = base.tokens()
    shift = 0
    for whole in edits:
        edit = without_kept_word(tokens, whole)
        start = edit.start + shift
        shift += len(edit.inserted) - (edit.end - edit.start)
        # An insertion is cited after the line it follows.
        first = edit.start if edit.start < edit.end else edit.start - 1
        deleted = "".join(old_pieces[edit.start : edit.end]).rstrip(" ")
        inserted = "".join(new_pieces[start : start + len(edit.inserted)]).rstrip(" ")
        if not deleted and not inserted:  # the start of the text's first block, which nothing precedes
            deleted, inserted = "\n\n" * (edit.start < edit.end), "\n\n" * bool(edit.inserted)
        yield {
            "deleted": deleted,
            "inserted": inserted,
            "line_from": find_line(lines, first),
            "line_to": find_line(lines, max(first, edit.end - 1)),
        }


def show_merge(merged: Merge) -> Answer:
    """A merge with its conflicts, neighbours, equal edits, and whose each piece of the text is."""
    return {
        "text": merged.text,
        "conflicts": [_show_conflict(conflict) for conflict in merged.conflicts],
        "neighbours": [{"amendments": list(each.amendments), "sentence": each.sentence} for each in merged.neighbours],
        "identical": [
            {"amendments": list(each.amendments), "deleted": each.deleted, "inserted": each.inserted}
            for each in merged.identical
        ],
        "owners": [[owned.piece, list(owned.ids)] for owned in merged.owners],
    }


def _show_conflict(conflict: Conflict) -> Answer:
    return {
        "amendments": list(conflict.amendments),
        "base": conflict.base,
        "proposals": dict(conflict.proposals),
    }


def rebase(base: Document, amended: Document, new_base: Document) -> Answer:
    """An amendment carried over to a new base.

    There are only texts here, no recorded edits: both sides are compared as they are, without a reader's clean-up.
    """
    own, decided = find_edits(base, amended, clean=False), find_edits(base, new_base, clean=False)
    carried = carry_over(base, own, decided)
    return {
        "status": carried.status,
        "text": carried.text,
        "conflicts": [_show_conflict(conflict) for conflict in carried.conflicts],
    }


# The batch


def answer_line(line: bytes) -> Answer:
    """Answer one line of a batch; whatever is wrong with it is said in the answer."""
    identity = None
    try:
        question = _decode(line)
        identity = question.get("id")
        return {"id": identity, **_answer(question)}
    except DraftingError as error:
        return {"id": identity, "error": error.message}
    except Exception as error:  # the batch goes on
        _log.exception("A line of the batch could not be answered.")
        return {"id": identity, "error": f"Unerwarteter Fehler: {type(error).__name__}"}


def _decode(line: bytes) -> Answer:
    try:
        question = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise InvalidInputError("Die Zeile ist kein JSON in UTF-8.") from None
    if not isinstance(question, dict):
        raise InvalidInputError("Die Zeile ist kein JSON-Objekt.")
    return question


def _refuse(constant: str) -> None:
    """NaN and Infinity are no JSON, though Python reads them."""
    raise ValueError(constant)


def _answer(question: Answer) -> Answer:
    match question.get("op"):
        case "diff":
            language = question.get("lang", "de")
            if not isinstance(language, str) or language not in LANGUAGES:
                raise InvalidInputError("„lang“ ist „de“ oder „en“.")
            return diff(_text(question, "base"), _text(question, "new"), language)
        case "merge":
            base, amendments = _text(question, "base"), question.get("amendments")
            if not isinstance(amendments, dict):
                raise InvalidInputError("„amendments“ fehlt oder ist kein Objekt.")
            return show_merge(merge(base, {name: _text(amendments, name) for name in amendments}))
        case "rebase":
            return rebase(_text(question, "base"), _text(question, "amended"), _text(question, "new_base"))
    raise InvalidInputError("„op“ ist „diff“, „merge“ oder „rebase“.")


def _text(question: Answer, name: str) -> Document:
    text = question.get(name)
    if not isinstance(text, str):
        raise InvalidInputError(f"„{name}“ fehlt oder ist kein Text.")
    return parse(text)
