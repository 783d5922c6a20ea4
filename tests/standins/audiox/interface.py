"""AudioX's window in Gradio: its inputs, labels and order, as it was and as forks have it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from tests.standins.audiox.model import Model

SAMPLERS = ["dpmpp-2m-sde", "dpmpp-3m-sde", "k-heun", "k-lms", "k-dpm-2", "k-dpm-fast"]
MASKS = ("Crop From %", "Paste From %", "Paste To %", "Mask Start %", "Mask End %")
MORE = ("Softmask Left Crossfade Length %", "Softmask Right Crossfade Length %")


def window(model: Model, form: str) -> gr.Blocks:
    """Return the whole window.

    Args:
        model: what is asked.
        form: `old` has one tab; `new` has a second one for inpainting, whose button claims the
            name `generate` too; `fork` shows HTML where the film was; `stranger` is no AudioX.
    """
    with gr.Blocks(analytics_enabled=False) as found:
        if form == "stranger":
            words = gr.Textbox(label="Text")
            gr.Button("Go").click(lambda text: text, [words], [words], api_name="generate")
            return found
        with gr.Tab("Generation"):
            _sampling(model, form)
        if form != "old":
            with gr.Tab("Inpainting"):
                _sampling(model, form, inpainting=True)
    return found


def _sampling(model: Model, form: str, *, inpainting: bool = False) -> None:
    prompt = gr.Textbox(show_label=False, placeholder="Enter your prompt")
    negative = gr.Textbox(show_label=False, placeholder="Negative prompt", visible=False)
    video_path = gr.Textbox(label="Video Path", placeholder="Enter video file path")
    video_file = gr.File(label="Upload Video File")
    audio_file = gr.File(label="Upload Audio Prompt File", visible=False)
    audio_path = gr.Textbox(label="Audio Prompt Path", visible=False)
    start = _slider("Video Seconds Start", 0, 512, 0, step=1)
    total = gr.Slider(0, 10, value=10, step=1, label="Seconds Total", interactive=False)
    steps = _slider("Steps", 1, 500, 100, step=1)
    preview = _slider("Preview Every", 0, 100, 0, step=1)
    cfg = _slider("CFG Scale", 0.0, 25.0, 7.0, step=0.1)
    seed = gr.Textbox(label="Seed (set to -1 for random seed)", value="-1")
    sampler = gr.Dropdown(SAMPLERS, label="Sampler Type", value="dpmpp-3m-sde")
    sigma_min = _slider("Sigma Min", 0.0, 2.0, 0.03, step=0.01)
    sigma_max = _slider("Sigma Max", 0.0, 1000.0, 500, step=0.1)
    rescale = _slider("CFG Rescale Amount", 0.0, 1, 0.0, step=0.01)
    use_init = gr.Checkbox(label="Use Init Audio")
    init_audio = gr.Audio(label="Init Audio")
    init_noise = _slider("Init Noise Level", 0.1, 100.0, 0.1, step=0.01)
    masks = [_slider(label, 0.0, 100.0, 0, step=0.1) for label in (*MASKS, *MORE) if inpainting]
    shown = gr.HTML(label="Result") if form == "fork" else gr.Video(label="Output Video")
    heard = gr.Audio(label="Output Audio", interactive=False)
    inputs = [prompt, negative, video_file, video_path, audio_file, audio_path, start, total]
    inputs += [cfg, steps, preview, seed, sampler, sigma_min, sigma_max, rescale]
    inputs += [use_init, init_audio, init_noise, *masks]
    gr.Button("Generate").click(_asked(model, form), inputs, [shown, heard], api_name="generate")


def _asked(model: Model, form: str) -> Any:
    if form != "fork":
        return model.generate

    def generate(*given: Any) -> tuple[str, str]:
        return "<b>done</b>", model.generate(*given)[1]

    return generate


def _slider(label: str, least: float, most: float, value: float, *, step: float) -> gr.Slider:
    return gr.Slider(least, most, value=value, step=step, label=label)
