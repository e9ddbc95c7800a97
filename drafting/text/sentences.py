"""Where sentences begin and end: what readers take in at once, and what a rewritten passage is measured by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafting.text.document import Start, Token, Word

ENDS = frozenset(".!?…")
_CLOSERS = frozenset("\"'“”‘’«»)]›‹")
_SHORTENED = (
    "abs art az bd bsp bspw bzgl bzw ca dr engl etc evtl exkl ff gem ggf ggfs hrsg inkl insb jr lit max mind min mio "
    "mrd nr prof rd s sog st std str tel u usw vgl vs z zt zzgl"
)
_MONTH_NAMES = "januar februar märz april mai juni juli august september oktober november dezember jahrhundert"
_ABBREVIATIONS = frozenset(_SHORTENED.split())
_MONTHS = frozenset(_MONTH_NAMES.split())


def is_end(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token here is the full stop, question or exclamation mark that ends a sentence."""
    token = tokens[index]
    if not isinstance(token, Word) or token.text not in ENDS or not token.blank:
        return isinstance(token, Word) and token.text in ENDS and _closes(tokens, index + 1)
    if token.text != ".":
        return True
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if not isinstance(after, Word):
        return True
    before = tokens[index - 1] if index else None
    if not isinstance(before, Word) or after.text[0].islower():
        return not after.text[0].islower()
    word = before.text.lower()
    if word.isdigit():
        return len(word) > 2 and after.text.lower() not in _MONTHS
    return word not in _ABBREVIATIONS and not (len(word) == 1 and word.isalpha()) and "." not in word


def _closes(tokens: Sequence[Token], index: int) -> bool:
    """Whether only closing quotes and brackets follow up to a blank."""
    while index < len(tokens):
        token = tokens[index]
        if not isinstance(token, Word) or token.text not in _CLOSERS:
            return False
        if token.blank:
            return True
        index += 1
    return False


def find_sentences(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the span of each sentence; starts of blocks belong to none."""
    start = -1
    index = 0
    while index < len(tokens):
        if isinstance(tokens[index], Start):
            if start >= 0:
                yield start, index
            start = -1
        else:
            start = index if start < 0 else start
            if is_end(tokens, index):
                while not tokens[index].blank and index + 1 < len(tokens):  # type: ignore[union-attr]  # a word
                    index += 1
                yield start, index + 1
                start = -1
        index += 1
    if start >= 0:
        yield start, len(tokens)


def ends_sentence(tokens: Sequence[Token], index: int) -> bool:
    """Whether a sentence ends with this token, closing quotes and brackets included."""
    token = tokens[index]
    while isinstance(token, Word) and index and not token.text[0].isalnum() and not is_end(tokens, index):
        index -= 1
        token = tokens[index]
        if isinstance(token, Word) and token.blank:
            return False
    return isinstance(token, Word) and is_end(tokens, index)
