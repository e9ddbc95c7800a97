"""Everything there is to take away: looked at, written in the background, handed out."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from starlette.applications import Starlette

from drafting import queries, services
from drafting.errors import NotFoundError
from drafting.exports.pdf import can_write_pdf
from drafting.models import now
from drafting.rules.signing import local_day
from drafting.services.declarations import Declaration
from drafting.services.signatures import Asked
from drafting.services.signings import PRESENT
from drafting.settings import Settings
from drafting.web.jobs import Jobs, note_progress
from drafting.web.jobs_folder import KEPT_SECONDS, Job, Order
from drafting.web.offers import GROUPS, LETTER, OFFERS
from tests.site import Site

LONGEST = 60


@pytest.fixture
def jobs(app: Starlette) -> Jobs:
    """The jobs of the application under test."""
    found: Jobs = app.state.jobs
    return found


@pytest.fixture(autouse=True)
def _end_jobs(app: Starlette) -> object:
    yield
    app.state.jobs.close()


def finish(jobs: Jobs, address: str, site: Site) -> Job:
    """Wait for the job of an address to be over."""
    job_id = address.split("/")[3]
    future = jobs._futures.get(job_id)
    if future is not None:
        future.result(timeout=LONGEST)
    return jobs.get(job_id, site.conference_id)


def test_the_page_says_of_each_export_what_is_in_it(site: Site) -> None:
    site.import_paper()
    page = site.browser("organizer").get("/ausgaben")
    assert page.status_code == 200
    assert page.template.name == "exports/index.html"
    for offer in (LETTER, *(offer for offers in GROUPS.values() for offer in offers)):
        assert offer.title in page.text
        assert offer.sentence in page.text
    assert ('value="minutes.pdf"' in page.text) is can_write_pdf()
    assert 'href="/brief"' in page.text


def test_what_was_chosen_stays_chosen_on_the_way_back(site: Site) -> None:
    site.import_paper()
    browser = site.browser("organizer")
    page = browser.get("/ausgaben/synopsis?von=jetzt&bis=import&begruendungen=nein")
    assert "/ausgaben?von=jetzt&amp;bis=import&amp;begruendungen=nein#ausgabe-synopsis" in page.text
    assert 'value="nein" selected' in browser.get("/ausgaben?begruendungen=nein").text


def test_before_there_is_a_paper_there_is_nothing_to_take_away(site: Site) -> None:
    assert "Es gibt noch kein Papier." in site.browser("organizer").get("/ausgaben").text
    assert site.browser("organizer").post("/ausgaben", data={"datei": "paper.docx"}).status_code == 422


@pytest.mark.parametrize("kind", [kind for kind, offer in OFFERS.items() if offer.preview])
def test_each_can_be_looked_at(site: Site, kind: str) -> None:
    site.import_paper()
    site.propose("participant")
    page = site.browser("organizer").get(f"{OFFERS[kind].preview}?von=import&bis=jetzt&begruendungen=ja")
    template = "editions/compare.html" if kind == "redline" else "exports/preview.html"
    assert (page.status_code, page.template.name) == (200, template)


@pytest.mark.parametrize("kind", [kind for kind, offer in OFFERS.items() if offer.is_quick])
def test_what_is_quick_is_handed_out_at_once(site: Site, kind: str, jobs: Jobs) -> None:
    site.import_paper()
    file = f"{kind}.{OFFERS[kind].formats[0]}"
    answer = site.browser("organizer").post("/ausgaben", data={"datei": file, "begruendungen": "nein"})
    assert (answer.status_code, bool(answer.content)) == (200, True)
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert jobs._futures == {}


def test_a_state_or_a_kind_there_is_not_is_not_found(site: Site) -> None:
    site.import_paper()
    browser = site.browser("organizer")
    assert browser.get("/ausgaben/nichts").status_code == 404
    assert browser.get("/ausgaben/json").status_code == 404
    assert browser.get("/ausgaben/synopsis?von=gestern").status_code == 404
    assert browser.post("/ausgaben", data={"datei": "synopsis.docx", "von": "gestern"}).status_code == 404
    assert browser.post("/ausgaben", data={"datei": "synopsis.odt"}).status_code == 422


@pytest.mark.parametrize("role", ["participant", "moderator", "observer"])
def test_only_the_organisation_takes_away(site: Site, role: str) -> None:
    site.import_paper()
    browser = site.browser(role)
    for answer in (
        browser.get("/ausgaben"),
        browser.get("/ausgaben/minutes"),
        browser.post("/ausgaben", data={"datei": "paper.docx"}),
    ):
        assert answer.status_code == 403


def test_a_file_is_written_behind_the_page_and_handed_out(site: Site, jobs: Jobs, settings: Settings) -> None:
    site.import_paper()
    browser = site.browser("organizer")
    answer = browser.post("/ausgaben", data={"datei": "redline.docx", "begruendungen": "nein"})
    assert answer.status_code == 303
    job = finish(jobs, answer.headers["location"], site)
    assert job.state == "done", job.message

    state = browser.get(f"/ausgaben/dateien/{job.id}/stand")
    assert state.template.name == "exports/_job.html"
    assert "Die Datei ist fertig." in state.text
    assert "hx-trigger" not in state.text
    file = browser.get(f"/ausgaben/dateien/{job.id}/datei")
    assert file.headers["content-disposition"] == 'attachment; filename="Redline.docx"'
    said = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(file.content)).paragraphs)
    assert "Schriftform abbauen" in said
    assert "Papier kostet Zeit." not in said
    assert site.browser("participant").get(f"/ausgaben/dateien/{job.id}/datei").status_code == 403
    # Another process on the same data hands it out too.
    other = Jobs(settings)
    assert other.read(other.get(job.id, site.conference_id)) == file.content
    other.close()
    # Whoever has ordered it finds it again, and nobody else.
    listed = browser.get("/ausgaben")
    (row,) = listed.context["own"]
    assert (row.job.id, row.size) == (job.id, len(file.content))
    assert f'href="/ausgaben/dateien/{job.id}/datei"' in listed.text
    assert f'href="/ausgaben/dateien/{job.id}"' in browser.get("/brief").text
    assert jobs.list_own(site.conference_id, site.people["moderator"]) == ()


def make_order(site: Site, *command: str) -> Order:
    person, words = site.people["organizer"], ("letter", "export", *command)
    return Order("Brief", "Brief.docx", "application/x", words, site.conference_id, person_id=person)


def test_what_goes_wrong_is_said_in_a_sentence(site: Site, jobs: Jobs) -> None:
    site.import_paper()
    # The job is a process of its own, and the file is there only once somebody has connected.
    site.database.engine.connect().close()
    job = jobs.begin(make_order(site, "--kind", "synopsis", "--against", "gestern"))
    failed = finish(jobs, f"/ausgaben/dateien/{job.id}", site)
    assert (failed.state, failed.message) == ("failed", "Diesen Stand gibt es nicht.")
    page = site.browser("organizer").get(f"/ausgaben/dateien/{job.id}")
    assert "Diesen Stand gibt es nicht." in page.text


def test_one_that_waits_says_how_many_come_first_and_asks_again(site: Site, jobs: Jobs) -> None:
    site.import_paper()
    release = occupy(jobs)
    try:
        first, second = (jobs.begin(make_order(site)) for _ in range(2))
        page = site.browser("organizer").get(f"/ausgaben/dateien/{second.id}")
        assert "Noch 2 Dateien sind vorher an der Reihe." in page.text
        assert f'hx-get="/ausgaben/dateien/{second.id}/stand"' in page.text
        assert "Nachsehen, wie weit sie ist" in page.text
        assert jobs.count_before(first) == 1
    finally:
        release()


@pytest.mark.parametrize("ends_orderly", [True, False])
def test_what_a_restart_has_interrupted_is_said_at_once_and_ordered_again(
    site: Site, jobs: Jobs, settings: Settings, ends_orderly: bool
) -> None:
    site.import_paper()
    if ends_orderly:
        before = Jobs(settings)
        release = occupy(before)
        job = before.begin(make_order(site))
        assert jobs.get(job.id, site.conference_id).state == "waiting"
        threading.Timer(0.0, release).start()
        before.close()
    else:
        job = begin_elsewhere_and_kill(site, jobs, settings)
    page = site.browser("organizer").get(f"/ausgaben/dateien/{job.id}/stand")
    assert "Der Server ist währenddessen neu gestartet." in page.text
    assert "hx-trigger" not in page.text
    assert "unterbrochen" in site.browser("organizer").get("/ausgaben").text
    answer = site.browser("organizer").post(f"/ausgaben/dateien/{job.id}/noch-einmal")
    assert finish(jobs, answer.headers["location"], site).state == "done"
    (row,) = jobs.list_own(site.conference_id, site.people["organizer"])
    assert row.job.id != job.id


def begin_elsewhere_and_kill(site: Site, jobs: Jobs, settings: Settings) -> Job:
    """Let another process take an order, see that it is alive, and end it without a word."""
    folder = settings.data_dir / "exports"
    order = {**asdict(make_order(site)), "command": ["letter", "export"]}
    words = [sys.executable, "-c", ELSEWHERE, str(folder), json.dumps(order)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:  # our own words
        assert process.stdout is not None
        job_id = process.stdout.readline().strip()
        alive = jobs.get(job_id, site.conference_id)
        process.kill()
    assert alive.state == "running"
    return alive


ELSEWHERE = """
import json, pathlib, sys
from drafting.web.jobs_folder import Job, JobFolder, Order

