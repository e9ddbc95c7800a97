"""The hub: everyone gets the latest state, nobody waits for anybody, and nothing keeps the server from stopping."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message

from drafting.web.live import Audience, Hub, Topic, encode_partials, encode_signal
from tests.phone import Phone
from tests.running import run_async

NOW = Topic("c", "de", "now")
TALLY = Topic("c", "de", "participation-p")


class SlowPhone(Phone):
    """A reader that stops reading: what is sent meanwhile waits, as with a full socket."""

    def __init__(self, hub: Hub, *topics: Topic) -> None:
        self._reads = asyncio.Event()
        self._reads.set()
        super().__init__(hub, *topics)

    def stop_reading(self) -> None:
        self._reads.clear()

    def read_on(self) -> None:
        self._reads.set()

    async def _send(self, message: Message) -> None:
        await self._reads.wait()
        await super()._send(message)


class BrokenPhone(Phone):
    """A reader whose connection fails after the first words."""

    async def _send(self, message: Message) -> None:
        if self.text:
            raise OSError("gone")
        await super()._send(message)


def test_whoever_connects_gets_the_state_as_it_is() -> None:
    async def scene() -> None:
        hub = Hub()
        hub.put({NOW: b"data: Abstimmung 7\n\n"})
        phone = Phone(hub, NOW)
        await phone.wait_for("Abstimmung 7")
        await phone.hang_up()

    run_async(scene())


def test_what_the_request_said_is_let_go_once_the_stream_runs() -> None:
    async def scene() -> None:
        hub = Hub()
        hub.put({NOW: b"data: Abstimmung 7\n\n"})
        phone = Phone(hub, NOW)
        assert phone.scope["headers"]
        await phone.wait_for("Abstimmung 7")
        assert phone.scope["headers"] == []
        assert phone.scope["query_string"] == b""
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
        for number in range(1, 100):
            hub.put({TALLY: f"data: {number}\n\n".encode()})
        assert hub.since(audience, 0) == {"type": "http.response.body", "body": b"data: 99\n\n", "more_body": True}

    run_async(scene())


def test_whoever_does_not_read_holds_up_nobody_and_then_gets_the_latest_only() -> None:
    async def scene() -> None:
        hub = Hub()
        slow, quick = SlowPhone(hub, NOW), Phone(hub, NOW)
        await slow.wait_for("hier")
        slow.stop_reading()
        for number in range(1, 100):
            hub.put({NOW: f"data: {number}\n\n".encode()})
            await quick.wait_for(f"data: {number}\n")
        slow.read_on()
        await slow.wait_for("data: 99\n")
        assert slow.text == ": hier\n\ndata: 1\n\ndata: 99\n\n"
        for phone in (slow, quick):
            await phone.hang_up()

    run_async(scene())


def test_whoever_does_not_read_can_hang_up_and_be_sent_away() -> None:
    async def scene() -> None:
        hub = Hub()
        phones = [SlowPhone(hub, NOW), SlowPhone(hub, NOW)]
        for phone in phones:
            await phone.wait_for("hier")
            phone.stop_reading()
        hub.put({NOW: b"data: neu\n\n"})
        await phones[0].hang_up()
        phones[1].stream.end()
        await phones[1].ended()
        assert hub.listened() == set()

    run_async(scene())


def test_a_stream_that_fails_keeps_nothing_from_the_others() -> None:
    async def scene() -> None:
        hub = Hub()
        broken, whole = BrokenPhone(hub, NOW), Phone(hub, NOW)
        await broken.wait_for("hier")
        await whole.wait_for("hier")
        hub.put({NOW: b"data: neu\n\n"})
        await whole.wait_for("neu")
        for phone in (broken, whole):
            await phone.hang_up()

    run_async(scene())


def test_a_thousand_phones_are_reached_in_turns() -> None:
    async def scene() -> None:
        hub = Hub()
        phones = [Phone(hub, NOW) for _ in range(1_000)]
        for phone in phones:
            await phone.wait_for("hier")
        hub.put({NOW: b"data: neu\n\n"})
        others_turn = ["neu" in phone.text for phone in phones]
        assert 0 < sum(others_turn) < len(phones)
        for phone in phones:
            await phone.wait_for("neu")
            await phone.hang_up()

    run_async(scene())


def test_the_same_state_again_is_sent_to_nobody() -> None:
    async def scene() -> None:
        hub = Hub()
        phone = Phone(hub, NOW)
        hub.put({NOW: b"data: 1\n\n"})
        await phone.wait_for("1")
        hub.put({NOW: b"data: 1\n\n"})
        hub.put({NOW: b"data: 2\n\n"})
        await phone.wait_for("2")
        assert phone.text == ": hier\n\ndata: 1\n\ndata: 2\n\n"
        await phone.hang_up()

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
        message = hub.since(staying, 0)
        assert message is not None
        assert message["body"] == b"data: da\n\n"

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
