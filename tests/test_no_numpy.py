"""Panels work where pandas, numpy, scipy and plotly are not to be had.

In a kernel that runs inside a browser these come late or not at all. Here importing them fails.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WITHOUT = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"numpy", "pandas", "plotly", "scipy"}:
            raise ImportError(f"{name} is not here")

sys.meta_path.insert(0, Absent())

def drawn(panel, **shown):
    import json
    json.dumps(panel.get_state(), default=str)
    data, _ = panel._repr_mimebundle_()
    assert "<h3>" in data["text/html"] or "<p>" in data["text/html"], data["text/html"]
    assert panel.fault == ""
    for name, value in shown.items():
        assert panel.page[name] == value, (name, panel.page[name])

def tell(panel, kind, **content):
    panel._on_message(panel, {"kind": kind, "asked": panel.heard + 1, **content}, [])
    assert panel.fault == "", (kind, content)
"""
PANELS = {
    "reader": """
from course_utils import clauses
from course_utils.widgets import Reader
for clause in ("NAT1949-5-1", "NAT1949-5-2"):
    panel = Reader(clause)
    drawn(panel, struck=[])
    for phrase in panel.by_id:
        tell(panel, "choose", phrase=phrase)
        tell(panel, "strike", phrase=phrase)
    drawn(panel, struck=list(panel.by_id))
    tell(panel, "restore")
    drawn(panel, struck=[])
""",
    "question": """
from course_utils import questions
from course_utils.widgets import Question
for number in (0, 1, 8):
    for item in questions.bank(number)[0].values():
        panel = Question(item)
        drawn(panel, given=None)
        right = next((one.value for one in item.options if one.right), None)
        first = item.options[0].value if item.options else None
        answer = {"number": item.minimum, "text": "Mine."}.get(item.kind, right or first)
        tell(panel, "answer", answer=answer, why="Because.")
        drawn(panel, given=None if item.mode == "seal" else answer, problem="")
""",
    "beliefs": """
from course_utils.widgets import Beliefs
panel = Beliefs({"kept": "Promises are kept."})
tell(panel, "believe", statement="kept", step=4)
drawn(panel, given={"kept": 4})
""",
    "builder": """
from course_utils.widgets import Builder
panel = Builder()
drawn(panel, values={})
for start in panel.form["starts"]:
    tell(panel, "start", source=start["value"])
    drawn(panel, problem=False)
fields = [field for one in panel.form["panels"] for field in one["fields"]]
for field in fields:
    options = [option["value"] for option in field["options"] if "value" in option]
    value = {"number": field["maximum"], "yes_no": True, "choices": options[:2]}.get(
        field["kind"], options[0] if options else None
    )
    if field.get("parts"):
        ways = {part: spec["options"][0]["value"] for part, spec in field["parts"].items()}
        value = [{"state": panel.form["states"][0]["value"], **ways}]
    tell(panel, "change", field=field["name"], value=value)
    drawn(panel)
    assert panel.page["values"][field["name"]] == value
    tell(panel, "undo")
tell(panel, "start", source="NAT1949")
for view in panel.form["views"]:
    tell(panel, "look", view=view["id"])
    drawn(panel, view=view["id"])
    assert panel.page[view["id"]]
tell(panel, "look", view="attack")
for group in panel.form["cases"]:
    for case in group["options"]:
        tell(panel, "cases", cases=[case["value"]])
        drawn(panel)
        assert panel.page["attack"]["cases"][0]["id"] == case["value"]
tell(panel, "turn", case=panel.page["attack"]["chosen"][0])
drawn(panel)
assert panel.page["attack"]["cases"][0]["changes"]
code = panel.page["code"]
for kind in ("duplicate", "fresh"):
    tell(panel, kind)
tell(panel, "code", text=code)
drawn(panel, code=code)
""",
    "explorer": """
from course_utils import explore
from course_utils.widgets import Explorer
for name in explore.NAMES:
    panel = Explorer(name)
    tell(panel, "predict", answer=panel.explored.predictions()[0][0])
    for control in panel.explored.controls():
        for value in [value for value, _ in control.options] or [control.maximum]:
            tell(panel, "set", field=control.name, value=[value] if control.kind == "choices" else value)
            drawn(panel, given=panel.explored.predictions()[0][0])
            tell(panel, "open", key=next(iter(panel.page["shown"]["table"]["keys"]), ""))
""",
    "rank": """
from course_utils.widgets import Rank
panel = Rank("duty")
for row in panel.rows:
    tell(panel, "place", clause=row.id, rung=2)
tell(panel, "show")
drawn(panel, locked=True)
""",
    "texts": """
from course_utils import instruments
from course_utils.widgets import Texts
panel = Texts("NAT1949", "BUDAPEST1994")
drawn(panel, left="NAT1949", right="BUDAPEST1994")
for name in instruments.ids():
    tell(panel, "left", value=name)
    drawn(panel, left=name)
    clauses = panel.page["texts"][0]["clauses"]
    phrases = [phrase["id"] for clause in clauses for phrase in clause["phrases"]]
    for phrase in phrases[:2]:
        tell(panel, "strike", value=phrase)
    drawn(panel, left=name)
drawn(panel, can_reset=True)
tell(panel, "reset")
drawn(panel, can_reset=False)
""",
    "keeper": """
from course_utils.widgets import Keeper
panel = Keeper(lambda data: (True, "Back."), lambda: "Cleared.", 10)
tell(panel, "clear")
drawn(panel, lines=["Cleared."])
""",
    "lesson": """
import os, tempfile
os.environ["COURSE_PORTFOLIO"] = tempfile.mkdtemp() + "/portfolio.json"
from course_utils import lesson
shown = []
lesson.display = lambda thing, **kwargs: shown.append(thing)
lesson.begin(1)
lesson.read("NAT1949-5-1")
lesson.texts("NAT1949", "BUDAPEST1994")
lesson.predict("duty")
lesson.begin(8)
lesson.build()
panel = shown[-1]
tell(panel, "start", source="NAT1949")
assert panel.page["saved_revision"] == 1
""",
}


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_is_built_changed_and_drawn_without_them(name: str) -> None:
    child = run(WITHOUT + PANELS[name])
    assert child.returncode == 0, child.stderr


@pytest.mark.parametrize("package", ["numpy", "pandas", "plotly.graph_objects", "scipy"])
def test_the_process_of_these_tests_has_none_of_them(package: str) -> None:
    child = run(f"{WITHOUT}import {package}")
    assert f"{package.split('.')[0]} is not here" in child.stderr
