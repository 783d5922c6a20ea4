"""Several servers, and other people at them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from lyrad.backends.comfyui.between import ComfyBackend
from lyrad.backends.comfyui.client import Client, UnreachableError
from lyrad.backends.comfyui.health import Health
from lyrad.backends.comfyui.meter import Meter
from lyrad.backends.comfyui.pool import Pool
from lyrad.backends.comfyui.server import MOST, STILL, Server
from lyrad.errors import Code, Temporary
from lyrad.ports import BetweenOrder, Finished, Lost
from tests.support.clock import FakeClock
from tests.support.comfy_order import SkippingClock, ended, order, placed, queue, told, until
from tests.support.comfyui import ComfyUI, comfyui

Tools = Callable[..., ComfyBackend]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[ComfyUI, ComfyUI]]:
    with ExitStack() as both:
        yield (
            both.enter_context(comfyui(tmp_path / "one")),
            both.enter_context(comfyui(tmp_path / "two")),
        )


def several(tmp_path: Path, count: int) -> list[BetweenOrder]:
    asked = [order(tmp_path)]
    for number in range(1, count):
        work = tmp_path / f"work{number}"
        work.mkdir()
        asked.append(replace(asked[0], work=work, seed=number))
    return asked


def test_work_goes_to_the_server_with_least_to_do_and_no_card_idles_between_two(
    two: tuple[ComfyUI, ComfyUI], tools: Tools, tmp_path: Path
) -> None:
    first, second = two
    for server in two:
        server.quirks(hold=True)
    first.strangers(1)
    tool, orders = tools(*two), several(tmp_path, 4)
    for number, asked in enumerate(orders[:3], start=1):
        ticket = tool.submit(asked)
        until(lambda: tool.poll(asked, ticket) and _posted(two) == number)  # noqa: B023
    assert (len(first.posted()), len(second.posted())) == (1, 2)
    ticket = tool.submit(orders[3])
    said = told(tool, orders[3], ticket)
    assert said
    assert said.note == "waiting for its turn at ComfyUI"
    assert _posted(two) == 3
    second.quirks(hold=False)
    until(lambda: tool.poll(orders[3], ticket) and _posted(two) == 4)
    assert isinstance(ended(tool, orders[3], ticket), Finished)


def test_nothing_is_queued_behind_ours_while_a_stranger_waits_and_theirs_is_never_touched(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(hold=True)
    tool, (one, other) = tools(server), several(tmp_path, 2)
    placed(tool, one, server)
    (stranger,) = server.strangers(1)
    ticket = tool.submit(other)
    tool.poll(other, ticket)
    assert len(server.posted()) == 1
    server.quirks(hold=False)
    until(lambda: tool.poll(other, ticket) and len(server.posted()) == 2)
    assert stranger not in [item[1] for item in queue(server)["queue_pending"]]
    paths = {each["path"].removeprefix("/api") for each in server.journal("", "POST")}
    assert paths == {"/prompt", "/upload/image"}


def test_a_server_that_is_down_is_left_alone_and_the_other_one_works(
    two: tuple[ComfyUI, ComfyUI], tools: Tools, tmp_path: Path
) -> None:
    first, second = two
    first.kill()
    tool, asked = tools(*two), order(tmp_path)
    assert tool.probe() is None
    placed(tool, asked, second)


def test_a_server_that_only_has_strangers_waiting_and_works_on_none_is_told_of() -> None:
    clock = FakeClock()
    waiting = [[0, "theirs", {}, {}, []]]
    with proxy({"/queue": (200, {"queue_running": [], "queue_pending": waiting})}) as address:
        pool = Pool((address,), clock, own=True)
        with pool.place(None) as server:
            assert server, "between two prompts it is a moment"
        clock.advance(STILL)
        with pytest.raises(Temporary) as stuck, pool.place(None):
            pass
        pool.close()
    assert stuck.value.fault.code is Code.BACKEND_STUCK


def test_a_place_that_was_taken_since_a_server_was_asked_is_not_given_twice() -> None:
    with proxy({"/queue": (200, {})}) as address:
        server = Server(address, FakeClock())
        asked = server.asked()
        assert server.room(asked)
        server.sent, server.arrived = MOST, MOST
        assert not server.room(asked)
        assert server.room(server.asked())
        server.close()


@pytest.mark.parametrize("status", [401, 429, 500])
def test_a_proxys_no_is_not_taken_for_a_prompt_that_is_unknown(status: int) -> None:
    said = (status, {"error": "not now"})
    with proxy({"/api/jobs/one": said, "/api/jobs/one/cancel": said}) as address:
        client = Client(address, Health(FakeClock()))
        for call in (client.look, client.cancel):
            with pytest.raises(UnreachableError) as away:
                call("one")
            assert away.value.sent
        client.close()


def test_a_prompt_that_its_server_does_not_know_is_unknown() -> None:
    with proxy({"/api/jobs/one": (404, {"error": "Job not found"})}) as address:
        client = Client(address, Health(FakeClock()))
        assert client.look("one") is None
        client.close()


def test_work_is_taken_from_a_server_that_stays_away_while_another_is_there(
    two: tuple[ComfyUI, ComfyUI], tools: Tools, tmp_path: Path
) -> None:
    first, second = two
    first.quirks(hold=True)
    clock, asked = SkippingClock(), order(tmp_path)
    tool = tools(*two, clock=clock)
    ticket = placed(tool, asked, first)
    first.kill()
    clock.skip(1)
    with pytest.raises(Exception, match="does not answer"):
        tool.poll(asked, ticket)
    clock.skip(301)
    assert isinstance(tool.poll(asked, ticket), Lost)
    assert isinstance(ended(tool, asked, tool.submit(asked)), Finished)
    assert len(second.posted()) == 1


def test_rests_grow_from_five_seconds_to_five_minutes() -> None:
    clock = FakeClock()
    health = Health(clock)
    rests = []
    for _ in range(8):
        health.bad()
        rest = 0
        while health.resting:
            clock.advance(1)
            rest += 1
        rests.append(rest)
    assert rests == [5, 10, 20, 40, 80, 160, 300, 300]
    health.good()
    assert health.down_for == 0


def test_the_busy_share_counts_the_time_with_a_prompt_of_ours_at_work() -> None:
    clock = FakeClock()
    meter = Meter(clock)
    assert meter.share is None
    meter.runs("a")
    clock.advance(6)
    meter.runs("b")
    meter.rests("a")
    clock.advance(2)
    meter.rests("b")
    clock.advance(2)
    assert meter.share == 0.8


@contextmanager
def proxy(answers: Mapping[str, tuple[int, object]]) -> Iterator[str]:
    """Serve fixed answers by path, whatever the method; yields the address."""

    class Fixed(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, said = answers[self.path]
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Fixed) as served:
        thread = Thread(target=served.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()
        thread.join()


def _posted(servers: tuple[ComfyUI, ComfyUI]) -> int:
    return sum(len(server.posted()) for server in servers)
