from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.config.settings import load_settings
from lyrad.errors import Code
from lyrad.model.character import Base
from lyrad.model.settings import AceStepSettings, AudioXSettings, EngineSettings, Scan, Settle
from tests.support.config_faults import faults, only_fault


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_STATE_HOME": str(tmp_path / "state")}


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_without_a_file_everything_has_its_default(home, tmp_path):
    settings = load_settings(None, home)
    assert settings.source is None
    assert settings.state == tmp_path / "state/lyrad"
    assert settings.rules == tmp_path / "config/lyrad/rules"
    assert settings.engine == EngineSettings(url=None, poll=2.0)
    assert settings.settle == Settle(local=3, share=10, with_takes=60, unused=120)
    assert settings.scan == Scan(local=60, share=5)
    assert settings.lanes == {"card": 1, "cpu": 2}
    assert not settings.trust_rules_in_roots
    assert not settings.accept_non_commercial


def test_everything_that_can_be_set_is_read(home, tmp_path):
    path = write(
        tmp_path / "here/lyrad.yaml",
        "roots: [/films/A, B]\nstate: state\nengine: {url: 'postgresql://u@h/d', poll: 500ms}\n"
        "lanes: {cpu: 3, comfyui: 1}\nsettle: {local: 2m, share: 4}\n"
        "backends: {comfyui: {servers: 'http://a:8188/', own: yes}}\n"
        "scan: {local: 1h}\numask: 002\ngroup: editors\nrules: mine\ntrust_rules_in_roots: yes\n"
        "music: {accept_non_commercial: yes}\n",
    )
    settings = load_settings(path, home)
    assert settings.roots == (Path("/films/A"), tmp_path / "here/B")
    assert settings.state == tmp_path / "here/state"
    assert settings.engine == EngineSettings(url="postgresql://u@h/d", poll=0.5)
    assert settings.lanes == {"card": 1, "cpu": 3, "comfyui": 1}
    assert (settings.settle.local, settings.settle.share) == (120, 4)
    assert settings.scan.local == 3600
    assert (settings.umask, settings.group) == (0o002, "editors")
    assert settings.rules == tmp_path / "here/mine"
    assert settings.templates == tmp_path / "here/templates"
    assert settings.trust_rules_in_roots
    assert settings.accept_non_commercial
    assert settings.source == path


def test_one_root_needs_no_list(home, tmp_path):
    assert load_settings(write(tmp_path / "a.yaml", "roots: /films\n"), home).roots == (
        Path("/films"),
    )


def test_the_named_file_goes_before_the_variable_and_that_before_the_users(home, tmp_path):
    users = write(tmp_path / "config/lyrad/lyrad.yaml", "group: users\n")
    variable = write(tmp_path / "variable.yaml", "group: variable\n")
    named = write(tmp_path / "named.yaml", "group: named\n")
    with_variable = {**home, "LYRAD_CONFIG": str(variable)}
    assert load_settings(named, with_variable).group == "named"
    assert load_settings(None, with_variable).group == "variable"
    assert load_settings(None, home).source == users


def test_the_variable_for_the_state_goes_before_the_file(home, tmp_path):
    path = write(tmp_path / "lyrad.yaml", "state: /from/the/file\n")
    assert load_settings(path, {**home, "LYRAD_STATE": "/other"}).state == Path("/other")


def test_a_named_file_that_is_not_there_is_a_fault(home, tmp_path):
    fault = only_fault(lambda: load_settings(tmp_path / "no.yaml", home))
    assert fault.code is Code.SETTINGS_MISSING
    fault = only_fault(lambda: load_settings(None, {**home, "LYRAD_CONFIG": "/no/such.yaml"}))
    assert "$LYRAD_CONFIG" in fault.where


