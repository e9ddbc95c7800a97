"""A phone that listens to the hub, without a network in between."""

from __future__ import annotations

import asyncio

from starlette.types import Message, Scope

from drafting.web.live import EventStream, Hub, Topic


class Phone:
    """A reader of a stream: what has arrived, and a way to hang up."""

    def __init__(self, hub: Hub, *topics: Topic) -> None:
        self.messages: list[Message] = []
        self._arrived = asyncio.Event()
        self._hung_up = asyncio.Event()
        self.scope: Scope = {"headers": [(b"cookie", b"drafting=token")]}
        self.stream = EventStream(hub, hub.join(topics))
        self._task = asyncio.create_task(self.stream(self.scope, self._receive, self._send))

    async def _receive(self) -> Message:
        await self._hung_up.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        self.messages.append(message)
        self._arrived.set()
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            self._hung_up.set()

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.messages).decode()

    async def wait_for(self, words: str) -> None:
        while words not in self.text:
            await self._arrived.wait()
            self._arrived.clear()

    async def hang_up(self) -> None:
        self._hung_up.set()
        await self._task

    async def ended(self) -> None:
        await self._task
