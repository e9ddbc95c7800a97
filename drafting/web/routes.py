"""Every address of the product, one line each."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount, Route

from drafting.web import (
    amendments,
    amendments_editing,
    amendments_revising,
    conferences,
    demands,
    journal,
    letters,
    notices,
    papers,
    papers_preview,
    people,
    polls,
    polls_desk,
    preferences,
    settings,
    streams,
)
from drafting.web.assets import StaticAssets

GET, POST = ["GET"], ["POST"]

ROUTES: list[BaseRoute] = [
    # Overview and sign-in
    Route("/", conferences.show, methods=GET),
    Route("/phase", conferences.set_phase, methods=POST),
    Route("/einstellungen", settings.show, methods=GET),
    Route("/einstellungen", settings.change, methods=POST),
    Route("/anmelden", people.show_sign_in, methods=GET),
    Route("/anmelden", people.sign_in, methods=POST),
    Route("/anmelden/link/{token}", people.show_link, methods=GET),
    Route("/anmelden/link/{token}", people.sign_in_with_link, methods=POST),
    Route("/anmelden/{code}", people.show_code, methods=GET),
    Route("/anmelden/{code}", people.sign_in_with_code, methods=POST),
    Route("/abmelden", people.sign_out, methods=POST),
    Route("/anwesenheit", people.check_myself, methods=POST),
    Route("/darstellung", preferences.set_theme, methods=POST),
    Route("/sprache", preferences.set_language, methods=POST),
    # Notices
    Route("/mitteilungen", notices.index, methods=GET),
    Route("/mitteilungen/gelesen", notices.mark_read, methods=POST),
    Route("/mitteilungen/rhythmus", notices.choose_rhythm, methods=POST),
    Route("/mitteilungen/{notice_id}", notices.open_notice, methods=GET),
    Route("/forderungen/{demand_id}/folgen", notices.follow_demand, methods=POST),
    Route("/antraege/{amendment_id}/folgen", notices.follow_amendment, methods=POST),
    # People
    Route("/personen", people.index, methods=GET),
    Route("/personen/einlesen", people.show_import, methods=GET),
    Route("/personen/einlesen", people.import_people, methods=POST),
    Route("/personen/zugangskarten", people.show_cards, methods=GET),
    Route("/personen/zugangskarten", people.print_cards, methods=POST),
    Route("/personen/{person_id}/anwesenheit", people.check, methods=POST),
    # Paper in
    Route("/einlesen", papers_preview.show_upload, methods=GET),
    Route("/einlesen", papers_preview.upload, methods=POST),
    Route("/einlesen/vorschau", papers_preview.revise, methods=POST),
    Route("/einlesen/speichern", papers_preview.save, methods=POST),
    # Paper, demands, amendments
    Route("/papier", papers.show, methods=GET),
    Route("/papier/text", papers.show_text, methods=GET),
    Route("/papier/abschnitte/{section_id}", papers.show_section, methods=GET),
    Route("/papier/abschnitte/{section_id}/neu", amendments_editing.show_new, methods=GET),
    Route("/papier/abschnitte/{section_id}/neu", amendments_editing.propose_new, methods=POST),
    Route("/forderungen/{demand_id}", demands.show, methods=GET),
    Route("/forderungen/{demand_id}/vergleich", demands.compare, methods=GET),
    Route("/forderungen/{demand_id}/aendern", amendments_editing.show, methods=GET),
    Route("/forderungen/{demand_id}/aendern", amendments_editing.propose, methods=POST),
    Route("/forderungen/{demand_id}/streichen", amendments.show_strike, methods=GET),
    Route("/forderungen/{demand_id}/streichen", amendments.strike, methods=POST),
    Route("/antraege", amendments.index, methods=GET),
    Route("/antraege/{amendment_id}", amendments.show, methods=GET),
    Route("/antraege/{amendment_id}/aendern", amendments_revising.show_revision, methods=GET),
    Route("/antraege/{amendment_id}/aendern", amendments_revising.revise, methods=POST),
    Route("/antraege/{amendment_id}/anpassen", amendments_revising.show_adaptation, methods=GET),
    Route("/antraege/{amendment_id}/anpassen", amendments_revising.adapt, methods=POST),
    Route("/antraege/{amendment_id}/lassen", amendments.keep, methods=POST),
    Route("/antraege/{amendment_id}/unterstuetzen", amendments.support, methods=POST),
    Route("/antraege/{amendment_id}/zurueckziehen", amendments.ask_withdrawal, methods=GET),
    Route("/antraege/{amendment_id}/zurueckziehen", amendments.withdraw, methods=POST),
    # Polls
    Route("/abstimmungen", polls.index, methods=GET),
    Route("/abstimmungen/{poll_id}", polls.show, methods=GET),
    Route("/abstimmungen/{poll_id}/stimme", polls.cast, methods=POST),
    Route("/leitung", polls_desk.index, methods=GET),
    Route("/leitung/forderungen/{demand_id}", polls_desk.index, methods=GET),
    Route("/leitung/antraege/{amendment_id}/abstimmen", polls_desk.open_poll, methods=POST),
    Route("/leitung/antraege/{amendment_id}/uebernehmen", polls_desk.take_over, methods=POST),
    Route("/leitung/abstimmungen/{poll_id}", polls_desk.show_poll, methods=GET),
    Route("/leitung/abstimmungen/{poll_id}/schliessen", polls_desk.close_poll, methods=POST),
    Route("/leitung/abstimmungen/{poll_id}/aufheben", polls_desk.annul_poll, methods=POST),
    # Letter and journal
    Route("/brief", letters.show, methods=GET),
    Route("/brief/brief.docx", letters.download, methods=GET),
    Route("/protokoll", journal.show, methods=GET),
    Route("/protokoll/pruefen", journal.verify, methods=GET),
    # For scripts and browsers
    Route("/live", streams.listen, methods=GET),
    Mount("/static/{version}", StaticAssets(), name="static"),
]
