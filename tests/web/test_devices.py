"""Devices: a vote is heard of on the other devices of the same person, and by nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from drafting import queries, services
from drafting.services.ballots import Cast, Outcome
from drafting.web.ballot_box import BallotBox
from drafting.web.devices import VOTED, Devices
from drafting.web.live import Hub, Topic
from tests.phone import Phone
from tests.running import run_async
from tests.site import Site
from tests.web.test_polls_kinds import ask

NOW = Topic("c", "de", "now")


class Device(Phone):
    """A phone whose stream is known as one of a person's."""

    def __init__(self, hub: Hub, devices: Devices, person_id: str, session_id: str) -> None:
        super().__init__(hub, NOW)
        self.leave: Callable[[], None] = lambda: devices.leave(person_id, session_id, self.stream)
        devices.join(person_id, session_id, self.stream)

    async def is_told(self) -> bool:
        """Whether it hears of a vote before the sign of life that comes after."""
        await self.wait_for("event: beat")
        return "event: voted" in self.text


async def _look(hub: Hub, *devices: Device) -> list[bool]:
    hub.beat()
    told = [await each.is_told() for each in devices]
    for each in devices:
        await each.hang_up()
    return told


def test_all_devices_of_whoever_has_voted_are_told_and_nobody_elses() -> None:
    async def scene() -> None:
        hub, devices = Hub(), Devices()
        phone, tablet = Device(hub, devices, "ada", "s1"), Device(hub, devices, "ada", "s2")
        other, others = Device(hub, devices, "ben", "s3"), Device(hub, devices, "ben", "s4")
        await asyncio.sleep(0)
        devices.tell_voted("s1")
        assert await _look(hub, phone, tablet, other, others) == [True, True, False, False]

    run_async(scene())


def test_who_has_one_page_open_is_not_told_what_they_did_there() -> None:
    async def scene() -> None:
        hub, devices = Hub(), Devices()
        phone, gone = Device(hub, devices, "ada", "s1"), Device(hub, devices, "ada", "s2")
        await asyncio.sleep(0)
        gone.leave()
        devices.tell_voted("s1")
        devices.tell_voted("s2")
        devices.tell_voted("never heard of")
        assert await _look(hub, phone, gone) == [False, False]

    run_async(scene())


def test_what_is_told_does_not_take_the_place_of_the_news() -> None:
    async def scene() -> None:
        hub = Hub()
        phone = Phone(hub, NOW)
        await phone.wait_for("hier")
        hub.put({NOW: b"data: neu\n\n"})
        phone.stream.tell(VOTED)
        await phone.wait_for("event: voted")
        assert "neu" in phone.text
        await phone.hang_up()

    run_async(scene())


@pytest.mark.parametrize(("choice", "heard"), [("yes", True), ("nonsense", False)])
def test_the_box_tells_of_what_is_stored_alone(site: Site, choice: str, heard: bool) -> None:
    poll = ask(site, "paper")
    token = site.do(services.people.sign_in_with_code, site.code("participant")).token
    session_id = queries.people.name_session(token)
    told: list[str] = []

    async def scene() -> Outcome:
        box = BallotBox(site.database, hear=told.append)
        outcome = await box.cast(Cast(poll, choice, session_id=session_id, turn=1))
        box.close()
        return outcome

    assert (run_async(scene()) is Outcome.SAVED) is heard
    assert told == [session_id] * heard
