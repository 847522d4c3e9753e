"""The machine that Binder builds: repo2docker renders its Dockerfile without an engine."""

import ast
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import jsonschema
import pytest
from repo2docker.app import Repo2Docker
from repo2docker.buildpacks import PythonBuildPack

ROOT = Path(__file__).resolve().parents[1]
BINDER = ROOT / "binder"


@pytest.fixture
def pack(monkeypatch: pytest.MonkeyPatch) -> PythonBuildPack:
    """The build pack that repo2docker chooses for this repository."""
    monkeypatch.chdir(ROOT)
    app = Repo2Docker()
    for each in app.buildpacks:
        candidate = each(app.base_image)
        candidate.platform = "linux/amd64"
        if candidate.detect():
            return candidate
    raise AssertionError("repo2docker finds nothing to build")


def test_repo2docker_chooses_python_and_its_version(pack: PythonBuildPack) -> None:
    assert type(pack) is PythonBuildPack
    assert pack.python_version == "3.12"
    assert (BINDER / "runtime.txt").read_text("utf-8").strip() == "python-3.12"


def test_the_requirements_are_their_own_layer(pack: PythonBuildPack) -> None:
    lines = pack.render().splitlines()
    installed = next(
        i for i, line in enumerate(lines) if "pip install" in line and "requirements.txt" in line
    )
    everything = next(i for i, line in enumerate(lines) if line.startswith("COPY") and " src/ " in line)
    assert installed < everything, "a changed lesson would install every package again"
    copied = [line.split()[-2] for line in lines[:installed] if line.startswith("COPY") and "src/" in line]
    assert copied == ["src/binder/requirements.txt"]
    assert any("binder/postBuild" in line for line in lines[everything:])


def test_requirements_name_no_path_and_no_address() -> None:
    text = (BINDER / "requirements.txt").read_text("utf-8")
    for forbidden in ("://", " @ ", "file:", "-e ", "-r ", "-c ", "./"):
        assert forbidden not in text


def test_the_settings_switch_off_the_news_and_windowing() -> None:
    settings = json.loads((BINDER / "overrides.json").read_text("utf-8"))
    news = settings["@jupyterlab/apputils-extension:notification"]
    assert news == {"checkForUpdates": False, "fetchNews": "false"}
    assert settings["@jupyterlab/notebook-extension:tracker"]["windowingMode"] == "none"


def test_jupyterlab_knows_every_setting() -> None:
    schemas = Path(sysconfig.get_path("data")) / "share/jupyter/lab/schemas"
    for plugin, values in json.loads((BINDER / "overrides.json").read_text("utf-8")).items():
        package, name = plugin.split(":")
        schema = json.loads((schemas / package / f"{name}.json").read_text("utf-8"))["properties"]
        for key, value in values.items():
            jsonschema.validate(value, schema[key])


def test_the_server_config_names_a_hook_that_exists() -> None:
    tree = ast.parse((BINDER / "jupyter_server_config.py").read_text("utf-8"))
    (hook,) = [
        node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    ]
    from traitlets.utils.importstring import import_item

    assert callable(import_item(hook))


@pytest.mark.slow
def test_post_build_installs_the_package_and_the_settings(tmp_path: Path) -> None:
    """Runs postBuild itself in an environment and a home of its own."""
    assert os.access(BINDER / "postBuild", os.X_OK)
    tree, home, prefix = tmp_path / "tree", tmp_path / "home", tmp_path / "env"
    home.mkdir()
    shutil.copytree(
        ROOT,
        tree,
        ignore=shutil.ignore_patterns(".venv", ".git", "artefacts", "my-work", "__pycache__", ".*_cache"),
    )
    venv.create(prefix, with_pip=True)
    subprocess.run(
        ["./binder/postBuild"],
        cwd=tree,
        check=True,
        env={
            "PATH": f"{prefix / 'bin'}{os.pathsep}{os.defpath}",
            "HOME": str(home),
            # stands for the packages of requirements.txt, hatchling among them
            "PYTHONPATH": sysconfig.get_path("purelib"),
        },
    )
    where = [prefix / "bin" / "python", "-I", "-c", "import course_utils; print(course_utils.__file__)"]
    assert str(prefix) in subprocess.check_output(where, text=True, cwd="/")
    overrides = prefix / "share/jupyter/lab/settings/overrides.json"
    assert overrides.read_bytes() == (BINDER / "overrides.json").read_bytes()
    config = home / ".jupyter" / "jupyter_server_config.py"
    assert config.read_bytes() == (BINDER / "jupyter_server_config.py").read_bytes()
    assert sys.prefix not in str(overrides)
