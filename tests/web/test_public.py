"""The public page in the browser: the same for everybody, opening by itself, and never more than was released."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from html import unescape

import pytest
from starlette.testclient import TestClient

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.exports.pdf import can_write_pdf
from drafting.models import Person, Publication, now
from drafting.rules.lifecycle import Choice
from drafting.rules.publishing import Format
from drafting.rules.signing import local_day
from drafting.services.declarations import Declaration
from drafting.services.press_releases import PressEntry
from drafting.services.publications import PublicationEntry
from drafting.services.signatures import Asked
from tests.site import Site

SLUG = "papier-2025"
ADDRESS = f"/oeffentlich/{SLUG}"
FILES = ["papier.docx", "papier.odt", "papier.md", "presse", "presse.docx", "qr.svg"]
PRESS = PressEntry(
    "Weniger Papier",
    lead="Zwei Forderungen.",
    demands=("Schriftform abbauen\nAlle streichen.",),
    quote="Endlich.",
    speaker="Berta Berg, Oberbürgermeisterin",
    releaser="Lars Leise",
    is_public=True,
)


class Page:
    """A page of a conference in which one amendment was adopted by vote and another taken over."""

    def __init__(self, site: Site) -> None:
        self.site, self.organizer = site, site.people["organizer"]
        paper = site.import_paper()
        site.do(self._name_people)
        decided = site.propose("participant")
        poll = site.do(services.polls.open_now, decided, actor=site.people["moderator"])
        for role, choice in (("moderator", Choice.YES), ("participant", Choice.ABSTAIN)):
            site.do(services.polls.cast, poll, choice, actor=site.people[role])
        site.do(services.polls.close_poll, poll, actor=site.people["moderator"])
        self.edition: str = site.do(
            services.papers.freeze_edition, paper, name="Beschlussfassung", actor=self.organizer
        )
        self.id: str = site.do(
            services.publications.prepare, site.conference_id, edition_id=self.edition, actor=self.organizer
        )
        self.change()
        site.do(services.press_releases.keep, self.id, PRESS, actor=self.organizer)

    def _name_people(self, work: UnitOfWork) -> None:
        for role, person_id in self.site.people.items():
            work.session.get_one(Person, person_id).name = f"Vera Vogelsang-{role}"

    def change(self, **changed: object) -> None:
        usual: dict[str, object] = {"edition_id": self.edition, "slug": SLUG, "title": "Gemeinsame Forderungen"}
        self.site.do(
            services.publications.change,
            self.id,
            PublicationEntry(**{**usual, **changed}),  # type: ignore[arg-type]
            actor=self.organizer,
        )

    def publish(self) -> None:
        self.site.do(
            services.publications.publish, self.id, told_otherwise=True, leaves_open=True, actor=self.organizer
        )

    def sign(self, name: str = "Stadt Rosenau") -> None:
        do, site = self.site.do, self.site
        last = local_day(now()) + timedelta(days=30)
        do(services.signings.open_signing, site.conference_id, edition_id=self.edition, last=last, actor=self.organizer)
        asked = do(
            services.signatures.ask, site.conference_id, Asked(name, "town", "Ria Rosen", ""), actor=self.organizer
        )
        do(services.signatures.ask, site.conference_id, Asked("Stadt Schweigen", "town", "", ""), actor=self.organizer)
        token = do(services.signatures.show_link, asked, actor=self.organizer)
        yes = Declaration("signed", "Berta Berg", "Bürgermeisterin")
        do(services.declarations.declare, token, yes, edition_id=self.edition, revision=0)
        self.token = token

    def move(self, **moments: object) -> None:
        """Let time pass: set moments of the page as if they had come."""
        with self.site.database.write() as work:
            row = work.session.get_one(Publication, self.id)
            for name, moment in moments.items():
                setattr(row, name, moment)


@pytest.fixture
def page(site: Site) -> Page:
    return Page(site)


def read(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_everybody_reads_the_page_and_no_cookie_is_set(page: Page) -> None:
    page.publish()
    stranger = page.site.stranger()

    answer = stranger.get(ADDRESS)

    assert (answer.status_code, answer.template.name) == (200, "public/show.html")
    assert "Schriftform abbauen" in answer.text
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert "script" not in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert stranger.get(ADDRESS, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    assert '<meta property="og:url" content="https://konferenz.example/oeffentlich/papier-2025">' in answer.text
    assert '<html lang="de">' in answer.text


def test_whoever_looks_gets_the_same_answer(page: Page) -> None:
    page.publish()
    signed_in = page.site.browser("organizer")
    for name, value in (("sprache", "en"), ("darstellung", "dark"), ("meldung", "Gespeichert.")):
        signed_in.cookies.set(name, value)

    answer = signed_in.get(ADDRESS)

    assert answer.content == page.site.stranger().get(ADDRESS).content
    assert "set-cookie" not in answer.headers


def test_before_its_moment_the_address_says_nothing_but_that_it_opens(page: Page) -> None:
    page.change(opens_at=now() + timedelta(seconds=30))
    page.publish()
    for part in ("", *(f"/{name}" for name in FILES)):
        answer = page.site.stranger().get(ADDRESS + part)
        assert (answer.status_code, answer.template.name) == (404, "public/coming.html")
        assert not [
            word for word in ("Forderung", "Schriftform", "Fachkonferenz", "Papier") if word in read(answer.text)
        ]
        assert answer.headers["x-robots-tag"] == "noindex"
        # Nothing on its way may keep the answer beyond the moment.
        assert int(answer.headers["cache-control"].rpartition("=")[2]) <= 30


def test_it_opens_by_itself(page: Page) -> None:
    page.change(opens_at=now() + timedelta(hours=1))
    page.publish()
    assert page.site.stranger().get(ADDRESS).status_code == 404

    page.move(opens_at=now())

    assert page.site.stranger().get(ADDRESS).status_code == 200


def test_what_is_only_prepared_is_like_an_address_that_never_was(page: Page) -> None:
    prepared, nothing = (page.site.stranger().get(address) for address in (ADDRESS, "/oeffentlich/gibt-es-nicht"))
    assert (prepared.status_code, prepared.content) == (404, nothing.content)
    assert page.site.stranger().get(f"{ADDRESS}/papier.docx").content == nothing.content


def test_no_persons_name_is_in_anything_public(page: Page) -> None:
    page.sign()
    page.change(shows_proposers=True)
    page.publish()
    stranger = page.site.stranger()
    for part in ("", *(f"/{name}" for name in FILES)):
        answer = stranger.get(ADDRESS + part)
        assert answer.status_code == 200, part
        said = answer.content
        if zipfile.is_zipfile(io.BytesIO(said)):
            with zipfile.ZipFile(io.BytesIO(said)) as archive:
                said = b"".join(archive.read(name) for name in archive.namelist())
        for name in (b"Vogelsang", b"Ria Rosen", b"Lars Leise", b"Stadt Schweigen"):
            assert name not in said, (part, name)


def test_each_sentence_tells_where_it_comes_from(page: Page) -> None:
    page.publish()
    said = read(page.site.stranger().get(ADDRESS).text)
    assert "Änderungsantrag Ä1, angenommen mit 1 Ja, 0 Nein, 1 Enthaltung am" in said
    assert "Aus dem vorigen Papier übernommen" in said
    assert "Stadt Calw" not in said

    page.change(shows_proposers=True, shows_votes=False)
    said = read(page.site.stranger().get(ADDRESS).text)
    assert "Änderungsantrag Ä1, angenommen am" in said
    assert "1 Ja" not in said
    assert "Stadt Calw" not in said

    page.sign("Stadt Calw")
    said = read(page.site.stranger().get(ADDRESS).text)
    assert "Änderungsantrag Ä1 (Stadt Calw), angenommen am" in said


def test_a_note_is_found_by_the_address_of_its_sentence_without_scripts(page: Page) -> None:
    page.publish()
    text = page.site.stranger().get(ADDRESS).text
    links = re.findall(r'<a class="sentence[^"]*" id="([^"]+)" href="#([^"]+)">', text)
    assert links
    assert all(anchor == target for anchor, target in links)
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_municipalities_are_named_on_their_yes_and_where_released(page: Page) -> None:
    page.sign()
    page.publish()
    stranger = page.site.stranger()
    assert "Stadt Rosenau" in stranger.get(ADDRESS).text
    assert "Stadt Rosenau" in stranger.get(f"{ADDRESS}/papier.md").text

    page.change(shows_signatories=False)
    assert "Stadt Rosenau" not in stranger.get(ADDRESS).text
    assert "Stadt Rosenau" not in stranger.get(f"{ADDRESS}/papier.md").text

    page.change()
    page.site.do(services.declarations.withdraw_by_link, page.token, signer="Berta Berg", revision=1)
    assert "Stadt Rosenau" not in stranger.get(ADDRESS).text
    assert "Stadt Rosenau" not in stranger.get(f"{ADDRESS}/papier.md").text


@pytest.mark.parametrize(("part", "kind"), [("docx", "paper"), ("odt", "odt"), ("md", "markdown")])
def test_the_files_are_those_of_the_exports(page: Page, part: str, kind: str) -> None:
    page.sign()
    page.publish()
    public = page.site.stranger().get(f"{ADDRESS}/papier.{part}")
    export = page.site.browser("organizer").get(f"/dateien/{kind}", params={"stand": page.edition})
    assert public.content == export.content
    assert f"{SLUG}.{part}" in public.headers["content-disposition"]


@pytest.mark.skipif(not can_write_pdf(), reason="WeasyPrint is not installed")
def test_a_pdf_is_set_once_the_page_is_released_and_kept(page: Page) -> None:
    site = page.site
    with TestClient(site.app, follow_redirects=False) as running:
        running.cookies = site.browser("organizer").cookies
        exports = site.app.state.settings.data_dir / "exports"
        assert not exports.exists()
        released = running.post(
            f"/veroeffentlichung/{page.id}/freigeben", data={"told_otherwise": "1", "leaves_open": "1"}
        )
        assert released.status_code == 303
        assert running.get(f"/veroeffentlichung/{page.id}").status_code == 200
        assert len(list(exports.glob("*.json"))) == 1, "it is ordered before anybody has asked for it"
        for _ in range(100):
            # Whoever reads the page meanwhile has it set no second time.
            assert running.get(ADDRESS).status_code == 200
            answer = running.get(f"{ADDRESS}/papier.pdf")
            if answer.status_code == 200:
                break
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert len(list(exports.glob("*.json"))) == 1, "it was ordered once for all"
    assert answer.content.startswith(b"%PDF")
    assert site.stranger().get(f"{ADDRESS}/papier.pdf").content == answer.content


@pytest.mark.skipif(not can_write_pdf(), reason="WeasyPrint is not installed")
def test_a_server_that_begins_has_the_pdfs_of_released_pages_set(page: Page) -> None:
    page.publish()
    exports = page.site.app.state.settings.data_dir / "exports"
    with TestClient(page.site.app) as running:
        for _ in range(200):
            if list(exports.glob("*.json")):
                break
            # Nobody asks for the page.
            running.get("/anmelden")
    (order,) = exports.glob("*.json")
    assert page.id in order.read_text("utf-8")


def test_only_the_files_chosen_are_offered(page: Page) -> None:
    page.change(formats=(Format.WORD.value,))
    page.publish()
    stranger = page.site.stranger()
    text = stranger.get(ADDRESS).text
    assert f"{ADDRESS}/papier.docx" in text
    assert f"{ADDRESS}/papier.md" not in text
    assert stranger.get(f"{ADDRESS}/papier.md").status_code == 404
    assert stranger.get(f"{ADDRESS}/papier.exe").status_code == 404


def test_a_withdrawn_page_says_so_and_nothing_else(page: Page) -> None:
    page.publish()
    page.site.do(services.publications.withdraw, page.id, note="Ein Versehen.", actor=page.organizer)
    for part in ("", "/papier.docx", "/presse"):
        answer = page.site.stranger().get(ADDRESS + part)
        assert (answer.status_code, answer.template.name) == (410, "public/withdrawn.html")
        assert "Ein Versehen." in answer.text
        assert "Schriftform" not in answer.text


def test_an_older_page_stays_and_points_to_the_newer_one(page: Page) -> None:
    page.publish()
    prepare = services.publications.prepare
    newer = page.site.do(prepare, page.site.conference_id, edition_id=page.edition, actor=page.organizer)
    assert "neuere Fassung" not in page.site.stranger().get(ADDRESS).text
    page.site.do(services.publications.publish, newer, told_otherwise=True, leaves_open=True, actor=page.organizer)
    slug = page.site.look_up(queries.publications.find_slug, newer, page.site.conference_id)

    answer = page.site.stranger().get(ADDRESS)

    assert answer.status_code == 200
    assert "Es gibt eine neuere Fassung." in answer.text
    assert f'href="/oeffentlich/{slug}"' in answer.text
    assert "neuere Fassung" not in page.site.stranger().get(f"/oeffentlich/{slug}").text
    page.site.do(services.publications.withdraw, newer, note="", actor=page.organizer)
    assert "neuere Fassung" not in page.site.stranger().get(ADDRESS).text


def test_the_press_version_is_public_only_where_released_and_without_its_embargo(page: Page) -> None:
    page.change(opens_at=now() + timedelta(hours=1))
    page.publish()
    organizer = page.site.browser("organizer")
    preview = organizer.get(f"/veroeffentlichung/{page.id}/vorschau/presse")
    assert "Sperrfrist: " in preview.text
    page.move(opens_at=now())
    public = page.site.stranger().get(f"{ADDRESS}/presse")
    assert (public.status_code, public.template.name) == (200, "public/press.html")
    assert "Berta Berg, Oberbürgermeisterin" in public.text
    assert "Sperrfrist" not in public.text
    page.site.do(services.press_releases.keep, page.id, PressEntry("Titel"), actor=page.organizer)
    assert page.site.stranger().get(f"{ADDRESS}/presse").status_code == 404
    assert page.site.stranger().get(f"{ADDRESS}/presse.docx").status_code == 404


def test_the_preview_is_for_organizers(page: Page) -> None:
    for part in ("", "/papier.docx", "/presse", "/qr.svg"):
        address = f"/veroeffentlichung/{page.id}/vorschau{part}"
        assert page.site.browser("moderator").get(address).status_code == 403
        assert page.site.stranger().get(address).status_code == 303
        answer = page.site.browser("organizer").get(address)
        assert answer.status_code == 200
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert answer.headers["cache-control"] == "private, no-store"


def test_the_qr_code_is_a_drawing_without_the_words_of_the_address(page: Page) -> None:
    answer = page.site.browser("organizer").get(f"/veroeffentlichung/{page.id}/vorschau/qr.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.startswith("<?xml")
    assert SLUG not in answer.text


@pytest.mark.parametrize("slug", ["../x", "%00", "A" * 500, "papier-2025/../x"])
def test_odd_addresses_lead_nowhere(page: Page, slug: str) -> None:
    page.publish()
    assert page.site.stranger().get(f"/oeffentlich/{slug}").status_code == 404
