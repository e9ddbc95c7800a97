"""What keeps strangers out, where it needs no database."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from drafting.web.pages import local_address
from drafting.web.security import CONTENT_SECURITY_POLICY, is_forged


@pytest.mark.parametrize(
    ("headers", "forged"),
    [
        ({"sec-fetch-site": "same-origin", "host": "a.example"}, False),
        ({"sec-fetch-site": "none", "host": "a.example"}, False),
        ({"sec-fetch-site": "cross-site", "host": "a.example"}, True),
        ({"sec-fetch-site": "same-site", "host": "a.example"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "https://a.example", "host": "a.example"}, True),
        ({"origin": "https://a.example", "host": "a.example"}, False),
        ({"origin": "https://evil.example", "host": "a.example"}, True),
        ({"origin": "null", "host": "a.example"}, True),
        ({"host": "a.example"}, False),
    ],
)
def test_a_request_from_another_site_is_recognised(headers: dict[str, str], forged: bool) -> None:
    assert is_forged(Headers(headers)) is forged


@pytest.mark.parametrize("address", ["/papier", "/forderungen/a?b=c"])
def test_our_own_addresses_are_gone_to(address: str) -> None:
    assert local_address(address) == address


@pytest.mark.parametrize("address", ["https://evil.example", "//evil.example", "/\\evil.example", "papier", ""])
def test_nobody_is_sent_to_another_site(address: str) -> None:
    assert local_address(address) == "/"


def test_the_policy_allows_nothing_inline_and_no_other_site() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")
    assert "http" not in CONTENT_SECURITY_POLICY
