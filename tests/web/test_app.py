"""Every answer: its headers, its refusals, its language, and what a browser may keep."""

from __future__ import annotations

import re

import pytest

from drafting.web.pages import static, static_version
from tests.site import Site


@pytest.mark.parametrize("address", ["/anmelden", "/gibt-es-nicht", "/live?t=now"])
def test_every_answer_carries_the_security_headers(site: Site, address: str) -> None:
    headers = site.stranger().get(address).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("role", ["organizer", "moderator", "participant"])
def test_no_page_has_anything_inline(site: Site, role: str) -> None:
    site.import_paper()
    for address in ("/", "/protokoll", "/leitung" if role != "participant" else "/"):
        html = site.browser(role).get(address).text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|<script>(?!</)", html), address
        assert not re.search(r'(?:src|href)="(?:https?:)?//', html), address


def test_styles_may_be_kept_for_ever_because_their_address_changes(site: Site) -> None:
    browser = site.stranger()
    assert "immutable" in browser.get(static("app.css")).headers["cache-control"]
    assert browser.get("/static/veraltet/app.css").headers["cache-control"] == "no-cache"
    assert re.fullmatch(r"[0-9a-f]{12}", static_version())


def test_a_form_from_another_site_is_refused(site: Site) -> None:
    response = site.browser("organizer").post(
        "/phase", data={"phase": "open"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert response.status_code == 403
    assert site.browser("organizer").get("/").context["overview"].phase == "preparation"


def test_an_unknown_address_is_answered_in_plain_words(site: Site) -> None:
    response = site.stranger().get("/gibt-es-nicht")
    assert response.status_code == 404
    assert response.template.name == "errors/show.html"
    assert "Diese Seite gibt es nicht" in response.text


def test_a_wrong_method_is_answered_in_plain_words(site: Site) -> None:
    assert site.stranger().get("/abmelden").status_code == 405


def test_a_script_gets_the_refusal_as_a_partial(site: Site) -> None:
    response = site.browser("participant").get("/leitung", headers={"hx-request": "true"})
    assert response.status_code == 403
    assert response.template.name == "errors/_notice.html"


def test_a_body_larger_than_allowed_is_refused(site: Site) -> None:
    data = b"x" * (site.app.state.settings.max_upload_bytes + 2_000_000)
    response = site.browser("organizer").post("/einlesen", content=data, headers={"content-type": "application/x"})
    assert response.status_code == 413
    assert "Die Datei ist größer als erlaubt." in response.text


def test_a_body_that_does_not_say_its_size_is_cut_off(site: Site) -> None:
    chunk = b"x" * 1_000_000
    chunks = (chunk for _ in range(site.app.state.settings.max_upload_bytes // len(chunk) + 3))
    response = site.browser("organizer").post(
        "/einlesen", content=chunks, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert response.status_code == 413


def test_a_failure_is_a_page_with_the_same_headers(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from starlette.testclient import TestClient

    site.app.state.workers = None
    response = TestClient(site.app, raise_server_exceptions=False, cookies={"drafting": "x"}).get("/")
    assert response.status_code == 500
    assert "Hier ist etwas schiefgegangen" in response.text
    assert "content-security-policy" in response.headers


def test_under_tls_the_session_cookie_belongs_to_this_host_alone(site: Site) -> None:
    from starlette.testclient import TestClient

    browser = TestClient(site.app, base_url="https://konferenz.example", follow_redirects=False)
    response = browser.post("/anmelden", data={"code": site.code("participant")})
    assert response.headers["set-cookie"].startswith("__Host-drafting=")
    assert "Secure" in response.headers["set-cookie"]
    assert "max-age" in response.headers["strict-transport-security"]


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        ("", "", "de"),
        ("", "en-GB,en;q=0.9,de;q=0.5", "de"),
        ("de", "en", "de"),
        ("en", "de", "en"),
    ],
)
def test_the_language_is_german_unless_another_was_chosen(
    site: Site, cookie: str, accepted: str, language: str
) -> None:
    browser = site.stranger()
    if cookie:
        browser.post("/sprache", data={"sprache": cookie})
    response = browser.get("/anmelden", headers={"accept-language": accepted})
    assert f'<html lang="{language}"' in response.text


@pytest.mark.parametrize(("theme", "sheets"), [("light", 0), ("dark", 1), ("auto", 1), ("bunt", 1)])
def test_the_theme_is_kept_on_the_device(site: Site, theme: str, sheets: int) -> None:
    browser = site.stranger()
    assert browser.post("/darstellung", data={"darstellung": theme, "weiter": "/anmelden"}).status_code == 303
    assert browser.get("/anmelden").text.count("tokens-dark.css") == sheets


def test_a_notice_is_said_once(site: Site) -> None:
    browser = site.browser("organizer")
    browser.post("/phase", data={"phase": "open"})
    assert "neuen Phase" in browser.get("/").text
    assert "neuen Phase" not in browser.get("/").text
