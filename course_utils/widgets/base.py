"""The base of every panel: its frame, its style, its still twin, and how it hears the page.

A panel is one anywidget. Python computes `page`, everything that is shown; the panel's JavaScript draws it
and tells the engine what the student did. A panel writes nothing but its own traits; `course_utils.lesson`
connects it with the student's record.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import anywidget
import traitlets

from course_utils import theme, words

log = logging.getLogger("course_utils.widgets")
#: JupyterLab hands messages to a thread of their own as soon as the kernel has made one: the first few come
#: on two threads, and a later one may overtake an earlier. Panels take turns; each hears in the page's order.
_TURN = threading.RLock()
#: A message waits at most this long for the one before it, in seconds: that one is lost.
PATIENCE = 2.0
#: How long a save waits, in seconds: the page sends and paints what changed meanwhile, undisturbed. Shorter
#: than a held key needs to repeat (about 0.03), so that its changes do not pile up.
SENDING = 0.02


@cache
def module(name: str, *pictures: str) -> str:
    """Return a panel's JavaScript: the shared part, the pictures that it draws, and then its own.

    >>> module("question").startswith("// What every panel shares")
    True
    """
    folder = resources.files("course_utils.widgets")
    parts = [folder.joinpath(f"{part}.js").read_text(encoding="utf-8") for part in ("ui", *pictures, name)]
    return "\n".join(parts)


def _number(content: Mapping[str, Any], name: str) -> int:
    found = content.get(name)
    return found if type(found) is int else 0


class Panel(anywidget.AnyWidget):
    """One panel of a lesson.

    Attributes:
        page: everything that the panel shows now, as JSON; never an answer that is not yet earned.
        words: the words of its controls; they stay, and are not sent again with each page.
        heard: the highest number of a message that was dealt with; the page notices when none is.
        fault: a sentence for the student when something of ours went wrong.
    """

    _css = theme.css()

    page = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    heard = traitlets.Int(0).tag(sync=True)
    fault = traitlets.Unicode("").tag(sync=True)

    def __init_subclass__(
        cls, module_name: str | None = None, pictures: Sequence[str] = (), **kwargs: Any
    ) -> None:
        """Give the class the JavaScript file of its name, and those of its pictures."""
        if module_name is not None:
            cls._esm = module(module_name, *pictures)
        super().__init_subclass__(**kwargs)

    def __init__(self) -> None:
        """Draw the first page and start to listen."""
        super().__init__()
        self._early: list[tuple[float, Mapping[str, Any], Sequence[Any]]] = []
        self.on_msg(self._on_message)
        self.draw()

    def _on_message(self, _widget: Panel, content: Any, buffers: Sequence[Any]) -> None:
        """Deal with a message, and with those that waited for it; one that came too early waits."""
        if not isinstance(content, Mapping):
            return
        with _TURN:
            self._early.append((time.monotonic(), content, buffers))
            while due := [one for one in self._early if self._is_due(*one[:2])]:
                first = min(due, key=lambda one: _number(one[1], "asked"))
                self._early = [one for one in self._early if one is not first]
                self._deal(*first[1:])

    def _is_due(self, came: float, content: Mapping[str, Any]) -> bool:
        return _number(content, "after") <= self.heard or time.monotonic() - came > PATIENCE

    def _deal(self, content: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        """Deal with one message; a fault of ours becomes a sentence, never a traceback."""
        try:
            self.fault = ""
            self.hear(str(content.get("kind", "")), content, [bytes(buffer) for buffer in buffers])
        except Exception:
            log.exception("a panel failed")
            self.fault = words.text("widgets.broken")
        finally:
            self.heard = max(self.heard, _number(content, "asked"))

    def hear(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes]) -> None:
        """Deal with what the student did: one message from the page."""
        raise NotImplementedError

    def draw(self) -> None:
        """Compute `page` anew; it is sent only if it changed."""
        said = {name: words.text(f"widgets.{name}") for name in ("stopped", "broken")}
        self.words = said | self.own_words()
        self.page = self.compose()

    def let_out(self) -> None:
        """Wait until what was drawn has left for the page: it is seen before it is written to the disk."""
        time.sleep(SENDING)

    def own_words(self) -> dict[str, str]:
        """Return the fixed words of this panel's controls."""
        return {}

    def compose(self) -> dict[str, Any]:
        """Return everything that the panel shows now."""
        raise NotImplementedError

    def twin(self) -> str:
        """Return the still picture of this panel, as HTML that survives without an engine."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **_kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Show the live panel where there is an engine, and its twin where there is none."""
        bundle = super()._repr_mimebundle_()
        data, metadata = bundle if bundle is not None else ({}, {})
        data["text/plain"] = words.text("widgets.plain", name=type(self).__name__)
        data["text/html"] = self.twin()
        return data, metadata
