"""Fields of tables that spreadsheets open: none may be taken for a formula."""

from __future__ import annotations

# What begins a formula in some spreadsheet; the quote too, so that it can be taken away again when the table is read.
_SIGNS = ("=", "+", "-", "@", "'", "\t", "\r")


def quote_formula(field: str) -> str:
    """Return a field that no spreadsheet takes for a formula."""
    return f"'{field}" if field.startswith(_SIGNS) else field


def unquote_formula(field: str) -> str:
    """Return a field as it was before ``quote_formula``."""
    return field[1:] if field.startswith("'") and field[1:].startswith(_SIGNS) else field
