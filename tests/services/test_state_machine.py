"""Random sequences of what people do to one demand: whatever they do, the record stays whole and no word is lost.

After each step: versions and wordings never change, provenance covers every word, each amendment's first wording is
there, every open amendment fits the present text or says that it collides, and the journal recomputes to the same text.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from drafting import queries, services
from drafting.database import Database
from drafting.errors import DraftingError
from drafting.models import Amendment, AmendmentRevision, Demand, DemandVersion
from drafting.rules.lifecycle import Choice, Fit
from drafting.text import provenance
from drafting.text.markdown import parse
from tests import make
from tests.make import Hall

# Words of the demand, so that proposals meet, and some that it does not have.
WORDS = ("Land", "alle", "Unterschrift", "verzichtbar", "Vorrang", "hohen", "Papier", "Zeit", "viele", "Kommunen")
SENTENCES = ("Dies gilt bis 2027.", "Die Kommunen sind zu beteiligen.", "")
changes = st.tuples(st.sampled_from(WORDS), st.sampled_from(("", *WORDS[5:], "neue Wörter")))


def change(text: str, parts: list[tuple[str, str]], sentence: str) -> str:
    """A text with words replaced or struck, and a sentence after its first paragraph."""
    for old, new in parts:
        text = text.replace(f" {old} ", f" {new} " if new else " ", 1)
    blocks = text.split("\n\n")
    if sentence and len(blocks) > 1:
        blocks[1] = f"{blocks[1].rstrip()} {sentence}"
    return "\n\n".join(blocks)


class Conference(RuleBasedStateMachine):
    """One demand, three authors, a moderator and an editor."""

    amendments = Bundle("amendments")
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        path = Path(self.directory.name) / "drafting.sqlite"
        shutil.copy(self.template, path)
        self.database = Database(f"sqlite:///{path}", secret=b"")
        self.versions: dict[str, tuple[str, str]] = {}
        self.wordings: dict[str, tuple[str, str]] = {}
        self.first_wordings: dict[str, str] = {}

    @initialize()
    def begin(self) -> None:
        self.hall: Hall = make.hall(self.database)

    def teardown(self) -> None:
        self.database.dispose()
        self.directory.cleanup()

    def attempt(self, service: object, *args: object, **kwargs: object) -> object:
        """Do something that may be refused; a refusal changes nothing, which the invariants then see."""
        try:
            with self.database.write() as work:
                return service(work, *args, **kwargs)  # type: ignore[operator]
        except DraftingError:
            return None

    @property
    def authors(self) -> tuple[str, ...]:
        return (self.hall.ada, self.hall.ben, self.hall.cem)

    @rule(
        target=amendments,
        author=st.integers(0, 2),
        parts=st.lists(changes, min_size=1, max_size=2),
        sentence=st.sampled_from(SENTENCES),
        age=st.integers(0, 2),
    )
    def propose(self, author: int, parts: list[tuple[str, str]], sentence: str, age: int) -> str:
        base = self.some_version(age)
        text = change(base.text, parts, sentence)
        found = self.attempt(
            services.amendments.propose,
            self.hall.first,
            text=text,
            reason="Darum.",
            base_version_id=base.id,
            actor=self.authors[author],
        )
        if isinstance(found, str):
            self.first_wordings[found] = self.get_first_wording(found)
        return str(found or "")

    @rule(target=amendments, author=st.integers(0, 2))
    def propose_strike(self, author: int) -> str:
        found = self.attempt(
            services.amendments.propose_strike,
            self.hall.first,
            reason="Entbehrlich.",
            base_version_id=self.some_version(0).id,
            actor=self.authors[author],
        )
        return str(found or "")

    @rule(amendment=amendments, parts=st.lists(changes, min_size=1, max_size=2))
    def revise(self, amendment: str, parts: list[tuple[str, str]]) -> None:
        present = self.some_version(0)
        self.attempt(
            services.amendments.revise,
            amendment,
            text=change(present.text, parts, ""),
            base_version_id=present.id,
            actor=self.author_of(amendment),
        )

    @rule(amendment=amendments, parts=st.lists(changes, min_size=1, max_size=2))
    def adapt(self, amendment: str, parts: list[tuple[str, str]]) -> None:
        present = self.some_version(0)
        self.attempt(
            services.amendments.adapt,
            amendment,
            text=change(present.text, parts, ""),
            base_version_id=present.id,
            actor=self.author_of(amendment),
        )

    @rule(amendment=amendments)
    def keep(self, amendment: str) -> None:
        self.attempt(services.amendments.keep, amendment, actor=self.author_of(amendment))

    @rule(amendment=amendments)
    def withdraw(self, amendment: str) -> None:
        self.attempt(services.amendments.withdraw, amendment, actor=self.author_of(amendment))

    @rule(amendment=amendments)
    def take_over(self, amendment: str) -> None:
        self.attempt(services.amendments.take_over, amendment, actor=self.hall.moderator)

    @rule(amendment=amendments, yes=st.integers(0, 3))
    def vote(self, amendment: str, yes: int) -> None:
        poll = self.attempt(services.polls.open_now, amendment, actor=self.hall.moderator)
        if poll is None:
            return
        for number, person in enumerate(self.hall.members):
            self.attempt(services.polls.cast, poll, Choice.YES if number < yes else Choice.NO, actor=person)
        self.attempt(services.polls.close_poll, poll, actor=self.hall.moderator)

    @rule(parts=st.lists(changes, min_size=1, max_size=2), sentence=st.sampled_from(SENTENCES))
    def edit(self, parts: list[tuple[str, str]], sentence: str) -> None:
        present = self.some_version(0)
        self.attempt(
            services.demands.edit,
            self.hall.first,
            text=change(present.text, parts, sentence),
            reason="Sprache.",
            base_version_id=present.id,
            actor=self.hall.organizer,
        )

    def some_version(self, age: int) -> DemandVersion:
        """The present version, or one a few decisions older."""
        with self.database.read() as session:
            found = session.scalars(
                select(DemandVersion)
                .where(DemandVersion.demand_id == self.hall.first)
                .order_by(DemandVersion.number.desc())
            ).all()
        return found[min(age, len(found) - 1)]

    def author_of(self, amendment: str) -> str:
        with self.database.read() as session:
            found = session.get(Amendment, amendment)
        return found.proposer_id if found else self.hall.ada

    def get_first_wording(self, amendment: str) -> str:
        with self.database.read() as session:
            return session.scalars(
                select(AmendmentRevision.text).where(
                    AmendmentRevision.amendment_id == amendment, AmendmentRevision.number == 1
                )
            ).one()

    @invariant()
    def versions_never_change(self) -> None:
        with self.database.read() as session:
            for version in session.scalars(select(DemandVersion)):
                now = (version.text, repr((version.edits, version.provenance, version.source, version.number)))
                assert self.versions.setdefault(version.id, now) == now

    @invariant()
    def wordings_never_change(self) -> None:
        with self.database.read() as session:
            for revision in session.scalars(select(AmendmentRevision)):
                now = (revision.text, repr((revision.edits, revision.base_version_id, revision.number)))
                assert self.wordings.setdefault(revision.id, now) == now

    @invariant()
    def each_first_wording_is_there(self) -> None:
        for amendment, text in self.first_wordings.items():
            assert self.get_first_wording(amendment) == text

    @invariant()
    def provenance_covers_every_word(self) -> None:
        with self.database.read() as session:
            for version in session.scalars(select(DemandVersion)):
                runs = provenance.load(version.provenance).runs
                assert sum(run.length for run in runs) == len(parse(version.text).tokens())
                assert all(run.sources for run in runs)

    @invariant()
    def what_is_open_stands_on_the_present_text_or_collides(self) -> None:
        with self.database.read() as session:
            for amendment in session.scalars(select(Amendment).where(Amendment.demand_id.is_not(None))):
                demand = session.get_one(Demand, amendment.demand_id)
                if not amendment.is_undecided:
                    continue
                assert not demand.is_struck
                revision = session.scalars(
                    select(AmendmentRevision).where(
                        AmendmentRevision.amendment_id == amendment.id,
                        AmendmentRevision.number == amendment.revision_number,
                    )
                ).one()
                base = session.get_one(DemandVersion, revision.base_version_id)
                assert (base.number == demand.version_number) is (amendment.fit != Fit.CONFLICT)

    @invariant()
    def the_journal_recomputes(self) -> None:
        with self.database.read() as session:
            assert queries.journal.verify(session, self.hall.id).problems == ()


def test_whatever_people_do_the_record_stays_whole(sqlite_template: Path) -> None:
    Conference.template = sqlite_template
    # Shrinking such a sequence takes longer than the suite may; the steps printed are those to look at.
    run_state_machine_as_test(
        Conference,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
        ),
    )
