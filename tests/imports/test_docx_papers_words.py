"""Word files of many hands: what becomes of their words, marks and everything that is no text."""

from __future__ import annotations

import pytest

from tests.imports.word import paragraph, part, run
from tests.imports.word_papers import TEXT, char, one, outline, read


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
