"""Word files of many hands: what stands where in the draft, as an organizer would expect it."""

from __future__ import annotations

import pytest

from drafting.imports.papers import DraftPaper, read_paper
from tests.imports.word import paragraph, part, run, word_file

TEXT = "Wir fordern das Land auf, dies bis Ende des Jahres zu regeln und dafür Mittel bereitzustellen."


def read(*body: str, **options: object) -> DraftPaper:
    return read_paper("papier.docx", word_file(*body, **options))  # type: ignore[arg-type]


def one(*body: str, **options: object) -> DraftPaper:
    """Read a paper whose only demand has this text."""
    return read(paragraph("Papier", style="Titel"), paragraph("Eins", style="berschrift1"), *body, **options)


def char(kind: str) -> str:
    """The beginning, middle or end of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def outline(paper: DraftPaper) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(s.heading, [(d.number, d.document.title) for d in s.demands]) for s in paper.sections]


def test_styles_are_known_by_name_whatever_their_ids() -> None:
    paper = read(
        paragraph("Papier 2024", style="Titel"),
        paragraph("Für alle", style="Untertitel"),
        paragraph("Präambel", style="berschrift1"),
        paragraph(TEXT),
        paragraph("Recht", style="berschrift1"),
        paragraph("Schriftform abbauen", style="berschrift2"),
        paragraph(TEXT),
        paragraph("Technik", style="berschrift1"),
        paragraph("Offene Schnittstellen", style="MeineForderung"),
        paragraph(TEXT),
    )
    assert (paper.title, paper.subtitle) == ("Papier 2024", "Für alle")
    assert (paper.preamble.title, paper.preamble.body[0].plain) == ("Präambel", TEXT)
    assert outline(paper) == [("Recht", [("1", "Schriftform abbauen")]), ("Technik", [("2", "Offene Schnittstellen")])]
    assert paper.not_represented == ()


def test_automatic_numbers_run_through_the_sections() -> None:
    paper = read(
        paragraph("Recht", style="berschrift1"),
        paragraph("Eins", style="berschrift2", number=1),
        paragraph(TEXT),
        paragraph("Zwei", style="berschrift2", number=1),
        paragraph(TEXT),
        paragraph("Technik", style="berschrift1"),
        paragraph("Drei", style="berschrift2", number=1),
        paragraph(TEXT),
    )
    assert outline(paper) == [("Recht", [("1", "Eins"), ("2", "Zwei")]), ("Technik", [("3", "Drei")])]


def test_numbers_with_parts_are_those_of_the_file() -> None:
    paper = read(
        paragraph("Recht", style="berschrift1", number=4),
        paragraph("Eins", style="berschrift2", number=4, level=1),
        paragraph("Technik", style="berschrift1", number=4),
        paragraph("Zwei", style="berschrift2", number=4, level=1),
        paragraph("Drei", style="berschrift2", number=4, level=1),
    )
    assert outline(paper) == [("Recht", [("1.1", "Eins")]), ("Technik", [("2.1", "Zwei"), ("2.2", "Drei")])]


def test_a_number_given_twice_is_counted_through_and_said() -> None:
    paper = read(
        paragraph("Recht", style="berschrift1"),
        paragraph("Eins", style="berschrift2", number=1),
        paragraph("Technik", style="berschrift1"),
        paragraph("Zwei", style="berschrift2", number=5),
    )
    assert outline(paper) == [("Recht", [("1", "Eins")]), ("Technik", [("2", "Zwei")])]
    assert [left.kind for left in paper.not_represented] == ["numbering"]


def test_one_heading_level_names_demands_without_sections() -> None:
    paper = read(
        paragraph("Papier", style="Titel"),
        paragraph("Einleitung", style="berschrift1"),
        paragraph(TEXT),
        paragraph("Schriftform abbauen", style="berschrift1"),
        paragraph(TEXT),
        paragraph("Personal gewinnen", style="berschrift1"),
        paragraph(TEXT),
        paragraph("Fazit", style="berschrift1"),
        paragraph(TEXT),
    )
    assert outline(paper) == [("", [("1", "Schriftform abbauen"), ("2", "Personal gewinnen")])]
    assert (paper.preamble.title, paper.closing.title) == ("Einleitung", "Fazit")


def test_the_only_top_heading_is_the_title_and_lower_levels_count() -> None:
    paper = read(
        paragraph("Unser Papier", style="berschrift1"),
        paragraph("Recht", style="berschrift2"),
        paragraph("Eins", style="berschrift3"),
        paragraph(TEXT),
        paragraph("Technik", style="berschrift2"),
        paragraph("Zwei", style="berschrift3"),
        paragraph(TEXT),
    )
    assert paper.title == "Unser Papier"
    assert outline(paper) == [("Recht", [("1", "Eins")]), ("Technik", [("2", "Zwei")])]


def test_bold_titles_alone_are_enough() -> None:
    paper = read(
        paragraph("Forderungen der Kommunen", marks="b", size=36),
        paragraph("Stand: 3. März 2024"),
        paragraph("Recht und Verfahren", marks="b", size=28),
        paragraph("1. Schriftform abbauen", marks="b"),
        paragraph(TEXT),
        paragraph("2. Fristen verkürzen", marks="b"),
        paragraph(TEXT),
        paragraph("Personal", marks="b", size=28),
        paragraph("3. Stellen schaffen", marks="b"),
        paragraph(TEXT),
    )
    assert (paper.title, paper.date) == ("Forderungen der Kommunen", "Stand: 3. März 2024")
    assert outline(paper) == [
        ("Recht und Verfahren", [("1", "Schriftform abbauen"), ("2", "Fristen verkürzen")]),
        ("Personal", [("3", "Stellen schaffen")]),
    ]


def test_bold_titles_of_one_size_are_told_apart_by_their_numbers() -> None:
    paper = read(
        paragraph("Papier", style="Titel"),
        paragraph("Recht", marks="b"),
        paragraph("Forderung 1: Eins", marks="b"),
        paragraph(TEXT),
        paragraph("Technik", marks="b"),
        paragraph("Forderung 2: Zwei", marks="b"),
        paragraph(TEXT),
    )
    assert outline(paper) == [("Recht", [("1", "Eins")]), ("Technik", [("2", "Zwei")])]


def test_bold_titles_under_styled_sections_are_demands() -> None:
    paper = read(
        paragraph("Recht", style="berschrift1"),
        paragraph("Eins", marks="b"),
        paragraph(TEXT),
        paragraph("Zwei", marks="b"),
        paragraph(TEXT),
        paragraph("Technik", style="berschrift1"),
        paragraph("Drei", marks="b"),
        paragraph(TEXT),
    )
    assert outline(paper) == [("Recht", [("1", "Eins"), ("2", "Zwei")]), ("Technik", [("3", "Drei")])]


def test_bold_lines_inside_demands_with_styled_titles_stay_text() -> None:
    paper = read(
        paragraph("Recht", style="berschrift1"),
        paragraph("Eins", style="berschrift2"),
        paragraph("Wir fordern konkret", marks="b"),
        paragraph(TEXT),
        paragraph("Zwei", style="berschrift2"),
        paragraph(TEXT),
    )
    assert [block.plain for block in paper.demands[0].document.body] == ["Wir fordern konkret", TEXT]
    assert all(word.bold for word in paper.demands[0].document.body[0].words)


def test_numbered_paragraphs_are_demands_without_title() -> None:
    paper = read(
        paragraph("Unsere Erwartungen an das Land", style="Titel"),
        paragraph("Die Kommunen haben beraten. Sie erwarten Folgendes."),
        paragraph(TEXT, number=1),
        paragraph("erstens", number=2),
        paragraph("zweitens", number=2),
        paragraph("Das Land muss die Mittel verdoppeln.", number=1),
        paragraph("Mehr dazu unten."),
    )
    assert outline(paper) == [("", [("1", ""), ("2", "")])]
    assert [block.plain for block in paper.demands[0].document.body] == [TEXT, "erstens", "zweitens"]
    assert paper.preamble.body[0].plain.startswith("Die Kommunen")


def test_numbered_paragraphs_running_on_below_headings_make_the_headings_sections() -> None:
    paper = read(
        paragraph("Recht", style="berschrift1"),
        paragraph(TEXT, number=1),
        paragraph(TEXT, number=1),
        paragraph("Technik", style="berschrift1"),
        paragraph(TEXT, number=1),
    )
    assert outline(paper) == [("Recht", [("1", ""), ("2", "")]), ("Technik", [("3", "")])]


def test_a_bold_beginning_of_a_numbered_paragraph_is_its_title() -> None:
    paper = read(
        paragraph(run("Schriftform abbauen. ", "b"), run(TEXT), number=1),
        paragraph(run("Personal gewinnen:", "b"), run(" " + TEXT), number=1),
    )
    assert outline(paper) == [("", [("1", "Schriftform abbauen"), ("2", "Personal gewinnen")])]
    assert paper.demands[0].document.body[0].plain == TEXT


def test_a_typed_number_and_a_line_break_make_a_title() -> None:
    first = "<w:r><w:rPr><w:b/></w:rPr><w:t>1. Schriftform abbauen</w:t></w:r><w:r><w:br/></w:r>"
    second = "<w:r><w:rPr><w:b/></w:rPr><w:t>2. Personal gewinnen</w:t></w:r><w:r><w:br/></w:r>"
    paper = read(paragraph(first, run(TEXT)), paragraph(second, run(TEXT)))
    assert outline(paper) == [("", [("1", "Schriftform abbauen"), ("2", "Personal gewinnen")])]


def test_lists_keep_kind_and_level() -> None:
    paper = read(
        paragraph("Eins", style="berschrift1"),
        paragraph("Vorrang haben:"),
        paragraph("Anträge", style="Listenabsatz", number=2),
        paragraph("darunter Bauanträge", number=2, level=1),
        paragraph("Aufgaben:"),
        paragraph("prüfen", number=3),
        paragraph("beraten", number=3),
        paragraph("Zwei", style="berschrift1"),
        paragraph("Erstens", number=5),
        paragraph("genauer", number=5, level=1),
    )
    text = paper.to_json()["sections"][0]["demands"]
    assert (
        text[0]["text"] == "Vorrang haben:\n\n- Anträge\n  - darunter Bauanträge\n\nAufgaben:\n\na) prüfen\nb) beraten"
    )
    assert text[1]["text"] == "1. Erstens\n  a) genauer"


def test_a_list_that_will_count_otherwise_is_named() -> None:
    paper = one(
        paragraph("prüfen", number=3),
        paragraph("beraten", number=3),
        paragraph("Außerdem:"),
        paragraph("berichten", number=3),
    )
    assert [(left.kind, left.text) for left in paper.not_represented] == [
        ("numbering", "Diese Liste zählte im Dokument „c)“, hier zählt sie „a)“.")
    ]


def test_typed_lists_become_lists_but_dates_do_not() -> None:
    paper = read(
        paragraph("Eins", style="berschrift1"),
        paragraph("– Anträge"),
        paragraph("• Bescheide"),
        paragraph("a) prüfen"),
        paragraph("b) beraten"),
        paragraph("1. Januar 2026 ist der Stichtag."),
        paragraph("Zwei", style="berschrift1"),
        paragraph(TEXT),
    )
    text = paper.to_json()["sections"][0]["demands"][0]["text"]
    assert text == "- Anträge\n- Bescheide\na) prüfen\nb) beraten\n\n1\\. Januar 2026 ist der Stichtag."


@pytest.mark.parametrize(
    "reason",
    [
        paragraph(run("Begründung:", "i"), run(" Weil es Zeit spart.")),
        paragraph(run("Begründung", "b"), run(" Weil es Zeit spart.")),
        paragraph("Begründung: Weil es Zeit spart."),
        paragraph("Zur Begründung: Weil es Zeit spart."),
        paragraph("Weil es Zeit spart.", style="Grund"),
        paragraph("Begründung", style="berschrift3") + paragraph("Weil es Zeit spart."),
        paragraph("Begründung:", marks="b") + paragraph("Weil es Zeit spart."),
        paragraph(run("Begründung: ", "b"), "<w:r><w:br/></w:r>", run("Weil es Zeit spart.")),
    ],
)
def test_reasons_are_known_in_every_form(reason: str) -> None:
    paper = read(
        paragraph("Recht", style="berschrift1"),
        paragraph("Eins", style="berschrift2"),
        paragraph(TEXT),
        reason,
        paragraph("Zwei", style="berschrift2"),
        paragraph("Die Begründung der Kosten fehlt bisher."),
    )
    assert [block.plain for block in paper.demands[0].document.reasons] == ["Weil es Zeit spart."]
    assert [block.plain for block in paper.demands[0].document.body] == [TEXT]
    assert paper.demands[1].document.reasons == ()


def test_a_reason_goes_on_in_its_own_style_and_keeps_its_list_as_words() -> None:
    paper = one(
        paragraph(TEXT),
        paragraph("Begründung: Weil es", style="Grund"),
        paragraph("Zeit spart.", style="Grund", number=2),
        paragraph("Das bleibt Text."),
    )
    assert [block.plain for block in paper.demands[0].document.reasons] == ["Weil es", "– Zeit spart."]
    assert paper.demands[0].document.body[-1].plain == "Das bleibt Text."


def test_marks_and_links_are_kept_and_runs_joined() -> None:
    link = f'<w:hyperlink r:id="rId9">{run("die")}{run(" Seite")}</w:hyperlink>'
    field = (
        f'{char("begin")}<w:r><w:instrText> HYPERLINK "https://b.example/" </w:instrText></w:r>'
        f"{char('separate')}{run('hier')}{char('end')}"
    )
    paper = one(
        paragraph(
            "<w:r><w:t>Ver</w:t></w:r><w:proofErr/><w:r><w:t>waltung</w:t></w:r>",
            run(" sehr", "b"),
            run(" wichtig", "i"),
            run(" siehe "),
            link,
            run(" und "),
            field,
            '<w:r><w:rPr><w:rStyle w:val="Fett"/></w:rPr><w:t>!</w:t></w:r>',
        ),
        links={"rId9": ("hyperlink", "https://a.example/x")},
    )
    text = paper.to_json()["sections"][0]["demands"][0]["text"]
    assert (
        text
        == "Verwaltung **sehr** _wichtig_ siehe [die Seite](https://a.example/x) und [hier](https://b.example/)**!**"
    )


def test_signs_that_are_no_letters_are_read() -> None:
    paper = one(
        paragraph(
            "<w:r><w:t>E</w:t><w:noBreakHyphen/><w:t>Akte</w:t><w:tab/><w:t>Silben</w:t><w:softHyphen/><w:t>trennung</w:t>"
            '<w:cr/><w:t>neu</w:t><w:sym w:font="Wingdings" w:char="F0E0"/><w:br w:type="page"/><w:t>Ende</w:t></w:r>'
        ),
    )
    assert paper.demands[0].document.body[0].plain == "E\u2011Akte Silbentrennung neu→ Ende"


def test_wrappers_around_words_lose_nothing() -> None:
    paper = read(
        paragraph("Papier", style="Titel"),
        "<w:sdt><w:sdtContent>" + paragraph("Eins", style="berschrift1") + "</w:sdtContent></w:sdt>",
        paragraph(
            "<w:smartTag><w:r><w:t>Kluge </w:t></w:r></w:smartTag>",
            "<w:sdt><w:sdtContent><w:r><w:t>Worte </w:t></w:r></w:sdtContent></w:sdt>",
            '<w:fldSimple w:instr="REF x"><w:r><w:t>bleiben</w:t></w:r></w:fldSimple>',
        ),
    )
    assert paper.demands[0].document.body[0].plain == "Kluge Worte bleiben"


def test_changes_are_read_as_accepted_and_named() -> None:
    author = 'w:id="1" w:author="Stadt Calw"'
    paper = one(
        paragraph(
            "Wir fordern ",
            f"<w:del {author}><w:r><w:delText>50</w:delText></w:r></w:del>",
            f"<w:ins {author}><w:r><w:t>65</w:t></w:r></w:ins>",
            run(" Prozent."),
            f"<w:moveFrom {author}><w:r><w:t>Umzug.</w:t></w:r></w:moveFrom>",
        ),
        paragraph("Erste Hälfte", properties=f"<w:rPr><w:del {author}/></w:rPr>"),
        paragraph(" und zweite."),
        paragraph(f"<w:moveTo {author}><w:r><w:t>Umzug.</w:t></w:r></w:moveTo>"),
    )
    assert [block.plain for block in paper.demands[0].document.body] == [
        "Wir fordern 65 Prozent.",
        "Erste Hälfte und zweite.",
        "Umzug.",
    ]
    changes = [left for left in paper.not_represented if left.kind == "tracked changes"]
    assert len(changes) == 1
    assert "Stadt Calw" in changes[0].text
    assert "„50“" in changes[0].text


def test_what_has_no_place_is_listed_with_its_words_and_place() -> None:
    box = "<w:txbxContent>" + paragraph("Im Kasten") + "</w:txbxContent>"
    paper = read(
        paragraph("Papier", style="Titel"),
        paragraph("Schriftform", style="berschrift1"),
        paragraph(
            TEXT,
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
            '<w:r><w:commentReference w:id="0"/></w:r>',
            f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            '<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="Ein Rathaus"/></wp:inline></w:drawing></w:r>',
        ),
        "<w:tbl><w:tr><w:tc>" + paragraph("Jahr") + "</w:tc><w:tc>" + paragraph("Kosten") + "</w:tc></w:tr>"
        "<w:tr><w:tc>" + paragraph("2024") + "</w:tc><w:tc>" + paragraph("10") + "</w:tc></w:tr></w:tbl>",
        links={"a": ("footnotes", "footnotes.xml"), "b": ("comments", "comments.xml"), "c": ("header", "header1.xml")},
        parts={
            "word/footnotes.xml": part(
                "footnotes", '<w:footnote w:id="2">' + paragraph("Siehe dort.") + "</w:footnote>"
            ),
            "word/comments.xml": part(
                "comments", '<w:comment w:id="0" w:author="Stadt Calw">' + paragraph("Zu weit.") + "</w:comment>"
            ),
            "word/header1.xml": part("hdr", paragraph("Entwurf")),
        },
    )
    found = {(left.kind, left.text) for left in paper.not_represented}
    assert found == {
        ("footnote", "Siehe dort."),
        ("comment", "Stadt Calw: Zu weit."),
        ("text box", "Im Kasten"),
        ("image", "Ein Rathaus"),
        ("table", "Jahr | Kosten\n2024 | 10"),
        ("header", "Entwurf"),
    }
    places = {left.kind: left.place for left in paper.not_represented}
    assert places["table"].startswith("Forderung 1 „Schriftform“, nach „Wir fordern das Land auf")
    assert places["header"] == "im Kopf der Seiten"
    assert [block.plain for block in paper.demands[0].document.body] == [TEXT]


def test_a_title_repeated_on_every_page_is_not_missed() -> None:
    links = {"f": ("footer", "footer1.xml"), "h": ("header", "header1.xml")}
    parts = {
        "word/footer1.xml": part(
            "ftr", paragraph("Seite ", "<w:fldSimple w:instr='PAGE'><w:r><w:t>5</w:t></w:r></w:fldSimple>")
        ),
        "word/header1.xml": part("hdr", paragraph("Papier")),
    }
    assert one(paragraph(TEXT), links=links, parts=parts).not_represented == ()


def test_a_table_of_contents_is_no_text() -> None:
    contents = (
        f"<w:p>{char('begin')}<w:r><w:instrText> TOC \\o </w:instrText></w:r>{char('separate')}{run('Recht 1')}</w:p>"
        f"<w:p>{run('Technik 2')}{char('end')}</w:p>"
    )
    paper = read(
        paragraph("Papier", style="Titel"),
        contents,
        paragraph("Recht", style="berschrift1"),
        paragraph(TEXT),
        paragraph("Technik", style="berschrift1"),
        paragraph(TEXT),
    )
    assert [(left.kind, left.text) for left in paper.not_represented] == [("contents", "Recht 1\nTechnik 2")]
    assert [demand.document.title for demand in paper.demands] == ["Recht", "Technik"]


def test_place_and_signatures_stand_apart() -> None:
    paper = read(
        paragraph("Eins", style="berschrift1"),
        paragraph(TEXT),
        paragraph("Zwei", style="berschrift1"),
        paragraph(TEXT),
        paragraph("Heilbronn, den 12. November 2024"),
        paragraph("Unterzeichnende:"),
        paragraph("Anna Ahorn, Stadt Calw"),
        paragraph("<w:r><w:t>Bernd Birke, Gemeinde Malsch</w:t><w:br/><w:t>Clara Dorn, Stadt Ulm</w:t></w:r>"),
    )
    assert paper.place == "Heilbronn, den 12. November 2024"
    assert paper.signatories == ("Anna Ahorn, Stadt Calw", "Bernd Birke, Gemeinde Malsch", "Clara Dorn, Stadt Ulm")
    assert paper.signatories_heading == "Unterzeichnende:"
    assert paper.demands[-1].document.body[-1].plain == TEXT


def test_text_right_below_a_section_introduces_it_without_a_number() -> None:
    paper = read(
        paragraph("Recht", style="berschrift1"),
        paragraph("Hierzu gehört vieles."),
        paragraph("Eins", style="berschrift2"),
        paragraph(TEXT),
        paragraph("Technik", style="berschrift1"),
        paragraph("Zwei", style="berschrift2"),
    )
    assert outline(paper)[0] == ("Recht", [("", ""), ("1", "Eins")])


def test_hidden_and_struck_words_are_left_out_and_listed() -> None:
    paper = one(
        paragraph(
            "Sichtbar",
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>geheim</w:t></w:r>",
            "<w:r><w:rPr><w:strike/></w:rPr><w:t>gestrichen</w:t></w:r>",
        ),
    )
    assert paper.demands[0].document.body[0].plain == "Sichtbar"
    assert {(left.kind, left.text) for left in paper.not_represented} == {
        ("hidden", "geheim"),
        ("struck", "gestrichen"),
    }


def test_unstructured_text_is_one_demand_to_be_split() -> None:
    paper = read(paragraph(TEXT), paragraph(TEXT + " Mehr."), paragraph(TEXT + " Und noch mehr."))
    assert len(paper.demands) == 1
    assert len(paper.demands[0].document.body) == 3


def test_headings_below_demands_are_bold_paragraphs() -> None:
    paper = read(
        paragraph("Recht", style="berschrift1"),
        paragraph("Eins", style="berschrift2"),
        paragraph("Hintergrund", style="berschrift3"),
        paragraph(TEXT),
        paragraph("Zwei", style="berschrift2"),
        paragraph("Hintergrund", style="berschrift3"),
        paragraph("Technik", style="berschrift1"),
        paragraph("Drei", style="berschrift2"),
    )
    assert paper.to_json()["sections"][0]["demands"][0]["text"] == f"**Hintergrund**\n\n{TEXT}"


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Erstunterzeichnende",
            "Unterzeichnende:",
            "Die Unterzeichnenden",
            "Unterzeichner*innen",
            "Unterzeichnet von:",
        ),
        *("Unterzeichnerinnen und Unterzeichner", "Erstunterzeichnerinnen und Erstunterzeichner", "Mitzeichnende"),
    ],
)
def test_signatures_stand_under_many_headings(heading: str) -> None:
    paper = one(paragraph(TEXT), paragraph(heading), paragraph("Anna Ahorn, Stadt Calw"))
    assert (paper.signatories, paper.signatories_heading) == (("Anna Ahorn, Stadt Calw",), heading)


def test_numbered_headings_still_name_preamble_and_closing() -> None:
    paper = read(
        paragraph("Papier", style="Titel"),
        paragraph("1. Ausgangslage", style="berschrift1"),
        paragraph(TEXT),
        paragraph("2. Forderungen", style="berschrift1"),
        paragraph("2.1 Eins", style="berschrift2"),
        paragraph("2.2 Zwei", style="berschrift2"),
        paragraph("3. Fazit", style="berschrift1"),
        paragraph(TEXT),
    )
    assert outline(paper) == [("2. Forderungen", [("2.1", "Eins"), ("2.2", "Zwei")])]
    assert (paper.preamble.title, paper.closing.title) == ("1. Ausgangslage", "3. Fazit")


def test_a_letters_farewell_is_no_part_of_the_last_demand() -> None:
    paper = one(paragraph(TEXT), paragraph("Mit freundlichen Grüßen"), paragraph("gez. Anna Ahorn"))
    assert [block.plain for block in paper.demands[-1].document.body] == [TEXT]
    assert [block.plain for block in paper.closing.body] == ["Mit freundlichen Grüßen"]
    assert paper.signatories == ("gez. Anna Ahorn",)
