"""AudioX's window read by names, by labels, and by nothing but the order; what Gradio tells."""

from __future__ import annotations

from lyrad.backends.audiox.events import Said, error_words, events
from lyrad.backends.audiox.flight import sound_among
from lyrad.backends.audiox.window import ORDER, Window, read_window

LABELS = {
    "seconds_start": "Video Seconds Start",
    "video_file": "Upload Video File",
    "video_path": "Video Path",
    "seed": "Seed (set to -1 for random seed)",
    "cfg_scale": "CFG Scale",
    "steps": "Steps",
    "seconds_total": "Seconds Total",
}


def info(*inputs, name="/generate", returns=("Video", "Audio")):
    shown = [{"component": kind} for kind in returns]
    return {"named_endpoints": {name: {"parameters": list(inputs), "returns": shown}}}


def labelled(label, shown=None):
    return {"label": label, "parameter_name": "param_0", "parameter_default": shown}


def names(window):
    return [name for name, _ in window.inputs]


def test_labels_tell_the_inputs_apart_in_whatever_order_they_stand():
    inputs = [labelled(label) for label in ("Prompt", *LABELS.values())]
    window = read_window(info(*reversed(inputs)))
    assert names(window) == [*reversed(LABELS), "prompt"]


def test_inputs_without_a_name_and_a_label_are_taken_in_the_original_s_order():
    inputs = [labelled(f"parameter_{number}") for number in range(19)]
    assert names(read_window(info(*inputs))) == list(ORDER)


def test_an_input_that_nobody_knows_gets_what_the_window_shows():
    inputs = [labelled(label) for label in ("Prompt", *LABELS.values())]
    window = read_window(info(*inputs, labelled("Crop From %", 12)))
    assert window.filled({"prompt": "brass", "steps": 20})[-1] == 12
    assert window.filled({"steps": 20})[names(window).index("steps")] == 20


def test_of_two_tabs_the_one_with_least_that_is_unknown_is_used():
    inputs = [labelled(label) for label in ("Prompt", *LABELS.values())]
    both = info(*inputs, labelled("Mask Start %", 50))
    both["named_endpoints"]["/generate_1"] = info(*inputs)["named_endpoints"]["/generate"]
    assert read_window(both).name == "generate_1"


def test_another_program_s_window_is_not_taken_for_audiox():
    assert read_window(info(labelled("Prompt"), labelled("Steps"))) is None
    assert read_window({"named_endpoints": []}) is None
    assert read_window("hello") is None


def test_the_sound_is_the_result_that_the_window_says_else_any_sound():
    unsaid = Window(name="generate", inputs=(), sound=None)
    said = Window(name="generate", inputs=(), sound=1)
    film, wave = {"path": "/tmp/a/film.mp4"}, {"path": "C:\\cache\\output.WAV"}
    assert sound_among(["<b>done</b>", wave], unsaid) == wave["path"]
    assert sound_among([film, wave], said) == wave["path"]
    assert sound_among([wave, None], said) == wave["path"]
    assert sound_among([film], unsaid) is None
    assert sound_among(None, said) is None


def test_events_are_read_as_they_come_and_one_that_is_cut_off_is_none():
    lines = ["event: heartbeat", "data: null", "", "event: complete", "data: [1]", "", "event: e"]
    assert list(events(lines)) == [
        Said(kind="heartbeat", data=None),
        Said(kind="complete", data=[1]),
    ]


def test_an_error_says_nothing_or_a_text_or_an_object():
    assert error_words(None) == ""
    assert error_words("no\n memory") == "no memory"
    assert error_words({"error": "no memory", "visible": True}) == "no memory"
    assert error_words({"error": None}) == ""
