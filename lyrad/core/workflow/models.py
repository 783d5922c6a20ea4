"""Which model files a graph loads, and from which of ComfyUI's folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lyrad.core.workflow.binding import inputs_of
from lyrad.model.names import Fields
from lyrad.model.workflow import ModelFile

_FOLDERS: Mapping[tuple[str, str], str] = {
    ("UNETLoader", "unet_name"): "diffusion_models",
    ("CLIPLoader", "clip_name"): "text_encoders",
    ("DualCLIPLoader", "clip_name1"): "text_encoders",
    ("DualCLIPLoader", "clip_name2"): "text_encoders",
    ("VAELoader", "vae_name"): "vae",
    ("CLIPVisionLoader", "clip_name"): "clip_vision",
    ("CheckpointLoaderSimple", "ckpt_name"): "checkpoints",
    ("LTXVAudioVAELoader", "ckpt_name"): "checkpoints",
    ("LTXAVTextEncoderLoader", "ckpt_name"): "checkpoints",
    ("LTXAVTextEncoderLoader", "text_encoder"): "text_encoders",
    ("LoraLoader", "lora_name"): "loras",
    ("LoraLoaderModelOnly", "lora_name"): "loras",
    ("UpscaleModelLoader", "model_name"): "upscale_models",
    ("FrameInterpolationModelLoader", "model_name"): "frame_interpolation",
}
"""ComfyUI's own folders by loader and input."""


def models_of(graph: Fields, *, filled: Iterable[str] = ()) -> tuple[ModelFile, ...]:
    """Return the files that a graph names, in order; nodes in `filled` are lyrad's to fill in."""
    return tuple(sorted(set(_models(graph, frozenset(filled)))))


def folder_of(loader: str, name: str) -> str | None:
    """Return the folder from which a loader's input takes its file, or None if nobody knows."""
    return _FOLDERS.get((loader, name))


def _models(graph: Fields, filled: frozenset[str]) -> Iterator[ModelFile]:
    for node, content in graph.items():
        loader = str(content.get("class_type", "")) if isinstance(content, dict) else ""
        for name, value in inputs_of(content).items():
            folder = folder_of(loader, name)
            if folder and isinstance(value, str) and node not in filled:
                yield ModelFile(folder=folder, name=value)
