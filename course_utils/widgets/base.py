"""The base of every panel: its frame, its style, its still twin, and how it hears the page.

A panel is one anywidget. Python computes `page`, everything that is shown; the panel's JavaScript draws it
and tells the engine what the student did. A panel writes nothing but its own traits; `course_utils.lesson`
connects it with the student's record.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import anywidget
import traitlets

from course_utils import theme, words

log = logging.getLogger("course_utils.widgets")


@cache
def module(name: str, *pictures: str) -> str:
    """Return a panel's JavaScript: the shared part, the pictures that it draws, and then its own.

    >>> module("question").startswith("// What every panel shares")
    True
    """
    folder = resources.files("course_utils.widgets")
    parts = [folder.joinpath(f"{part}.js").read_text(encoding="utf-8") for part in ("ui", *pictures, name)]
    return "\n".join(parts)


class Panel(anywidget.AnyWidget):
    """One panel of a lesson.

    Attributes:
        page: everything that the panel shows now, as JSON; never an answer that is not yet earned.
        words: the words of its controls; they stay, and are not sent again with each page.
        heard: number of the last message from the page that was dealt with; the page notices when none is.
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
        self.on_msg(self._on_message)
        self.draw()

    def _on_message(self, _widget: Panel, content: Any, buffers: Sequence[Any]) -> None:
        """Deal with one message; a fault of ours becomes a sentence, never a traceback."""
        if not isinstance(content, Mapping):
            return
        try:
            self.fault = ""
            self.hear(str(content.get("kind", "")), content, [bytes(buffer) for buffer in buffers])
        except Exception:
            log.exception("a panel failed")
            self.fault = words.text("widgets.broken")
        finally:
            asked = content.get("asked")
            if isinstance(asked, int):
                self.heard = asked

    def hear(self, kind: str, content: Mapping[str, Any], buffers: Sequence[bytes]) -> None:
        """Deal with what the student did: one message from the page."""
        raise NotImplementedError

    def draw(self) -> None:
        """Compute `page` anew; it is sent only if it changed."""
        said = {name: words.text(f"widgets.{name}") for name in ("stopped", "broken")}
        self.words = said | self.own_words()
        self.page = self.compose()

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
