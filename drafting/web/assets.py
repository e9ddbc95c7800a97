"""Style sheets, fonts and scripts: their addresses change with their contents, so they may be kept forever."""

from __future__ import annotations

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from drafting.settings import resource_dir
from drafting.web.pages import static_version


class StaticAssets(StaticFiles):
    """The files below ``static``, under an address that names their version."""

    def __init__(self) -> None:
        super().__init__(directory=resource_dir("static"))

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file; only the present version may be kept."""
        response = await super().get_response(path, scope)
        current = scope["path_params"].get("version") == static_version()
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if current else "no-cache"
        return response
