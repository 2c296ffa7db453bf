from pathlib import Path

import pytest
from widget_host import until

from studyai.settings_file import settings_path
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.settings import Settings, load_settings, save_settings
from studyai.tui.shell.themes import DEFAULT_THEME


def test_no_file_means_the_defaults(tmp_path: Path):
    loaded = load_settings(tmp_path / "settings.json")
    assert loaded.settings == Settings(theme=DEFAULT_THEME)
    assert loaded.notice is None


def test_what_is_saved_is_read(tmp_path: Path):
    path = tmp_path / "deep" / "settings.json"
    settings = Settings(theme="light", keys={"lab.step": "x"})
    assert save_settings(path, settings) is None
    assert load_settings(path).settings == settings
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"theme": 5}', '{"keys": {"a": 1}}', "\x00\xff"])
def test_a_bad_file_is_set_aside_and_named(tmp_path: Path, text: str):
    path = tmp_path / "settings.json"
    path.write_text(text, encoding="latin-1")
    loaded = load_settings(path)
    assert loaded.settings == Settings()
    assert loaded.notice is not None
    assert "settings.json.bad" in loaded.notice
    assert not path.exists()
    assert (tmp_path / "settings.json.bad").read_text(encoding="latin-1") == text


def test_a_folder_in_the_way_is_reported_not_raised(tmp_path: Path):
    path = tmp_path / "settings.json"
    path.mkdir()
    assert load_settings(path).notice is not None
    assert save_settings(path, Settings()) is not None


async def test_a_key_for_a_command_that_is_not_there_is_told(tmp_path: Path):
    path = tmp_path / "settings.json"
    save_settings(path, Settings(keys={"lab.stepp": "u", "lab.reset": "z"}))
    app = StudyApp(settings_file=path)
    async with app.run_test() as pilot:
        said = "No command is called lab.stepp (did you mean lab.step?): that key of the settings does nothing."
        await until(pilot, lambda: said in [notice.message for notice in app._notifications])


def test_the_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("STUDYAI_CONFIG", str(tmp_path))
    assert settings_path() == tmp_path / "settings.json"


def test_the_worker_runs_where_the_settings_say(tmp_path: Path):
    path = tmp_path / "settings.json"
    save_settings(path, Settings(worker_command="ssh 'my host' studyai worker"))
    app = StudyApp(settings_file=path)
    assert app.torch.worker.command == ("ssh", "my host", "studyai", "worker")
    app.use_theme("light")
    assert load_settings(path).settings == Settings(theme="light", worker_command="ssh 'my host' studyai worker")


async def test_a_worker_command_that_cannot_be_read_is_told_and_torch_runs_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "settings.json"
    save_settings(path, Settings(worker_command="ssh 'my host"))
    app = StudyApp(settings_file=path)
    told: list[str] = []  # a toast may be gone before the app has come to rest
    monkeypatch.setattr(app, "tell", lambda message, **_: told.append(message))
    async with app.run_test() as pilot:
        assert app.torch.worker.command[1:] == ("-m", "studyai.backend")
        await until(pilot, lambda: any("cannot be read" in message for message in told))
