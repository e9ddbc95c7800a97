"""Signing as it is done in the browser, for tests."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from starlette.testclient import TestClient

from drafting import queries, services
from drafting.models import now
from drafting.rules.signing import local_day
from drafting.services.signatures import Asked
from drafting.services.signings import PRESENT
from tests.site import Site


def day(days: int) -> date:
    return local_day(now()) + timedelta(days=days)


def begin(site: Site, *, days: int = 30) -> None:
    site.import_paper()
    site.do(
        services.signings.open_signing,
        site.conference_id,
        edition_id=PRESENT,
        last=day(days),
        actor=site.people["organizer"],
    )


def ask(site: Site, name: str = "Stadt Rosenau", *, email: str = "", level: str = "town") -> str:
    asked = Asked(name, level, "Ria Rosen", email)
    signature_id: str = site.do(services.signatures.ask, site.conference_id, asked, actor=site.people["organizer"])
    return signature_id


def link(site: Site, signature_id: str) -> str:
    token: str = site.do(services.signatures.show_link, signature_id, actor=site.people["organizer"])
    return f"/mitzeichnung/{token}"


def fill(page: str, **answers: str) -> dict[str, str]:
    """The form of a page with what its hidden fields say."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    return {**hidden, "name": "Berta Berg", "funktion": "Bürgermeisterin", **answers}


def sign(stranger: TestClient, address: str, **answers: str) -> Any:
    """Go through both steps."""
    form = fill(stranger.get(f"{address}?bestaetigen=ja").text, **answers)
    asked = stranger.post(address, data=form)
    assert asked.status_code == 200, asked.text
    return stranger.post(address, data={**form, "schritt": "erklaeren", "befugt": "ja"})


def set_deadline(site: Site, days: int) -> None:
    """Let time pass."""
    with site.database.write() as work:
        signing = services.signings.get_signing(work, site.conference_id)
        signing.closes_at = now() + timedelta(days=days)


def change_text(site: Site, old: str, new: str) -> None:
    """Change the first demand as an editor would."""
    outline = site.look_up(queries.papers.get_outline, site.conference_id)
    page = site.look_up(queries.editors.get_editor, outline.sections[0].demands[0].id)
    assert old in page.text
    site.do(
        services.demands.edit,
        page.demand_id,
        text=page.text.replace(old, new),
        reason="Berichtigt.",
        base_version_id=page.base_version_id,
        actor=site.people["organizer"],
    )


def replace(site: Site, *, is_slip: bool) -> Any:
    return site.browser("organizer").post(
        "/mitzeichnungen/stand",
        data={"stand": PRESENT, "art": "schreibfehler" if is_slip else "inhalt", "hinweis": "Forderung 1 berichtigt."},
    )
