"""What stands around the demands: title, subtitle and date before them; place and signatures after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drafting.imports import vocabulary
from drafting.imports.headings import MAX_HEADING, Rank, body_size, is_special
from drafting.imports.passages import Passage
from drafting.imports.rows import Role

MAX_LINE = 220  # characters of a subtitle, date line or signature


@dataclass(frozen=True, slots=True)
class Frame:
    """The roles of the passages around; demands stand between ``front`` and ``back``."""

    roles: Mapping[int, Role]
    front: int
    back: int
    preamble: int | None
    closing: int | None
    farewell: int | None


def find_frame(passages: Sequence[Passage], ranks: Sequence[Rank | None]) -> Frame:
    """Find what stands around the demands."""
    roles = _front(passages, ranks)
    front = max(roles, default=-1) + 1
    back = _back(passages, ranks, roles, front)
    preamble = _preamble(passages, ranks, front)
    farewell = next((i for i in range(front, len(passages)) if vocabulary.FAREWELL.fullmatch(passages[i].text)), None)
    back = back if farewell is None else min(back, farewell)
    return Frame(roles, front, back, preamble, _closing(passages, ranks, front, back), farewell)


def _front(passages: Sequence[Passage], ranks: Sequence[Rank | None]) -> dict[int, Role]:
    roles = _styled_front(passages)
    if Role.TITLE not in roles.values() and (title := _guess_title(passages, ranks)) is not None:
        roles[title] = Role.TITLE
    start = max((index for index, role in roles.items() if role is Role.TITLE), default=None)
    if start is None:
        return roles
    for index in range(start + 1, len(passages)):
        if index in roles:
            continue
        if (role := _line_role(passages, ranks, index, set(roles.values()))) is None:
            break
        roles[index] = role
    return roles


def _styled_front(passages: Sequence[Passage]) -> dict[int, Role]:
    """What the styles "Title", "Subtitle" and one named for dates say."""
    roles = {}
    for index, passage in enumerate(passages[:40]):
        if passage.outline is not None or len(passage.text) > 2 * MAX_LINE:
            continue
        if vocabulary.TITLE_STYLE.fullmatch(passage.style):
            roles[index] = Role.TITLE
        elif vocabulary.SUBTITLE_STYLE.fullmatch(passage.style):
            roles[index] = Role.SUBTITLE
        elif vocabulary.DATE_STYLE.fullmatch(passage.style):
            roles[index] = Role.DATE
    first = min(roles, default=0)
    # A second "title" further down is a heading, not the paper's title.
    return {index: role for index, role in roles.items() if index - first < 8}


def _guess_title(passages: Sequence[Passage], ranks: Sequence[Rank | None]) -> int | None:
    """The first line is the title if it is short and heads all, not one of several equal headings."""
    if len(passages) < 2:
        return None
    first, rank = passages[0], ranks[0]
    if is_special(first.text) or first.item is not None or len(first.text) > MAX_HEADING:
        return None
    if rank is None:
        is_sentence = first.text.endswith((".", ";", ",", ":"))
        return None if is_sentence or vocabulary.TYPED.match(first.text) else 0
    equal = any(
        (other := ranks[index]) is not None and other <= rank and not is_special(passages[index].text)
        for index in range(1, len(passages))
    )
    return 0 if not equal or _stands_over(passages[1], ranks[1], rank) else None


def _stands_over(after: Passage, below: Rank | None, rank: Rank) -> bool:
    """Whether the next heading is one of the same level, or the preamble's: then this one is the title of all."""
    return below is not None and (below <= rank or is_special(after.text))


def _line_role(passages: Sequence[Passage], ranks: Sequence[Rank | None], index: int, seen: set[Role]) -> Role | None:
    """What a short line right below the title is; None where the text begins."""
    passage = passages[index]
    text = passage.text
    if len(text) > MAX_LINE or passage.item is not None or is_special(text) or passage.outline is not None:
        return None
    if vocabulary.DATE_LINE.fullmatch(text) and len(text) < 140 and not text.endswith((";", ",", ":")):
        return Role.DATE if Role.DATE not in seen else None
    if Role.SUBTITLE in seen or text.endswith((".", ";", ",", ":")) or vocabulary.TYPED.match(text):
        return None
    rank = ranks[index]
    if rank is not None and any(other == rank for other in ranks[index + 1 :]):
        return None
    stands_out = (
        passage.bold
        or passage.centred
        or passage.size > body_size(passages)
        or all(run.italic for run in passage.runs if run.text.strip())
    )
    followed = index + 1 < len(passages) and (ranks[index + 1] is not None or len(passages[index + 1].text) > len(text))
    return Role.SUBTITLE if stands_out or (followed and len(text.split()) <= 20) else None


def _back(passages: Sequence[Passage], ranks: Sequence[Rank | None], roles: dict[int, Role], front: int) -> int:
    """Give the place line and the signatures their roles; return where the demands end at the latest."""
    back = len(passages)
    heading = _find_signed(passages, front)
    if heading is not None:
        back = heading
        roles[heading] = Role.SIGNATORIES
        for index in range(heading + 1, len(passages)):
            if not _may_sign(passages[index], ranks[index]):
                break
            role = Role.PLACE if vocabulary.PLACE_LINE.fullmatch(passages[index].text) else Role.SIGNATORY
            roles[index] = role
    for index in range(len(passages) - 1, front - 1, -1):
        passage = passages[index]
        styled = vocabulary.SIGNED_STYLE.fullmatch(passage.style) or vocabulary.SIGNED_LINE.fullmatch(passage.text)
        if styled and index not in roles and len(passage.text) <= MAX_LINE:
            roles[index] = Role.SIGNATORY
            back = min(back, index)
    for index in (back - 1, len(passages) - 1):
        if index >= max(front, 1) and index not in roles and vocabulary.PLACE_LINE.fullmatch(passages[index].text):
            roles[index] = Role.PLACE
            back = min(back, index)
    return back


def _find_signed(passages: Sequence[Passage], front: int) -> int | None:
    for index in range(len(passages) - 1, front - 1, -1):
        text = passages[index].text
        if len(text) < 100 and vocabulary.SIGNED.fullmatch(text):
            return index
    return None


def _may_sign(passage: Passage, rank: Rank | None) -> bool:
    if passage.outline is not None or (
        len(passage.text) > MAX_LINE and "\n" not in "".join(r.text for r in passage.runs)
    ):
        return False
    return not (rank is not None and is_special(passage.text))


def _preamble(passages: Sequence[Passage], ranks: Sequence[Rank | None], front: int) -> int | None:
    """One of the first headings, if it says "Präambel" or the like and stands below none before it."""
    headings = [(rank, index) for index in range(front, len(passages)) if (rank := ranks[index]) is not None][:3]
    for rank, index in headings:
        if vocabulary.PREAMBLE.fullmatch(vocabulary.bare(passages[index].text)):
            return index if all(rank <= before for before, place in headings if place < index) else None
    return None


def _closing(passages: Sequence[Passage], ranks: Sequence[Rank | None], front: int, back: int) -> int | None:
    """The last heading that says "Ausblick" or the like, if all headings after it stand below it."""
    highest: Rank | None = None
    for index in range(back - 1, front - 1, -1):
        rank, text = ranks[index], passages[index].text
        if rank is None:
            continue
        if vocabulary.CLOSING.fullmatch(vocabulary.bare(text)):
            return index if highest is None or rank < highest else None
        if not is_special(text):
            highest = rank if highest is None else min(highest, rank)
    return None
