"""A site on a database of its own, as the tests of the web have it."""

from tests.web.conftest import app, database, settings, site

__all__ = ["app", "database", "settings", "site"]