folder = JobFolder(pathlib.Path(sys.argv[1]))
folder.tidy()
folder.begin()
folder.keep(Job("elsewhere", Order(**json.loads(sys.argv[2])), "running", writer=folder.writer))
print("elsewhere", flush=True)
sys.stdin.read()
"""


def test_of_letters_it_says_how_many_of_how_many_are_written(site: Site, jobs: Jobs) -> None:
    release = occupy(jobs)
    try:
        job = jobs.begin(make_order(site))
        for line, sentence in (("7", "7 Seiten sind gesetzt."), ("12/43", "12 von 43 Briefen sind geschrieben.")):
            jobs._folder.keep(note_progress(replace(job, state="running"), line))
            assert sentence in site.browser("organizer").get(f"/ausgaben/dateien/{job.id}/stand").text
        assert "12 von 43 Briefen" in site.browser("organizer").get("/ausgaben").text
    finally:
        release()


def occupy(jobs: Jobs) -> Callable[[], None]:
    """Keep the runner busy until told; returns what tells it."""
    gate = threading.Event()

    def hold() -> None:
        gate.wait(LONGEST)

    jobs._futures["busy"] = jobs._runner.submit(hold)
    return gate.set


def test_a_file_is_kept_for_an_hour_and_not_longer(
    site: Site, jobs: Jobs, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = settings.data_dir / "exports"
    folder.mkdir()
    (folder / "old.file").write_bytes(b"old")
    release = occupy(jobs)
    try:
        old = jobs.begin(make_order(site))
        assert jobs.get(old.id, site.conference_id) == old
        later = time.time() + KEPT_SECONDS + 10
        monkeypatch.setattr("drafting.web.jobs.time.time", lambda: later)
        with pytest.raises(NotFoundError):
            jobs.get(old.id, site.conference_id)
        jobs.begin(make_order(site))
        assert not (folder / "old.file").exists()
    finally:
        release()


def test_nobody_finds_a_file_of_another_conference_or_outside_the_folder(site: Site, jobs: Jobs) -> None:
    release = occupy(jobs)
    try:
        job = jobs.begin(make_order(site))
        for job_id, conference in (
            (job.id, "another"),
            ("../secret", site.conference_id),
            ("none", site.conference_id),
        ):
            with pytest.raises(NotFoundError):
                jobs.get(job_id, conference)
    finally:
        release()


def test_nothing_is_begun_once_the_server_ends(site: Site, settings: Settings) -> None:
    ending = Jobs(settings)
    ending.close()
    with pytest.raises(RuntimeError):
        ending.begin(make_order(site))
    assert not [path for path in Path(settings.data_dir / "exports").iterdir() if path.suffix == ".file"]


def test_a_file_that_may_name_who_signs_no_longer_is_not_handed_out(site: Site, jobs: Jobs) -> None:
    site.import_paper()
    organizer, browser = site.people["organizer"], site.browser("organizer")
    last = local_day(now()) + timedelta(days=30)
    site.do(services.signings.open_signing, site.conference_id, edition_id=PRESENT, last=last, actor=organizer)
    asked = Asked("Stadt Rosenau", "town", "Ria Rosen", "")
    signature = site.do(services.signatures.ask, site.conference_id, asked, actor=organizer)
    token = site.do(services.signatures.show_link, signature, actor=organizer)
    edition = site.look_up(queries.signatures.get_page, site.conference_id).edition_id
    yes = Declaration("signed", "Berta Berg", "Bürgermeisterin")
    site.do(services.declarations.declare, token, yes, edition_id=edition, revision=0)
    job = jobs.begin(make_order(site, "--kind", "paper"))
    address = f"/ausgaben/dateien/{job.id}"
    assert finish(jobs, address, site).state == "done"
    assert browser.get(f"{address}/datei").status_code == 200
    site.do(services.declarations.withdraw_by_link, token, signer="Berta Berg", revision=1)
    assert browser.get(f"{address}/datei").headers["location"] == address
    assert "ist eine Mitzeichnung entfallen" in browser.get(address).text
    assert "nicht mehr zu haben" in browser.get("/ausgaben").text
    again = browser.post(f"{address}/noch-einmal").headers["location"]
    finish(jobs, again, site)
    assert browser.get(f"{again.removesuffix('/datei')}/datei").status_code == 200
