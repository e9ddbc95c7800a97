"""Amendment sentences: what an amendment does, as the formal command that is put to the vote.

Each change is one sentence, in the order of the text and cited by the lines of the base; quotations are exact. What no
single sentence could tell, such as an item split and rewritten at once, is told as a rewording of whole blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from drafting.text.acts import Passage, Row, find_acts
from drafting.text.document import Block, Document, Kind, Start, Token, Word
from drafting.text.edits import Edit, apply_tokens, keeps_first_word
from drafting.text.lines import find_line, number_lines
from drafting.text.phrases import LANGUAGES, Phrases


def amendment_sentences(base: Document, edits: Iterable[Edit], language: str = "de") -> tuple[str, ...]:
    """Say in formal sentences what the edits do to the base; no edits are no sentence."""
    phrases = LANGUAGES[language]
    edits = tuple(edits)
    row = base.tokens()
    if edits and _has_words(row) and not _has_words(apply_tokens(row, edits)):
        return (phrases.everything_struck,)
    return tuple(_Speaker(base, edits, phrases).speak())


def _has_words(tokens: Iterable[Token]) -> bool:
    return any(isinstance(token, Word) for token in tokens)


class _Speaker:
    """Tells the edits of one base in one language."""

    def __init__(self, base: Document, edits: Sequence[Edit], phrases: Phrases) -> None:
        self.base = Row(base)
        self.row = self.base.tokens
        self.lines = number_lines(base)
        self.edits = edits
        self.spans = {edit.span for edit in edits}
        self.say = phrases

    def speak(self) -> Iterator[str]:
        for act in find_acts(self.base, self.edits):
            if isinstance(act, Passage):
                yield self._recast(act.start, act.end, act.tokens)
            else:
                yield from self._tell(act)

    def _is_moved(self, edit: Edit) -> bool:
        return edit.moved is not None and edit.moved in self.spans

    # What each says

    def _tell(self, edit: Edit) -> Iterator[str]:
        say, deleted, inserted = self.say, self.row[edit.start : edit.end], edit.inserted
        if self._is_moved(edit):
            yield from self._tell_move(edit)
        elif self.base.strikes_blocks(edit):
            yield say.lines_struck.format(**self._whole(edit.start, edit.end))
        elif not any(isinstance(token, Start) for token in (*deleted, *inserted)):
            yield self._tell_words(edit)
        elif len(deleted) <= 1 and len(inserted) <= 1:
            yield self._tell_start(edit)
        elif deleted:
            yield self._recast(edit.start, edit.end, inserted)
        else:
            words = next(place for place, token in enumerate(inserted) if isinstance(token, Start))
            if words:
                yield self._tell_words(Edit(edit.start, edit.end, inserted[:words]))
            yield self._tell_blocks(edit.start, inserted[words:])

    def _tell_move(self, edit: Edit) -> Iterator[str]:
        if edit.start == edit.end or edit.moved is None:
            return  # told with its other half
        to = edit.moved[0]
        where = self.say.to_line.format(find_line(self.lines, to - 1)) if self._has_line_before(to) else ""
        old = self._quote_blocks(self.row[edit.start : edit.end], named=False)
        whole = self._whole(edit.start, edit.end)
        yield self.say.moved.format(old=old, where=where or self.say.to_beginning, **whole)

    def _tell_start(self, edit: Edit) -> str:
        """A start of a block alone is changed, removed or put in."""
        say = self.say
        if edit.start == edit.end:
            new = edit.inserted[0]
            assert isinstance(new, Start)
            if edit.start == 1:  # the title's words become those of another block
                whole = self._whole(0, self.base.block_end(0))
                return say.kind_changed.format(kind=say.names[new.kind], former=say.names[Kind.TITLE], **whole)
            kind = self._name(say.new[new.kind], new.level)
            return say.split.format(inside=self._inside(edit), old=self._anchor(edit.start), kind=kind)
        former = self.row[edit.start]
        whole = self._whole(edit.start, self.base.block_end(edit.start))
        if not edit.inserted:
            if edit.start == 1 and isinstance(former, Start):  # the words become the title
                return say.kind_changed.format(kind=say.names[Kind.TITLE], former=say.names[former.kind], **whole)
            return say.joined.format(line=find_line(self.lines, edit.start - 1), **whole)
        new = edit.inserted[0]
        assert isinstance(new, Start)
        assert isinstance(former, Start)
        if former.kind is new.kind:
            return say.level_changed.format(old=former.level + 1, new=new.level + 1, **whole)
        names = {"kind": say.names[new.kind], "former": say.names[former.kind]}
        return say.kind_changed.format(**names, **whole)

    def _tell_blocks(self, at: int, tokens: Sequence[Token]) -> str:
        say = self.say
        blocks = Document.from_tokens(tokens).blocks
        if self._has_line_before(at):
            where = say.after_line.format(find_line(self.lines, at - 1))
        else:
            where = say.before_all if self.lines else say.into_nothing
        verb = say.at_end if at == len(self.row) and self.lines else say.in_between
        if len(blocks) > 1:
            return _close(say.blocks_inserted.format(where=where, verb=verb, new=self._quote_blocks(tokens)))
        block = blocks[0]
        is_plain = block.kind is Kind.PARAGRAPH
        kind = "" if is_plain else say.as_kind.format(self._name(say.names[block.kind], block.level))
        new = self._quote(block.words)
        return _close(say.block_inserted.format(where=where, kind=kind, verb=verb, new=new))

    def _recast(self, start: int, end: int, tokens: Sequence[Token]) -> str:
        if not _has_words(tokens):
            return self.say.lines_struck.format(**self._whole(start, end))
        return _close(self.say.recast.format(new=self._quote_blocks(tokens), **self._whole(start, end)))

    def _tell_words(self, edit: Edit) -> str:
        say = self.say
        deleted, inserted = _words(self.row[edit.start : edit.end]), _words(edit.inserted)
        start = self.base.block_start(edit.start - 1)
        is_first, is_last = edit.start == start + 1, edit.end == self.base.block_end(start)
        whole = is_first and is_last
        if not deleted:
            return _close(self._tell_new_words(edit, is_first=is_first, is_last=is_last))
        if [word.text for word in deleted] == [word.text for word in inserted]:
            return self._tell_marks(edit, deleted, inserted)
        if whole and inserted:
            return _close(say.recast.format(new=self._quote(inserted), **self._whole(start, edit.end)))
        if whole:
            return say.lines_struck.format(**self._whole(start, edit.end))
        if keeps_first_word(self.row, edit):
            return self._tell_after(edit)
        return self._tell_replaced(edit)

    def _tell_after(self, edit: Edit) -> str:
        """Tell what comes after a first word of which only the blank changes."""
        rest = Edit(edit.start + 1, edit.end, edit.inserted[1:])
        if rest.start < rest.end:
            return self._tell_replaced(rest)
        new, old = self._quote(_words(rest.inserted)), self._anchor(rest.start)
        return _close(self.say.inserted.format(inside=self._inside(edit), old=old, new=new))

    def _tell_replaced(self, edit: Edit) -> str:
        say, deleted, inserted = self.say, _words(self.row[edit.start : edit.end]), _words(edit.inserted)
        old = self._quote(deleted) + self._occurrence(edit.start, edit.end)
        pattern = say.replaced if inserted else say.struck
        return pattern.format(inside=self._inside(edit), old=old, new=self._quote(inserted))

    def _tell_new_words(self, edit: Edit, *, is_first: bool, is_last: bool) -> str:
        say, new = self.say, self._quote(_words(edit.inserted))
        start = self.row[self.base.block_start(edit.start - 1)]
        assert isinstance(start, Start)
        if is_first and is_last:
            return (say.new_title if start.kind is Kind.TITLE else say.into_nothing + ": {new}").format(new=new)
        inside = self._inside(edit)
        if start.kind is Kind.TITLE and (is_first or is_last):
            return (say.title_prefixed if is_first else say.title_appended).format(new=new)
        if is_first or is_last:
            pattern = say.prefixed if is_first else say.appended
            return pattern.format(inside=inside, kind=say.dative[start.kind], new=new)
        return say.inserted.format(inside=inside, old=self._anchor(edit.start), new=new)

    def _tell_marks(self, edit: Edit, deleted: Sequence[Word], inserted: Sequence[Word]) -> str:
        """The words stay: their marks or blanks change."""
        say, inside = self.say, self._inside(edit)
        before, after = {word[2:] for word in deleted}, {word[2:] for word in inserted}
        if [word.blank for word in deleted] != [word.blank for word in inserted]:
            end = min(edit.end + 1, self.base.block_end(edit.start))  # the next word shows how close it stands
            old, new = _words(self.row[edit.start : end]), (*inserted, *_words(self.row[edit.end : end]))
            if _plain(old).replace("\u00a0", " ") == _plain(new).replace("\u00a0", " "):
                return say.blank_changed.format(inside=inside, old=self._quote(old))
            return say.replaced.format(inside=inside, old=self._quote(old), new=self._quote(new))
        old_text = self._quote(deleted) + self._occurrence(edit.start, edit.end)
        if len(before) != 1 or len(after) != 1:
            return say.marks_changed.format(inside=inside, old=old_text)
        (bold, italic, link), (new_bold, new_italic, new_link) = before.pop(), after.pop()
        patterns = []
        if bold != new_bold:
            patterns.append(say.bold[0 if new_bold else 1])
        if italic != new_italic:
            patterns.append(say.italic[0 if new_italic else 1])
        if link != new_link:
            patterns.append(say.linked if new_link else say.unlinked)
        pattern = patterns[0] if len(patterns) == 1 else say.marks_changed
        return pattern.format(inside=inside, old=old_text, link=new_link)

    # Places and quotations

    def _inside(self, edit: Edit) -> str:
        first, last = self._lines(edit.start if edit.start < edit.end else edit.start - 1, edit.end)
        kind = self._kind(edit.start - 1)
        if kind is Kind.TITLE:
            return self.say.inside_title
        where = self.say.inside[first < last].format(first, last)
        return where + self.say.reason if kind is Kind.REASON else where

    def _whole(self, start: int, end: int) -> dict[str, str]:
        """The lines of whole blocks as subject of a sentence, with their verb."""
        first, last = self._lines(start, end)
        if self._kind(start) is Kind.TITLE and self.base.block_end(start) >= end:
            return {"whole": self.say.whole_title, "be": self.say.be[0]}
        whole = self.say.whole[first < last].format(first, last)
        reason = self.say.reason if self._kind(start) is Kind.REASON else ""
        return {"whole": whole + reason, "be": self.say.be[first < last]}

    def _lines(self, start: int, end: int) -> tuple[int, int]:
        first = find_line(self.lines, start)
        return first, max(first, find_line(self.lines, max(start, end - 1)))

    def _kind(self, place: int) -> Kind:
        start = self.row[self.base.block_start(max(place, 0))]
        assert isinstance(start, Start)
        return start.kind

    def _has_line_before(self, place: int) -> bool:
        return bool(self.lines) and self.lines[0].start < place

    def _anchor(self, place: int) -> str:
        """Quote the word before a place, with the punctuation between them."""
        start = place - 1
        least = self.base.block_start(start) + 1
        while start > least:
            word, before = self.row[start], self.row[start - 1]
            assert isinstance(word, Word)
            assert isinstance(before, Word)
            if before.blank and any(character.isalnum() for character in word.text):
                break
            start -= 1
        return self._quote(_words(self.row[start:place])) + self._occurrence(start, place)

    def _occurrence(self, start: int, end: int) -> str:
        """Say which one is meant where the same words stand in these lines more than once."""
        first, last = self._lines(start, end)
        block = self.base.block_start(start)
        low = max(self.lines[first - 1].start, block)
        high = min(self.lines[last - 1].end, self.base.block_end(start))
        wanted = [word.text for word in _words(self.row[start:end])]
        texts = [token.text if isinstance(token, Word) else "" for token in self.row[low:high]]
        size = len(wanted)
        found = [low + at for at in range(len(texts) - size + 1) if texts[at : at + size] == wanted]
        if len(found) < 2 or start not in found:
            return ""
        number = found.index(start)
        ordinals = self.say.ordinals
        return self.say.occurrence.format(ordinals[number] if number < len(ordinals) else f"{number + 1}.")

    def _name(self, name: str, level: int) -> str:
        return name + (self.say.level.format(level + 1) if level else "")

    def _quote(self, words: Sequence[Word]) -> str:
        return _plain(words).join(self.say.quotes)

    def _quote_blocks(self, tokens: Sequence[Token], *, named: bool = True) -> str:
        """Quote blocks one after the other; a single paragraph needs no name."""
        blocks = [block for block in Document.from_tokens(tokens).blocks if block.words]
        if len(blocks) == 1 and blocks[0].kind is Kind.PARAGRAPH:
            named = False
        quoted = [self._quote_block(block, named=named) for block in blocks]
        return self.say.conjunction.join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)

    def _quote_block(self, block: Block, *, named: bool) -> str:
        name = self._name(self.say.definite[block.kind], block.level) + " " if named else ""
        return name + self._quote(block.words)


def _words(tokens: Iterable[Token]) -> tuple[Word, ...]:
    return tuple(token for token in tokens if isinstance(token, Word))


def _plain(words: Sequence[Word]) -> str:
    return "".join(word.text + word.blank for word in words).rstrip(" \u00a0\u202f")


def _close(sentence: str) -> str:
    """End a sentence that ends in a quotation."""
    return sentence if sentence[-2] in ".!?…" else f"{sentence}."