def test_every_fault_of_the_settings_comes_at_once(home, tmp_path):
    path = write(
        tmp_path / "lyrad.yaml",
        "engine: {url: 'mysql://u:secret@h/d', poll: 0}\nlanes: {cpu: 0}\numask: 9\n"
        "settle: {shared: 3}\nguards: {}\ntrust_rules_in_roots: maybe\nproductions: [a]\n",
    )
    found = faults(lambda: load_settings(path, home))
    assert [fault.code for fault in found] == [
        Code.BAD_VALUE, Code.BAD_VALUE, Code.BAD_VALUE, Code.BAD_VALUE, Code.UNKNOWN_KEY,
        Code.NOT_YET, Code.BAD_VALUE, Code.UNKNOWN_KEY,
    ]  # fmt: skip
    assert all(fault.where.startswith(f"{path}, line ") for fault in found)
    assert "`roots`" in found[-1].next


def test_a_password_is_never_repeated(home, tmp_path):
    path = write(tmp_path / "lyrad.yaml", "engine: {url: 'mysql://u:secret@h/d'}\n")
    assert "secret" not in str(only_fault(lambda: load_settings(path, home)))


def test_an_audiox_needs_no_more_than_its_name(home, tmp_path):
    settings = load_settings(write(tmp_path / "lyrad.yaml", "backends: {audiox: {}}\n"), home)
    assert settings.audiox == AudioXSettings(server="http://127.0.0.1:7860")
    path = write(tmp_path / "lyrad.yaml", "backends: {audiox: {url: 'http://a:7860'}}\n")
    assert "`server`" in only_fault(lambda: load_settings(path, home)).next


def test_a_tool_with_servers_has_a_lane_that_keeps_them_busy(home, tmp_path):
    text = "backends:\n  comfyui:\n    servers: ['http://a:8188', 'http://b:8188/']\n"
    settings = load_settings(write(tmp_path / "lyrad.yaml", text), home)
    assert settings.lanes == {"card": 1, "comfyui": 4, "cpu": 2}
    assert settings.comfyui.servers == ("http://a:8188", "http://b:8188")


@pytest.mark.parametrize("address", ["localhost:8188", "ftp://a", "http://", "[]", "http://a b"])
def test_a_server_without_an_address_is_refused(address, home, tmp_path):
    path = write(tmp_path / "lyrad.yaml", f"backends: {{comfyui: {{servers: {address}}}}}\n")
    assert only_fault(lambda: load_settings(path, home)).code is Code.BAD_VALUE


@pytest.mark.parametrize(
    "text", ["lanes: {}\n", "lanes: {CPU: 1}\n", "lanes: {a: 1, b: 1, c: 1, d: 1, e: 1}\n",
             "settle: {local: 25h}\n", "roots: {a: b}\n", "umask: 1777\n"]
)  # fmt: skip
def test_what_cannot_be_is_refused(text, home, tmp_path):
    fault = only_fault(lambda: load_settings(write(tmp_path / "lyrad.yaml", text), home))
    assert fault.code is Code.BAD_VALUE


KOHYA = """
backends:
  kohya:
    sd_scripts: /opt/sd
    python: venv/bin/python
    tokenizers: ~/tokenizers
    models:
      flux1: {checkpoint: /m/f, clip_l: /m/c, t5xxl: t5.sft, ae: /m/a}
"""


