"""One JupyterLab and one browser for all browser tests; a sitting and a folder of its own for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import PICTURES, SITTINGS, Server, Sitting, chromium_path, sitting
from playwright.sync_api import Browser, sync_playwright

#: Chromium asks its maker's servers for nothing, and draws without a graphics card.
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The JupyterLab in which the lessons open."""
    one = Server(tmp_path_factory.mktemp("lab"))
    yield one
    one.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one Chromium."""
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=chromium_path(), args=[*SWITCHES])
        yield one
        one.close()


@pytest.fixture
def student(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Sitting]:
    """A student who sits down for one test."""
    with sitting(browser, server, request.node.name) as one:
        yield one


@pytest.fixture(scope="module")
def sitting_of_module(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Sitting]:
    """A student who stays for all tests of a file."""
    with sitting(browser, server, Path(request.node.name).stem) as one:
        yield one


@pytest.fixture(autouse=True)
def nothing_amiss() -> Iterator[None]:
    """After each test: no panel failed, and nothing was asked of another machine."""
    yield
    for one in SITTINGS:
        one.check()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep a picture of every page that was open when a test failed."""
    report = yield
    if report.failed:
        for place, page in enumerate(page for one in SITTINGS for page in one.context.pages):
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"failed-{item.name}-{place}.png")
    return report
