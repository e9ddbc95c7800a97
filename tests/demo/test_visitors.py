"""What a visitor reads from a page."""

from drafting.demo.visitors import read_forms

PAGE = """
<form action="/suche"><input name="suche" value="Alt &amp; Neu"><button name="tun" value="los">Los</button></form>
<form method="post" action="/forderungen/abc/aendern"><input type="hidden" name="fassung" value="v1">
<textarea name="text">

Ein Absatz mit &lt;Klammern&gt; und <b>.

- Punkt
</textarea><input type="checkbox" name="ja" value="1"><textarea name="reason">
</textarea></form>
"""


def test_forms_are_read_as_a_browser_would_send_them() -> None:
    search, editor = read_forms(PAGE)
    assert (search.action, search.fields) == ("/suche", {"suche": "Alt & Neu"})
    assert editor.action == "/forderungen/abc/aendern"
    assert editor.fields["fassung"] == "v1"
    assert editor.fields["text"].startswith("\nEin Absatz mit <Klammern> und ")
    assert editor.fields["reason"] == ""
    assert "ja" not in editor.fields