def test_the_trainers_and_their_models_are_read(home, tmp_path):
    settings = load_settings(write(tmp_path / "lyrad.yaml", KOHYA), home)
    assert settings.kohya.sd_scripts == Path("/opt/sd")
    assert settings.kohya.python == tmp_path / "venv/bin/python"
    assert settings.kohya.tokenizers == Path.home() / "tokenizers"
    assert settings.kohya.models == {
        Base.FLUX1: {"checkpoint": Path("/m/f"), "clip_l": Path("/m/c"),
                     "t5xxl": tmp_path / "t5.sft", "ae": Path("/m/a")},
    }  # fmt: skip
    assert settings.lanes == {"card": 1, "cpu": 2}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{sd_scripts: /a, python: /p, conda_env: k}", "say the same"),
        ("{python: /p}", "at least one trainer"),
        ("{sd_scripts: /a, models: {wan22: {dit_low: /l, vae: /v, t5: /t}}}", "dit_high"),
        ("{repo: /a, musubi: /m}", "`repo`"),
        ("{musubi: /m, models: {sdxl: {model: /x, checkpoint: /x}}}", "`model`"),
    ],
)
def test_a_trainer_that_is_told_wrongly_is_a_fault(home, tmp_path, text, words):
    path = write(tmp_path / "lyrad.yaml", f"backends:\n  kohya: {text}\n")
    fault = only_fault(lambda: load_settings(path, home))
    assert words in fault.what
    assert "line 2" in fault.where
    assert fault.next


def test_acestep_and_its_key_are_read_and_the_key_is_never_shown(home, tmp_path):
    text = "backends:\n  acestep: {server: 'http://a:8001/', key: secret, model: sft}\n"
    settings = load_settings(write(tmp_path / "lyrad.yaml", text), home)
    assert settings.acestep == AceStepSettings(server="http://a:8001", key="secret", model="sft")
    assert "secret" not in repr(settings)
    text = "backends:\n  acestep: {}\n"
    settings = load_settings(write(tmp_path / "lyrad.yaml", text), home)
    assert settings.acestep.server == "http://127.0.0.1:8001"


COMMAND = "backends: {composers: {mytool: {argv: %s, commercial: true}}}\n"


def test_tools_that_make_music_are_read_by_name(home, tmp_path):
    argv = "[./run.sh, -p, '{prompt}', --json, '{{a: {seed}}}', '{out}']"
    path = write(tmp_path / "lyrad.yaml", COMMAND % argv)
    (tool,) = load_settings(path, home).commands.values()
    assert tool.argv[0] == str(tmp_path / "run.sh")
    assert tool.argv[1:] == ("-p", "{prompt}", "--json", "{{a: {seed}}}", "{out}")
    assert (tool.commercial, tool.card, tool.picture, tool.timeout) == (True, True, False, 3600)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ("[run, '{promt}', '{out}']", "Did you mean `{prompt}`?"),
        ("[run, '{\"steps\": 8}', '{out}']", "a brace itself is written twice"),
        ("[run, '{}', '{out}']", "`{}` is none"),
        ("[run, '{prompt}']", 'Add `"{out}"` to it.'),
        ("[]", "argv"),
        ("['{prompt}', '{out}']", "begins with its program"),
    ],
)
def test_a_command_that_cannot_be_filled_in_is_refused(argv, said, home, tmp_path):
    path = write(tmp_path / "lyrad.yaml", COMMAND % argv)
    assert said in str(only_fault(lambda: load_settings(path, home)))


@pytest.mark.parametrize("name", ["builtin", "acestep", "audiox", "comfyui", "My Tool"])
def test_a_tool_cannot_have_the_name_of_one_of_lyrads(name, home, tmp_path):
    text = COMMAND.replace("mytool", name) % "[run, '{out}']"
    fault = only_fault(lambda: load_settings(write(tmp_path / "lyrad.yaml", text), home))
    assert fault.code is Code.BAD_VALUE
    assert "line 1" in fault.where


def test_whether_its_music_may_be_sold_has_to_be_said_and_why_not(home, tmp_path):
    bare = COMMAND.replace(", commercial: true", "") % "[run, '{out}']"
    fault = only_fault(lambda: load_settings(write(tmp_path / "lyrad.yaml", bare), home))
    assert fault.code is Code.MISSING_KEY
    assert "may be sold" in fault.next
    unsold = COMMAND.replace("true", "false") % "[run, '{out}']"
    fault = only_fault(lambda: load_settings(write(tmp_path / "lyrad.yaml", unsold), home))
    assert "licence" in fault.next
