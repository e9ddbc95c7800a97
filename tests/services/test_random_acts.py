"""Whatever people do, in whatever order: versions never change, every word has its origin, the journal recomputes.

Random acts of random people on a small paper: hand in, revise, decide, merge, edit, take back, reopen.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from drafting import queries, services
from drafting.database import Database
from drafting.errors import DraftingError
from drafting.models import Amendment, AmendmentRevision, Demand, DemandVersion
from drafting.rules.lifecycle import Choice
from drafting.text import provenance
from drafting.text.markdown import parse
from tests import make
from tests.make import Hall
from tests.states import SECRET

WORDS = ("Land", "alle", "sofort", "Kommunen", "Gesetz", "gern", "Personal", "und", "fordern.", "")
NEW = "# Neue Forderung\n\nDas Land sorgt für {}. Es bezahlt auch.\n"
INDEX = st.integers(0, 30)


class Acts(RuleBasedStateMachine):
    """A conference in which anybody does anything; what is refused with a clear word is fine."""

    template: Path
    hall_before: Hall

    @initialize()
    def begin(self) -> None:
        """Take a fresh copy of the conference."""
        self.directory = tempfile.TemporaryDirectory()
        path = Path(self.directory.name) / "drafting.sqlite"
        shutil.copy(self.template, path)
        self.database = Database(f"sqlite:///{path}", secret=SECRET, keys=path.parent / "keys")
        self.hall = replace(self.hall_before, database=self.database)
        self.texts: dict[str, tuple[str, str]] = {}
        self.wordings: dict[str, str] = {}

    def teardown(self) -> None:
        """Close the copy."""
        self.database.dispose()
        self.directory.cleanup()

    # What happens

    def act(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Do something in a transaction of its own, or be refused."""
        with suppress(DraftingError), self.database.write() as work:
            service(work, *args, **kwargs)

    def pick(self, kind: type[Any], index: int, *conditions: Any) -> Any:
        """One of the rows there are; None where there is none."""
        with self.database.read() as session:
            rows = session.scalars(select(kind).where(*conditions).order_by(kind.id)).all()
            return rows[index % len(rows)] if rows else None

    def person(self, index: int) -> str:
        """One of those who take part."""
        return (self.hall.ada, self.hall.ben, self.hall.cem)[index % 3]

    def present(self, index: int) -> DemandVersion:
        """The present version of some demand."""
        demand = self.pick(Demand, index, Demand.kind == "demand")
        with self.database.read() as session:
            return session.scalars(
                select(DemandVersion).where(
                    DemandVersion.demand_id == demand.id, DemandVersion.number == demand.version_number
                )
            ).one()

    def change(self, text: str, place: int, word: str, length: int) -> str:
        """The text with some words of its body replaced."""
        title, _, body = text.partition("\n\n")
        words = body.split(" ")
        start = place % len(words)
        return f"{title}\n\n{' '.join((*words[:start], word, *words[start + length :]))}"

    @rule(demand=INDEX, person=INDEX, place=INDEX, word=st.sampled_from(WORDS), length=st.integers(0, 3))
    def propose(self, demand: int, person: int, place: int, word: str, length: int) -> None:
        """Hand in an amendment."""
        version = self.present(demand)
        self.act(
            services.amendments.propose,
            version.demand_id,
            text=self.change(version.text, place, word, length),
            reason="Darum.",
            base_version_id=version.id,
            actor=self.person(person),
        )

    @rule(demand=INDEX, person=INDEX)
    def propose_strike(self, demand: int, person: int) -> None:
        """Ask for a demand to be struck."""
        version = self.present(demand)
        self.act(
            services.amendments.propose_strike,
            version.demand_id,
            reason="Weg.",
            base_version_id=version.id,
            actor=self.person(person),
        )

    @rule(demand=INDEX, person=INDEX, word=st.sampled_from(WORDS))
    def propose_new(self, demand: int, person: int, word: str) -> None:
        """Ask for a new demand."""
        after = self.pick(Demand, demand, Demand.kind == "demand")
        self.act(
            services.amendments.propose_new,
            self.hall.paper,
            text=NEW.format(word or "vieles"),
            reason="Fehlt.",
            section_id=after.section_id,
            after_demand_id=after.id,
            actor=self.person(person),
        )

    @rule(index=INDEX, place=INDEX, word=st.sampled_from(WORDS))
    def revise(self, index: int, place: int, word: str) -> None:
        """Change one's own amendment."""
        amendment = self.pick(Amendment, index, Amendment.kind == "change")
        if amendment is not None:
            with self.database.read() as session:
                page = queries.amendments.get_amendment(session, amendment.id)
            self.act(
                services.amendments.revise,
                amendment.id,
                text=self.change(page.present_text, place, word, 1),
                base_version_id=page.present_version_id,
                actor=amendment.proposer_id,
            )

    @rule(index=INDEX, service=st.sampled_from(["keep", "withdraw"]))
    def answer(self, index: int, service: str) -> None:
        """Keep one's wording, or withdraw it."""
        amendment = self.pick(Amendment, index)
        if amendment is not None:
            self.act(getattr(services.amendments, service), amendment.id, actor=amendment.proposer_id)

    @rule(index=INDEX)
    def take_over(self, index: int) -> None:
        """Adopt an amendment without a vote."""
        amendment = self.pick(Amendment, index)
        if amendment is not None:
            self.act(services.amendments.take_over, amendment.id, actor=self.hall.moderator)

    @rule(index=INDEX, choice=st.sampled_from(["yes", "no"]), closes=st.booleans())
    def vote(self, index: int, choice: str, closes: bool) -> None:
        """Put an amendment to the vote; now and then the poll stays open while others act."""
        amendment = self.pick(Amendment, index)
        if amendment is None:
            return
        with self.database.read() as session:
            running = queries.polls.list_polls(session, self.hall.id, state="open")
        for poll in running:
            self.act(services.polls.close_poll, poll.id, actor=self.hall.moderator)
        polls: list[str] = []
        self.act(lambda work: polls.append(services.polls.open_now(work, amendment.id, actor=self.hall.moderator)))
        for poll_id in polls:
            self.act(services.polls.cast, poll_id, Choice(choice), actor=self.hall.ben)
            if closes:
                self.act(services.polls.close_poll, poll_id, actor=self.hall.moderator)

    @rule(demand=INDEX, place=INDEX, word=st.sampled_from(WORDS), length=st.integers(0, 2))
    def edit(self, demand: int, place: int, word: str, length: int) -> None:
        """Change a text as an editor."""
        version = self.present(demand)
        self.act(
            services.demands.edit,
            version.demand_id,
            text=self.change(version.text, place, word, length),
            reason="Sprache.",
            base_version_id=version.id,
            actor=self.hall.organizer,
        )

    @rule(demand=INDEX)
    def merge(self, demand: int) -> None:
        """Merge whatever is open to a demand; conflicts keep the text."""
        version = self.present(demand)
        with self.database.read() as session:
            open_ids = list(
                session.scalars(
                    select(Amendment.id).where(
                        Amendment.demand_id == version.demand_id, Amendment.state == "open", Amendment.kind == "change"
                    )
                )
            )
        self.act(
            services.merges.merge,
            version.demand_id,
            open_ids[:3],
            {},
            base_version_id=version.id,
            actor=self.hall.moderator,
        )

    @rule(index=INDEX)
    def undo(self, index: int) -> None:
        """Take any version back."""
        version = self.pick(DemandVersion, index, DemandVersion.source != "import")
        if version is not None:
            self.act(services.undoing.undo, version.id, reason="Doch nicht.", actor=self.hall.moderator)

    @rule(index=INDEX)
    def reopen(self, index: int) -> None:
        """Open any amendment again."""
        amendment = self.pick(Amendment, index)
        if amendment is not None:
            self.act(services.reopening.reopen, amendment.id, reason="Noch einmal.", actor=self.hall.moderator)

    @rule(index=INDEX)
    def restore(self, index: int) -> None:
        """Give a demand an earlier text again."""
        version = self.pick(DemandVersion, index)
        with self.database.read() as session:
            present = queries.demands.get_demand(session, version.demand_id).version_id
        self.act(
            services.restoring.restore,
            version.demand_id,
            version.id,
            reason="Besser so.",
            base_version_id=present,
            actor=self.hall.organizer,
        )

    # What stays true

    @invariant()
    def the_journal_recomputes_to_the_same_texts(self) -> None:
        """Chain, counts, versions, wordings and merges agree with what was recorded."""
        with self.database.read() as session:
            assert queries.journal.verify(session, self.hall.id).problems == ()

    @invariant()
    def versions_never_change_and_every_word_has_its_origin(self) -> None:
        """What was decided stays as it was, and each of its words is owed to something known."""
        with self.database.read() as session:
            versions = session.scalars(select(DemandVersion)).all()
            known = {version.id for version in versions}
            for version in versions:
                state = (version.text, repr(version.provenance))
                if self.texts.setdefault(version.id, state) != state:
                    raise AssertionError(f"version {version.number} has changed")
                rows = provenance.load(version.provenance).per_token()
                assert len(rows) == len(parse(version.text).tokens())
                assert all(sources and {name.partition(":")[0] for name in sources} <= known for sources in rows)

    @invariant()
    def every_wording_of_an_author_is_still_there(self) -> None:
        """What somebody handed in is never overwritten."""
        with self.database.read() as session:
            for revision in session.scalars(select(AmendmentRevision)):
                assert self.wordings.setdefault(revision.id, revision.text) == revision.text
            assert self.wordings.keys() == set(session.scalars(select(AmendmentRevision.id)))

    @invariant()
    def a_demand_is_struck_as_its_present_version_says(self) -> None:
        """What the paper shows and what the history says is one."""
        with self.database.read() as session:
            for demand in session.scalars(select(Demand)):
                version = session.scalars(
                    select(DemandVersion).where(
                        DemandVersion.demand_id == demand.id, DemandVersion.number == demand.version_number
                    )
                ).one()
                assert demand.is_struck == version.is_struck


def test_whatever_people_do_the_record_stays_whole(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "conference.sqlite"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}", secret=SECRET, keys=path.parent / "keys")
    Acts.hall_before = make.hall(database)
    database.dispose()
    Acts.template = path
    is_thorough = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
    runs = settings(
        max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "200")) if is_thorough else 10,
        stateful_step_count=40 if is_thorough else 20,
        deadline=None,
        derandomize=not is_thorough,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Acts, settings=runs)
