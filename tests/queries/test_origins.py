"""Where each word comes from: every word is covered, and each stretch names who brought it and how it was decided."""

from __future__ import annotations

from sqlalchemy import event

from drafting import queries, services
from drafting.models import DemandVersion
from drafting.queries.origins import OriginPage, find_removals
from drafting.text.document import Word
from drafting.text.markdown import parse
from drafting.text.provenance import Provenance, Removal
from tests.make import Hall
from tests.states import SQLITE


def ask(hall: Hall, sentence: int) -> OriginPage:
    with hall.database.read() as session:
        return queries.origins.get_origins(session, hall.first, sentence=sentence)


def words(page: OriginPage) -> dict[str, str]:
    return {
        run.words: ", ".join(each.label for origin in run.origins for each in origin.amendments)
        or run.origins[0].source
        for run in page.runs
    }


@SQLITE
def test_each_stretch_of_a_sentence_names_what_brought_it(hall: Hall) -> None:
    hall.decide(hall.propose("alle", "viele"), "yes", "yes", "yes", "no")
    hall.take_over(hall.propose("zu streichen", "ersatzlos zu streichen", by=hall.ben))

    page = ask(hall, 2)

    assert words(page) == {
        "Wir fordern das Land auf,": "import",
        "viele": "Ä1",
        "Schriftformerfordernisse": "import",
        "ersatzlos": "Ä2",
        "zu streichen.": "import",
    }
    vote = page.runs[1].origins[0].vote
    assert vote is not None
    assert (vote.electorate, vote.yes, vote.no, vote.formula) == ("Plenum", 3, 1, "Mehr Ja als Nein: 3 gegen 1.")
    assert page.runs[3].origins[0].vote is None
    assert page.runs[0].origins[0].name == "Eingelesen: 2. Oktober 2024"


@SQLITE
def test_what_was_struck_names_who_wrote_and_who_struck_it(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    hall.take_over(hall.propose("viele Schriftformerfordernisse", "Schriftformerfordernisse", by=hall.ben))

    struck = {run.words: run for run in ask(hall, 2).struck}

    assert [each.label for each in struck["viele"].origins[0].amendments] == ["Ä1"]
    assert [each.label for each in struck["viele"].struck_by[0].amendments] == ["Ä2"]
    assert struck["alle"].origins[0].source == "import"


@SQLITE
def test_each_word_of_a_merge_names_its_own_amendment(hall: Hall) -> None:
    one, other = hall.propose("alle", "viele"), hall.propose("Land", "ganze Land", by=hall.ben)
    with hall.database.write() as work:
        services.merges.merge(
            work, hall.first, [one, other], {}, base_version_id=hall.version(hall.first).id, actor=hall.moderator
        )

    assert words(ask(hall, 2)) == {
        "Wir fordern das": "import",
        "ganze": "Ä2",
        "Land auf,": "import",
        "viele": "Ä1",
        "Schriftformerfordernisse zu streichen.": "import",
    }


@SQLITE
def test_an_editorial_change_and_an_undo_are_named_with_their_reason(hall: Hall) -> None:
    version = hall.version(hall.first)
    with hall.database.write() as work:
        edited = services.demands.edit(
            work,
            hall.first,
            text=version.text.replace("alle", "sämtliche"),
            reason="Schöner.",
            base_version_id=version.id,
            actor=hall.organizer,
        )
    origin = ask(hall, 2).runs[1].origins[0]
    assert (origin.source, origin.reason, origin.objections is not None) == ("editorial", "Schöner.", True)

    with hall.database.write() as work:
        services.undoing.undo(work, edited, reason="Einspruch.", actor=hall.moderator)

    page = ask(hall, 2)
    assert [run.origins[0].source for run in page.runs] == ["import"]
    assert [(run.words, run.struck_by[0].undoes, run.struck_by[0].reason) for run in page.struck] == [
        ("sämtliche", 2, "Einspruch.")
    ]


def test_every_word_belongs_to_one_sentence_and_every_sentence_is_covered(hall: Hall) -> None:
    hall.take_over(hall.propose("alle", "viele"))
    hall.take_over(hall.propose("Papier kostet Zeit.", "Papier kostet Zeit. Viel Zeit!"))
    page = ask(hall, 0)
    tokens = parse(hall.text(hall.first)).tokens()

    shown = "".join(piece.text for block in page.blocks for each in block.sentences for piece in each.pieces)

    assert shown == "".join(token.text + token.blank for token in tokens if isinstance(token, Word))
    numbers = [each.number for block in page.blocks for each in block.sentences]
    assert numbers == list(range(1, len(numbers) + 1))
    for number in numbers:
        sentence = next(each for block in page.blocks for each in block.sentences if each.number == number)
        whole = "".join(piece.text for piece in sentence.pieces).strip()
        asked = ask(hall, number)
        assert whole.startswith(asked.runs[0].words.split(" … ")[0])
        assert whole.endswith(asked.runs[-1].words.split(" … ")[-1])
        assert all(origin.source for run in asked.runs for origin in run.origins)


def test_every_removal_is_told_with_exactly_one_sentence() -> None:
    spans = [(1, 3), (3, 6), (7, 9)]
    removals = tuple(Removal(place, str(place), (), ()) for place in range(10))
    told = [removal for number in (1, 2, 3) for removal in find_removals(spans, Provenance((), removals), number)]
    assert told == list(removals)


@SQLITE
def test_what_is_not_recorded_is_said_to_be_unknown(hall: Hall) -> None:
    with hall.database.write() as work:
        work.session.get_one(DemandVersion, hall.version(hall.first).id).provenance = []

    assert [run.origins[0].source for run in ask(hall, 2).runs] == [""]


def test_asking_takes_as_many_statements_after_many_decisions(hall: Hall) -> None:
    def count() -> int:
        seen: list[str] = []

        def note(*args: object) -> None:
            seen.append(str(args[2]))

        event.listen(hall.database.engine, "before_cursor_execute", note)
        ask(hall, 2)
        event.remove(hall.database.engine, "before_cursor_execute", note)
        return len(seen)

    hall.decide(hall.propose("alle", "viele"), "yes", "yes")
    few = count()
    for old, new in (("viele", "manche"), ("zu streichen", "bald zu streichen"), ("Land", "ganze Land")):
        hall.decide(hall.propose(old, new), "yes", "yes")
    assert count() == few
