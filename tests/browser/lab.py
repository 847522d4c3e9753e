"""Drives JupyterLab as a student does: with the menus, the mouse and the keyboard of a real browser."""

import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, WebSocket

from course_utils import words
from course_utils.questions import Item

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "artefacts" / "pictures"
LESSON_0 = "00-start-here.ipynb"
LESSON_1 = "01-what-article-5-says.ipynb"
LESSON_8 = "08-build-your-guarantee.ipynb"
HEIGHT = 1000
#: Milliseconds for one thing to happen on the page; a kernel that starts on a busy machine needs more.
SOON, LATE = 15_000, 120_000


def chromium_path() -> str:
    """The browser that every test drives: COURSE_CHROMIUM, else the system's; without one the tests fail."""
    places = (os.environ.get("COURSE_CHROMIUM"), "/usr/bin/chromium", shutil.which("chromium"))
    others = (shutil.which(name) for name in ("chromium-browser", "google-chrome", "chrome"))
    for place in (*places, *others):
        if place and Path(place).is_file():
            return place
    raise FileNotFoundError("No Chromium or Chrome: set COURSE_CHROMIUM to one.")


def until(happened: Callable[[], Any], what: str, seconds: float = 30) -> Any:
    """Wait for `happened` to give something true, and give it; for what lies outside the page."""
    end = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < end, f"not within {seconds:g} seconds: {what}"
        time.sleep(0.1)
    return found


def record_in(folder: Path) -> dict[str, Any]:
    """The student's record on the disk, beside the lessons in this folder."""
    read: dict[str, Any] = json.loads((folder / "my-work" / "portfolio.json").read_text("utf-8"))
    return read


def recorded(folder: Path, section: str, key: str, **expected: Any) -> None:
    """Wait until that record holds this."""

    def holds() -> bool:
        try:
            entry = record_in(folder).get(section, {}).get(key)
        except FileNotFoundError:
            return False
        return entry is not None and all(entry.get(name) == value for name, value in expected.items())

    until(holds, f"{section} {key} {expected} in the record", 20)


