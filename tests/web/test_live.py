"""The hub: everyone gets the latest state, nobody waits for anybody, and nothing keeps the server from stopping."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message

from drafting.web.live import Audience, EventStream, Hub, Topic, encode_partials, encode_signal
from tests.running import run_async

NOW = Topic("c", "de", "now")
TALLY = Topic("c", "de", "participation-p")


class Phone:
    """A reader of a stream: what has arrived, and a way to hang up."""

    def __init__(self, hub: Hub, *topics: Topic) -> None:
        self.messages: list[Message] = []
        self._arrived = asyncio.Event()
        self._hung_up = asyncio.Event()
        self._task = asyncio.create_task(EventStream(hub, hub.join(topics))({}, self._receive, self._send))

    async def _receive(self) -> Message:
        await self._hung_up.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        self.messages.append(message)
        self._arrived.set()

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


def test_whoever_connects_gets_the_state_as_it_is() -> None:
    async def scene() -> None:
        hub = Hub()
        hub.put({NOW: b"data: Abstimmung 7\n\n"})
        phone = Phone(hub, NOW)
        await phone.wait_for("Abstimmung 7")
        await phone.hang_up()

    run_async(scene())


def test_a_change_reaches_everyone_who_listens() -> None:
    async def scene() -> None:
        hub = Hub()
        phones = [Phone(hub, NOW) for _ in range(3)]
        hub.put({NOW: b"data: neu\n\n"})
        for phone in phones:
            await phone.wait_for("neu")
            await phone.hang_up()

    run_async(scene())


def test_a_change_of_another_topic_is_not_sent() -> None:
    async def scene() -> None:
        hub = Hub()
        phone = Phone(hub, NOW)
        hub.put({TALLY: b"data: 12\n\n"})
        hub.put({NOW: b"data: neu\n\n"})
        await phone.wait_for("neu")
        await phone.hang_up()
        assert "12" not in phone.text

    run_async(scene())


def test_whoever_is_slow_skips_to_the_latest_state() -> None:
    hub = Hub()

    async def scene() -> None:
        audience = hub.join([TALLY])
        generation, _ = hub.since(audience, 0)
        for number in range(1, 100):
            hub.put({TALLY: f"data: {number}\n\n".encode()})
        assert hub.since(audience, generation)[1] == b"data: 99\n\n"

    run_async(scene())


def test_the_same_state_again_wakes_nobody() -> None:
    async def scene() -> None:
        hub = Hub()
        audience = hub.join([NOW])
        hub.put({NOW: b"data: 1\n\n"})
        waiting = audience.changed
        hub.put({NOW: b"data: 1\n\n"})
        assert not waiting.done()

    run_async(scene())


def test_listeners_of_the_same_topics_share_one_audience() -> None:
    async def scene() -> None:
        hub = Hub()
        first, second = hub.join([NOW, TALLY]), hub.join([TALLY, NOW])
        assert first is second
        assert isinstance(first, Audience)
        assert first.listeners == 2

    run_async(scene())


def test_what_nobody_listens_to_any_more_is_forgotten() -> None:
    async def scene() -> None:
        hub = Hub()
        audience = hub.join([NOW])
        hub.put({NOW: b"data: alt\n\n"})
        hub.leave(audience)
        assert not hub.has(NOW)
        assert hub.listened() == set()

    run_async(scene())


def test_what_others_still_listen_to_is_kept() -> None:
    async def scene() -> None:
        hub = Hub()
        staying, leaving = hub.join([NOW]), hub.join([NOW, TALLY])
        hub.put({NOW: b"data: da\n\n", TALLY: b"data: 3\n\n"})
        hub.leave(leaving)
        assert hub.has(NOW)
        assert not hub.has(TALLY)
        assert hub.since(staying, 0)[1] == b"data: da\n\n"

    run_async(scene())


def test_hanging_up_leaves_the_audience() -> None:
    async def scene() -> None:
        hub = Hub()
        phone = Phone(hub, NOW)
        await phone.wait_for("hier")
        await phone.hang_up()
        assert hub.listened() == set()

    run_async(scene())


def test_a_heartbeat_is_sent_while_nothing_changes() -> None:
    async def scene() -> None:
        hub = Hub()
        phone = Phone(hub, NOW)
        await phone.wait_for("hier")
        hub.beat()
        await phone.wait_for("event: beat")
        await phone.hang_up()

    run_async(scene())


def test_closing_ends_every_stream() -> None:
    async def scene() -> None:
        hub = Hub()
        phones = [Phone(hub, NOW), Phone(hub, TALLY)]
        for phone in phones:
            await phone.wait_for("hier")
        hub.close()
        for phone in phones:
            await phone.ended()
            assert phone.messages[-1].get("more_body", False) is False

    run_async(scene())


def test_a_partial_of_several_lines_stays_one_message() -> None:
    message = encode_partials([("now", '<aside id="now">\n  <a>Ä12</a>\n</aside>')]).decode()
    assert message.endswith("\n\n")
    assert all(line.startswith("data: ") for line in message.strip().split("\n"))
    assert 'hx-target="#now"' in message


def test_a_line_break_no_browser_expects_does_not_end_the_message() -> None:
    message = encode_partials([("now", "<p>a\u2028b\rc</p>")]).decode()
    assert all(line.startswith("data: ") for line in message.strip().split("\n"))
    assert "\r" not in message


@pytest.mark.parametrize("name", ["desk", "overview"])
def test_two_signals_differ_so_that_both_are_sent(name: str) -> None:
    assert encode_signal(name) != encode_signal(name)
    assert encode_signal(name).startswith(f"event: {name}\n".encode())
