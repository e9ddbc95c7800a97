"""Sealing: a secret ballot as bytes that nobody can read without the poll's key, all of one length."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from drafting.rules.receipts import digest

__all__ = ["digest", "is_receipt", "new_receipt", "seal", "seal_all", "tag", "unseal"]
_NONCE_BYTES = 12
# Longer than any choice, so that the length says nothing.
_ROOM = 256
_RECEIPT = re.compile(r"[A-Za-z0-9_-]{22}")


def new_receipt() -> str:
    """A receipt of 128 bits, as phones make them."""
    return secrets.token_urlsafe(16)


def is_receipt(text: str) -> bool:
    """Tell whether a text can be a receipt."""
    return _RECEIPT.fullmatch(text) is not None


def seal(key: bytes, poll_id: str, receipt: str, choice: str) -> bytes:
    """Seal a choice with its receipt; ``unseal`` with the same key and poll gives both again."""
    return seal_all(key, poll_id, [(receipt, choice)])[0]


def seal_all(key: bytes, poll_id: str, ballots: Sequence[tuple[str, str]]) -> list[bytes]:
    """Seal many (receipt, choice) of one poll, each by itself."""
    cipher, about = AESGCM(key), poll_id.encode()
    nonces = secrets.token_bytes(_NONCE_BYTES * len(ballots))
    sealed = []
    for number, (receipt, choice) in enumerate(ballots):
        # Neither holds a blank.
        content = f"{receipt} {choice}".encode()
        if len(content) > _ROOM:
            raise ValueError("this choice is too long to be sealed")
        nonce = nonces[_NONCE_BYTES * number : _NONCE_BYTES * (number + 1)]
        sealed.append(nonce + cipher.encrypt(nonce, content.ljust(_ROOM), about))
    return sealed


def unseal(key: bytes, poll_id: str, sealed: bytes) -> tuple[str, str]:
    """The receipt and the choice of a sealed ballot; raises InvalidTag where it was changed or is another poll's."""
    content = AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], poll_id.encode())
    receipt, choice = content.decode().split()
    return receipt, choice


def tag(key: bytes, receipt: str) -> str:
    """The keyed tag by which a ballot that is sent again is known; it says nothing without the key."""
    return hmac.digest(key, receipt.encode(), "sha256").hex()