class Server:
    """A Jupyter server with a home of its own, on a free loopback port; ended with everything it started."""

    def __init__(self, home: Path, app: str = "jupyterlab", package_root: Path = ROOT) -> None:
        self.home, self.app, self.package_root = home, app, package_root
        self.root = home / "root"
        self.token = secrets.token_hex(16)
        self.made = 0
        with socket.socket() as asked:
            asked.bind(("127.0.0.1", 0))
            self.port = asked.getsockname()[1]
        for name in ("root", "home", "runtime", "config", "data", "ipython", "app"):
            (home / name).mkdir(parents=True)
        shutil.copyfile(ROOT / "binder" / "overrides.json", home / "app" / "overrides.json")
        self.log = home / "server.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command(),
                cwd=self.root,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            until(self._answers, f"{app} answers; its log is {self.log}", 90)
        except BaseException:
            self.stop()
            raise

    def command(self) -> list[str]:
        command = [sys.executable, "-m", self.app]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--allow-root")
        settings = {"jupyterlab": "LabApp", "notebook": "JupyterNotebookApp"}[self.app]
        return [
            *command,
            "--no-browser",
            f"--config={ROOT / 'binder' / 'jupyter_server_config.py'}",
            f"--ServerApp.root_dir={self.root}",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={self.token}",
            f"--{settings}.app_settings_dir={self.home / 'app'}",
            f"--{settings}.expose_app_in_browser=True",
        ]

    def environment(self) -> dict[str, str]:
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "IPYTHON", "PYTEST")) and name != "COURSE_PORTFOLIO"
        }
        return environment | {
            "HOME": str(self.home / "home"),
            "JUPYTER_RUNTIME_DIR": str(self.home / "runtime"),
            "JUPYTER_CONFIG_DIR": str(self.home / "config"),
            "JUPYTER_DATA_DIR": str(self.home / "data"),
            "IPYTHONDIR": str(self.home / "ipython"),
            "PYTHONPATH": str(self.package_root),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def stop(self) -> None:
        """End the server and the kernels, all in the session that it leads."""
        with contextlib.suppress(Exception):
            self.shut_kernels()
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
                break

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.log.read_text("utf-8", "replace")[-3000:]
        try:
            self.api("status")
        except (urllib.error.URLError, OSError):
            return False
        return True

    def api(self, path: str, method: str = "GET") -> Any:
        """Ask the server's own interface."""
        address = f"http://127.0.0.1:{self.port}/api/{path}"
        asked = urllib.request.Request(
            address, method=method, headers={"Authorization": f"token {self.token}"}
        )
        with urllib.request.urlopen(asked, timeout=20) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def kernel_of(self, path: str) -> str | None:
        """The id of the kernel that runs a notebook."""
        found = [one["kernel"]["id"] for one in self.api("sessions") if one["path"] == path and one["kernel"]]
        return found[0] if found else None

    def shut_kernels(self) -> None:
        """End every kernel, so that the next test has the machine to itself."""
        for session in self.api("sessions"):
            with contextlib.suppress(urllib.error.HTTPError):
                self.api(f"sessions/{session['id']}", "DELETE")

    def fresh(self, name: str) -> Path:
        """A new folder with a copy of the lessons; the student's record will lie beside them."""
        self.made += 1
        folder = self.root / f"{name}-{self.made}"
        shutil.copytree(
            ROOT / "lessons", folder / "lessons", ignore=shutil.ignore_patterns(".ipynb_checkpoints")
        )
        return folder

    def address(self, path: str, workspace: str) -> str:
        """Where a notebook opens."""
        place = f"lab/workspaces/{workspace}/tree" if self.app == "jupyterlab" else "notebooks"
        return f"http://127.0.0.1:{self.port}/{place}/{urllib.parse.quote(path)}?token={self.token}"


class Cell(NamedTuple):
    """A cell as the notebook in the browser holds it."""

    kind: str
    source: str


class Notebook:
    """One lesson open in one page."""

    def __init__(self, sitting: "Sitting", folder: Path, name: str) -> None:
        self.sitting, self.folder, self.name = sitting, folder, name
        self.server, self.page = sitting.server, sitting.new_page()
        self.file = folder / "lessons" / name
        self.path = self.file.relative_to(sitting.server.root).as_posix()
        self.open()

    # --- the notebook as a whole
    def open(self) -> None:
        """Go to the notebook's address and wait until its kernel is there."""
        self.page.goto(self.server.address(self.path, self.sitting.workspace))
        self.settle()

    def reload(self) -> None:
        """Press the browser's reload button."""
        self.page.reload()
        self.settle()

    def settle(self) -> None:
        self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell").first.wait_for(
            timeout=LATE
        )
        self.page.locator("#jupyterlab-splash").wait_for(state="detached", timeout=LATE)
        until(self._model_stands, "the notebook is loaded and its kernel is idle", LATE / 1000)

    def _model_stands(self) -> bool:
        return bool(
            self.page.evaluate(
                """() => {
                  const shown = window.jupyterapp?.shell.currentWidget;
                  return shown?.context?.isReady && shown.sessionContext.isReady
                    && shown.sessionContext.session?.kernel?.status === 'idle';
                }"""
            )
        )

    def menu(self, *names: str) -> None:
        """Choose from the menu bar with the mouse: the menu, then each entry; an ellipsis may be left out."""
        first, *rest = names
        self.page.locator(".lm-MenuBar-itemLabel").get_by_text(first, exact=True).click()
        for name in rest:
            entry = self.page.locator(".lm-Menu-itemLabel").filter(
                has_text=re.compile(f"^{re.escape(name)}…?$")
            )
            entry.last.hover()
            if name is rest[-1]:
                entry.last.click()

    def run_all(self, drawn: bool = True) -> None:
        """Choose Run, Run All Cells; wait until every cell has run and every panel is drawn."""
        self._mark()
        self.menu("Run", "Run All Cells")
        self.wait_idle()
        if drawn:
            self.drawn()

    def restart_and_run_all(self, drawn: bool = True) -> None:
        """Choose Kernel, Restart Kernel and Run All Cells…, and say yes."""
        self._mark()
        self.menu("Kernel", "Restart Kernel and Run All Cells")
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        self.wait_idle()
        if drawn:
            self.drawn()

    def _mark(self) -> None:
        self.page.evaluate(
            "() => document.querySelectorAll('.jp-OutputArea-output').forEach((one) => (one.__before = true))"
        )

    def wait_idle(self) -> None:
        """Wait until every code cell has a number and no old output is left."""
        self.page.wait_for_function(
            """() => {
              const shown = window.jupyterapp.shell.currentWidget;
              const cells = [...shown.content.model.cells].filter((cell) => cell.type === 'code');
              const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]
                .map((one) => one.textContent);
              const outputs = [...document.querySelectorAll('.jp-OutputArea-output')];
              return cells.every((cell) => cell.executionCount !== null)
                && prompts.every((text) => /^\\[\\d+\\]:/.test(text))
                && !outputs.some((one) => one.__before)
                && shown.sessionContext.session?.kernel?.status === 'idle';
            }""",
            timeout=LATE,
        )

    def drawn(self) -> None:
        """Wait until every live panel of the notebook is drawn: as many as its outputs hold."""
        self.page.wait_for_function(
            """() => {
              const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells];
              const kinds = cells.filter((cell) => cell.type === 'code')
                .flatMap((cell) => cell.outputs.toJSON())
                .filter((output) => 'application/vnd.jupyter.widget-view+json' in (output.data ?? {}));
              return document.querySelectorAll('.course[data-panel]').length === kinds.length;
            }""",
            timeout=SOON,
        )

    def rerun(self, source: str) -> None:
        """Click into the cell with this source and press Ctrl+Enter."""
        cell = self.cell(source)
        cell.locator(".jp-OutputArea-output").evaluate_all(
            "(all) => all.forEach((one) => (one.__before = true))"
        )
        cell.locator(".jp-InputArea-editor").click()
        self.page.keyboard.press("Control+Enter")
        self.wait_idle()

    def cell(self, source: str) -> Locator:
        """The code cell whose source contains this."""
        editor = self.page.locator(".jp-InputArea-editor", has_text=source)
        return self.page.locator(".jp-CodeCell", has=editor).first

    def cells(self) -> list[Cell]:
        """Every cell in order, as the notebook in the browser holds it."""
        read = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
                    .map((cell) => [cell.type, cell.sharedModel.getSource()])"""
        return [Cell(*pair) for pair in self.page.evaluate(read)]

    def save(self) -> None:
        """Choose File, Save Notebook; wait until the file is written."""
        self.menu("File", "Save Notebook")
        self.page.wait_for_function(
            "() => !window.jupyterapp.shell.currentWidget.context.model.dirty", timeout=SOON
        )

    def kill_kernel(self) -> None:
        """End the kernel as a crash does (SIGKILL), and close what JupyterLab says about it."""
        kernel = self.server.kernel_of(self.path)
        assert kernel
        found = [pid for pid in Path("/proc").glob("[0-9]*") if f"kernel-{kernel}.json" in _command_line(pid)]
        assert len(found) == 1, found
        os.kill(int(found[0].name), signal.SIGKILL)
        dialog = self.page.locator(".jp-Dialog", has_text="appears to have died")
        dialog.locator(".jp-mod-accept").click(timeout=LATE)
        until(self._model_stands, "a new kernel runs", LATE / 1000)

    def shut_kernel(self) -> None:
        """End this notebook's kernel in an orderly way, as one that nobody used for a day is ended."""
        for session in self.server.api("sessions"):
            if session["path"] == self.path:
                self.server.api(f"sessions/{session['id']}", "DELETE")

    # --- the panels
    def panel(self, name: str, nth: int = 0) -> Locator:
        """One panel of the lesson, by name and position."""
        return self.page.locator(f".course[data-panel={name}]").nth(nth)

    def question(self, item: Item) -> Locator:
        """The panel that asks a question of the course."""
        title = self.page.locator("h3", has_text=item.question)
        return self.page.locator(".course[data-panel=question]", has=title)

    def tab_to(self, target: Locator, most: int = 60) -> None:
        """Press Tab until `target` has the focus."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if target.evaluate("(one) => one === document.activeElement"):
                return
        raise AssertionError(f"{most} presses of Tab do not reach {target}")

    def record(self) -> dict[str, Any]:
        """The student's record on the disk."""
        return record_in(self.folder)

    def recorded(self, section: str, key: str, **expected: Any) -> None:
        """Wait until the record on the disk holds this."""
        recorded(self.folder, section, key, **expected)

    # --- how it looks
    def theme(self, name: str) -> None:
        """Choose Settings, Theme: `light` or `dark`."""
        label = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}[name]
        light = str(name == "light").lower()
        if self.page.locator(f"body[data-jp-theme-light='{light}']").count() == 0:
            self.menu("Settings", "Theme", label)
            self.page.locator(f"body[data-jp-theme-light='{light}']").wait_for(state="attached", timeout=SOON)
            self.page.wait_for_timeout(500)

    def make_room(self) -> None:
        """Press Ctrl+B if the list of files takes its part of the window."""
        files = self.page.locator("#jp-left-stack")
        if files.is_visible():
            self.page.keyboard.press("Control+b")
            files.wait_for(state="hidden")

    def width(self, pixels: int) -> None:
        """Make the window this wide."""
        self.page.set_viewport_size({"width": pixels, "height": HEIGHT})
        self.page.wait_for_timeout(300)

    def picture(self, name: str, of: Locator | None = None, readme: str = "") -> None:
        """Keep a picture of the page, or of one part, under the test's name or, for the README, `readme`."""
        folder = PICTURES / self.sitting.name
        folder.mkdir(parents=True, exist_ok=True)
        self.sitting.pictures += 1
        path = folder / f"{self.sitting.pictures:02}-{name}.png"
        if of is None:
            self.page.screenshot(path=path)
            return
        box, window = of.bounding_box(), self.page.viewport_size
        assert box
        assert window
        high = int(box["height"]) + 200  # what does not fit the window is cut off by the notebook's frame
        if high > window["height"]:
            self.page.set_viewport_size({"width": window["width"], "height": high})
            of.scroll_into_view_if_needed()
        of.screenshot(path=path, animations="disabled")
        if readme and os.environ.get("COURSE_PICTURES"):
            shutil.copyfile(path, ROOT / "docs" / "pictures" / f"{readme}.png")
        self.page.set_viewport_size(window)


