"""How lessons are saved, listed and measured."""

import copy
import json
from pathlib import Path

import nbformat
import pytest

from course_utils import notebooks

VIEW = {"version_major": 2, "version_minor": 0, "model_id": "1"}


def saved(data):
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    cells = [{"cell_type": "code", "outputs": [output]}, {"cell_type": "markdown"}]
    model = {"type": "notebook", "content": {"cells": cells, "metadata": {"widgets": {"state": {}}}}}
    notebooks.drop_widget_views(model=model, path="x.ipynb", contents_manager=None)
    return model["content"]


def test_the_live_view_goes_where_its_twin_stands():
    content = saved({notebooks.WIDGET_VIEW: VIEW, "text/html": "<p>still</p>", "text/plain": "x"})
    assert content["cells"][0]["outputs"][0]["data"] == {"text/html": "<p>still</p>", "text/plain": "x"}
    assert content["metadata"] == {}


def test_a_view_without_a_twin_stays():
    data = {notebooks.WIDGET_VIEW: VIEW, "text/plain": "x"}
    assert saved(copy.deepcopy(data))["cells"][0]["outputs"][0]["data"] == data


@pytest.mark.parametrize(
    "model", [{"type": "file", "content": "text"}, {"type": "notebook", "content": None}, {}]
)
def test_what_is_no_notebook_is_left_alone(model):
    before = copy.deepcopy(model)
    notebooks.drop_widget_views(model=model, path="x")
    assert model == before


def lesson(folder, *cells):
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    said = {"number": 1, "title": "T", "question": "Q?", "minutes": 1, "own_words": 20}
    notebook.metadata["course"] = {**said, "objectives": ["Say it."], "datasets": [], "exercises": []}
    path = folder / "01-t.ipynb"
    path.write_text(json.dumps(notebook), "utf-8")
    return notebooks.lessons(folder)[0]


def test_a_lesson_is_measured_by_the_four_rules(tmp_path):
    prose = nbformat.v4.new_markdown_cell("word " * 400)
    legal = nbformat.v4.new_markdown_cell("> " + "shall " * 159)
    assert notebooks.length(lesson(tmp_path, prose, legal)) == pytest.approx(400 / 200 + 160 / 80 + 20 / 10)


def test_the_schedule_names_each_lesson(tmp_path):
    line = notebooks.schedule((lesson(tmp_path),)).splitlines()[2]
    assert line == "| [1 · T](lessons/01-t.ipynb) | 1 | say it |"


def test_refresh_executes_and_saves_by_the_courses_own_path(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    source = "from course_utils import lesson\nlesson.begin(1)\nlesson.quiz('means')"
    path = lesson(tmp_path, nbformat.v4.new_code_cell(source)).path
    notebooks.refresh(path)
    text = path.read_text("utf-8")
    assert notebooks.WIDGET_VIEW not in text
    assert "Who judges whether that is enough?" in text
    assert not (tmp_path / "my-work").exists()
