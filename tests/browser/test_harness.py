"""What the browser tests rest on: a notebook runs, and each check notices what it is there to notice."""

from pathlib import Path

import axe
import nbformat
import pytest
from lab import Cell, Notebook, Sitting, until
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import expect

NAME = "plain.ipynb"
#: A widget that is none of the course's: one button, answered by the kernel, one range, and no care for keys.
WIDGET = '''
import anywidget, traitlets

class Plain(anywidget.AnyWidget):
    _esm = """
    function render({ model, el }) {
      el.innerHTML = `<button>Press</button>
        <label>Amount <input type="range" max="10" value="5"></label> <output></output>`;
      const [button, range, said] = el.querySelectorAll('button, input, output');
      button.onclick = () => { model.set('pressed', model.get('pressed') + 1); model.save_changes(); };
      range.oninput = () => { model.set('amount', range.valueAsNumber); model.save_changes(); };
      model.on('change:said', () => (said.textContent = model.get('said')));
    }
    export default { render };
    """
    pressed = traitlets.Int(0).tag(sync=True)
    amount = traitlets.Int(5).tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)

    @traitlets.observe("pressed", "amount")
    def _answer(self, change):
        self.said = f"{self.pressed} pressed, {self.amount} wanted"

Plain()
'''.strip()
#: A long output, so that what follows it is far below the window.
LONG = 'print("line\\n" * 80)'
SOURCES = (WIDGET, LONG, "words = 'the last words'", "print(words)")


@pytest.fixture(scope="module")
def plain(sitting_of_module: Sitting) -> Notebook:
    folder = sitting_of_module.server.fresh("plain")
    write(folder / "lessons" / NAME)
    notebook = sitting_of_module.open(NAME, folder)
    notebook.run_all(drawn=False)
    return notebook


def write(path: Path) -> None:
    cells = [new_markdown_cell("# Plain"), *map(new_code_cell, SOURCES)]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)


def noticed(notebook: Notebook, happened: list[str], number: int) -> None:
    """Wait for so many events, which come in only while the page is asked for something."""
    for _ in range(100):
        if len(happened) >= number:
            break
        notebook.page.wait_for_timeout(100)
    assert len(happened) == number, happened


def test_jupyterlab_runs_a_notebook_and_its_kernel_answers(plain: Notebook) -> None:
    expect(plain.cell("print(words)").locator(".jp-OutputArea-output")).to_have_text("the last words\n")
    plain.page.get_by_role("button", name="Press", exact=True).click()
    expect(plain.page.get_by_role("status")).to_have_text("1 pressed, 5 wanted")
    slider = plain.page.get_by_role("slider")
    box = slider.bounding_box()
    assert box
    plain.page.mouse.click(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
    expect(plain.page.get_by_role("status")).to_have_text("1 pressed, 10 wanted")


def test_the_cells_are_those_of_the_file(plain: Notebook) -> None:
    plain.save()
    held = nbformat.read(plain.file, as_version=4)
    assert plain.cells() == [Cell(cell.cell_type, cell.source) for cell in held.cells]
    assert [cell.source for cell in plain.cells()] == ["# Plain", *SOURCES]


def test_axe_sees_a_field_without_a_label_and_pale_words_below_the_window(plain: Notebook) -> None:
    clean = axe.scan(plain.page)
    assert clean.areas == 3
    assert clean.texts > 0
    assert clean.lines == []
    output = plain.cell("print(words)").locator(".jp-OutputArea-output")
    plain.page.locator(".jp-WindowedPanel-outer").evaluate("(one) => (one.scrollTop = 0)")
    expect(output).not_to_be_in_viewport()
    output.evaluate(
        """(one) => {
          const planted = document.createElement('div');
          planted.innerHTML = '<input type="text"><p style="color: #bbb; background: #fff">Pale words</p>';
          one.append(planted);
        }"""
    )
    found = axe.scan(plain.page)
    assert sorted(line.split()[0] for line in found.lines) == ["color-contrast", "label"]
    with pytest.raises(AssertionError, match="Form elements must have labels"):
        axe.check(plain.page, "planted")
    output.locator("div").evaluate("(one) => one.remove()")
    axe.check(plain.page, "planted and removed")


def test_axe_does_not_pass_where_there_is_nothing_to_scan(plain: Notebook) -> None:
    plain.menu("Edit", "Clear Outputs of All Cells")
    expect(plain.page.locator(axe.AREAS)).to_have_count(0)
    with pytest.raises(AssertionError, match="no output area"):
        axe.check(plain.page, "cleared")
    plain.run_all(drawn=False)


def test_a_question_to_another_machine_is_noticed(sitting_of_module: Sitting, plain: Notebook) -> None:
    sitting_of_module.check()
    plain.page.evaluate(
        """() => {
          fetch('https://elsewhere.invalid/a').catch(() => {});
          new Image().src = 'http://elsewhere.invalid/b';
          new WebSocket('ws://elsewhere.invalid/c');
        }"""
    )
    noticed(plain, sitting_of_module.abroad, 3)
    with pytest.raises(AssertionError, match=r"elsewhere\.invalid"):
        sitting_of_module.check()
    sitting_of_module.abroad.clear()


@pytest.mark.parametrize(
    "planted",
    [
        "setTimeout(() => { throw new Error('planted') })",
        "Promise.reject(new Error('planted'))",
        "console.error('course panel: planted')",
    ],
)
def test_an_error_in_the_page_is_noticed(sitting_of_module: Sitting, plain: Notebook, planted: str) -> None:
    sitting_of_module.check()
    plain.page.evaluate(f"() => {{ {planted} }}")
    noticed(plain, sitting_of_module.errors, 1)
    with pytest.raises(AssertionError, match="planted"):
        sitting_of_module.check()
    sitting_of_module.errors.clear()


def test_a_killed_kernel_is_replaced_and_has_forgotten(plain: Notebook) -> None:
    before = plain.server.kernel_of(plain.path)
    plain.kill_kernel()
    assert plain.server.kernel_of(plain.path) == before
    plain.cell("print(words)").locator(".jp-InputArea-editor").click()
    plain.page.keyboard.press("Control+Enter")
    expect(plain.cell("print(words)").locator(".jp-OutputArea-output")).to_contain_text("NameError")
    plain.run_all(drawn=False)
    expect(plain.cell("print(words)").locator(".jp-OutputArea-output")).to_have_text("the last words\n")


@pytest.mark.parametrize(("keys", "cells"), [("a", +1), ("b", +1), ("x", -1), ("dd", -1)])
def test_keys_on_a_careless_widget_change_the_cells(plain: Notebook, keys: str, cells: int) -> None:
    """Without the course's care for keys the cells do change: the test of that care could fail."""
    before = plain.cells()
    plain.page.get_by_role("button", name="Press", exact=True).click()
    for key in keys:
        plain.page.keyboard.press(key)
    until(lambda: len(plain.cells()) == len(before) + cells, f"{keys} changes the cells", 5)
    plain.menu("Edit", "Undo Cell Operation")
    until(lambda: plain.cells() == before, "undone", 5)
    plain.run_all(drawn=False)