def choose(box: Locator, label: str) -> None:
    """Open a list with the mouse, go to an entry by its name or with the arrows, press Enter."""
    box.click()
    if label.isascii():
        box.page.keyboard.type(label)
    else:  # no keyboard of ours has the key
        entries, now = box.locator("option").all_inner_texts(), box.evaluate("(one) => one.selectedIndex")
        steps = entries.index(label) - now
        for _ in range(abs(steps)):
            box.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
    box.page.keyboard.press("Enter")
    chosen = box.evaluate("(one) => one.selectedOptions[0].label")
    assert chosen == label, f"{label!r} was typed and {chosen!r} chosen"


def _command_line(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


#: The sittings that are open now.
SITTINGS: "list[Sitting]" = []


class Sitting:
    """One student at one browser: a context of its own, and a list of what must not happen."""

    def __init__(self, browser: Browser, server: Server, name: str) -> None:
        self.server = server
        self.name = re.sub(r"[^\w.-]+", "-", name)
        self.workspace = f"w{secrets.token_hex(4)}"
        self.pictures = 0
        self.abroad: list[str] = []
        self.errors: list[str] = []
        shutil.rmtree(PICTURES / self.name, ignore_errors=True)
        self.context: BrowserContext = browser.new_context(
            viewport={"width": 1280, "height": HEIGHT}, accept_downloads=True
        )
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.context.set_default_timeout(SOON)
        self.context.on("request", self._request)

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(f"page error: {error}"))
        page.on("websocket", self._socket)
        return page

    def _request(self, request: Request) -> None:
        self._visit(request.url)

    def _socket(self, socket_: WebSocket) -> None:
        self._visit(socket_.url)

    def _visit(self, url: str) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname not in ("127.0.0.1", "localhost"):
            self.abroad.append(url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "course panel" in message.text:
            self.errors.append(f"console: {message.text}")

    def open(self, name: str, folder: Path | None = None) -> Notebook:
        """Open a lesson in a new page; `folder` is one made earlier by `Server.fresh`."""
        return Notebook(self, folder or self.server.fresh(self.name), name)

    def open_cells(self, name: str, cells: Iterable[str]) -> Notebook:
        """Open a notebook made of these cells, in a folder of its own."""
        folder = self.server.fresh(self.name)
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        made = [nbformat.v4.new_code_cell(source) for source in cells]
        notebook = nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel})
        nbformat.write(notebook, folder / "lessons" / name)
        return self.open(name, folder)

    def check(self) -> None:
        """Nothing was asked of another machine, and none of our panels failed."""
        assert self.abroad == [], f"asked of another machine: {self.abroad}"
        assert self.errors == [], self.errors
        for page in self.context.pages:
            broken = page.locator("[data-course-error]")
            assert page.get_by_text(words.text("widgets.broken")).count() == 0
            said = [broken.nth(place).get_attribute("data-course-error") for place in range(broken.count())]
            assert said == []

    def close(self) -> None:
        self.context.close()
        self.server.shut_kernels()
        themes = self.server.home / "config" / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
        shutil.rmtree(themes, ignore_errors=True)


@contextlib.contextmanager
def sitting(browser: Browser, server: Server, name: str) -> Iterator[Sitting]:
    """A sitting that ends with its check."""
    one = Sitting(browser, server, name)
    SITTINGS.append(one)
    try:
        yield one
        one.check()
    finally:
        SITTINGS.remove(one)
        one.close()
