"""The answers of a question that has others than yes and no, as one can name them."""

from __future__ import annotations

from dataclasses import dataclass

from drafting.queries.asking import Question
from drafting.queries.asking_words import name_answer
from drafting.queries.sayings import Saying, saying


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """An answer to name; where it is an amendment, ``amendment_id`` and ``headline`` say which.

    ``label`` is what is recorded, ``said`` the same to be said in any language.
    """

    key: int
    label: str
    said: Saying
    amendment_id: str
    headline: str = ""

    @property
    def words(self) -> Saying:
        """The answer as it is called where it stands alone."""
        return (
            saying("%(label)s: %(headline)s", label=self.said, headline=self.headline) if self.headline else self.said
        )


def list_answers(question: Question) -> tuple[AnswerOption, ...]:
    """The answers there are to name, in order."""
    headlines = {amendment.id: amendment.headline for amendment in question.listed}
    return tuple(
        AnswerOption(
            key=option.key,
            label=option.label,
            said=name_answer(question.kind, option),
            amendment_id=option.amendment_id or "",
            headline=headlines.get(option.amendment_id or "", ""),
        )
        for option in question.options
    )
