"""Small graphs for a ComfyUI that need no weights, in the format that is posted."""

from __future__ import annotations

from typing import Any

Graph = dict[str, Any]


def still(image: str, prefix: str, width: int = 64, height: int = 36) -> Graph:
    """LoadImage, ImageScale, SaveImage: nodes 1, 2, 3."""
    size = {"upscale_method": "bilinear", "width": width, "height": height, "crop": "center"}
    return {
        "1": _node("LoadImage", image=image),
        "2": _node("ImageScale", image=["1", 0], **size),
        "3": _node("SaveImage", images=["2", 0], filename_prefix=prefix),
    }


def two_frames(first: str, last: str, prefix: str, fps: float = 24) -> Graph:
    """Two images, batched, as a film: the save node is 5."""
    return {
        "1": _node("LoadImage", image=first),
        "2": _node("LoadImage", image=last),
        "3": _node("ImageBatch", image1=["1", 0], image2=["2", 0]),
        "4": _node("CreateVideo", images=["3", 0], fps=fps),
        "5": _node(
            "SaveVideo", video=["4", 0], filename_prefix=prefix, format="auto", codec="auto"
        ),
    }


def plain(prefix: str, colour: int = 0, size: int = 32) -> Graph:
    """A picture of one colour: nodes 1 and 2. It needs no upload."""
    image = {"width": size, "height": size, "batch_size": 1, "color": colour}
    return {
        "1": _node("EmptyImage", **image),
        "2": _node("SaveImage", images=["1", 0], filename_prefix=prefix),
    }


def wan(
    first: str,
    last: str,
    prefix: str,
    *,
    width: int = 64,
    height: int = 48,
    length: int = 9,
    fps: float = 16,
    seed: int = 1,
) -> Graph:
    """Wan 2.2 first and last frame; the save node is 61. Needs weights on a real server."""
    both = {"cfg": 1.0, "steps": 4, "sampler_name": "euler", "scheduler": "simple"}
    film = {"width": width, "height": height, "length": length, "batch_size": 1}
    ends = {"positive": ["67", 0], "negative": ["67", 1]}
    text = "umt5_xxl_fp8_e4m3fn_scaled.safetensors"
    return {
        "38": _node("CLIPLoader", clip_name=text, type="wan", device="default"),
        "39": _node("VAELoader", vae_name="wan_2.1_vae.safetensors"),
        "37": _loader("high"),
        "56": _loader("low"),
        "68": _node("LoadImage", image=first),
        "62": _node("LoadImage", image=last),
        "6": _node("CLIPTextEncode", clip=["38", 0], text="a lighthouse"),
        "7": _node("CLIPTextEncode", clip=["38", 0], text=""),
        "67": _node(
            "WanFirstLastFrameToVideo",
            positive=["6", 0],
            negative=["7", 0],
            vae=["39", 0],
            start_image=["68", 0],
            end_image=["62", 0],
            **film,
        ),
        "57": _node(
            "KSamplerAdvanced",
            model=["37", 0],
            add_noise="enable",
            noise_seed=seed,
            latent_image=["67", 2],
            start_at_step=0,
            end_at_step=2,
            return_with_leftover_noise="enable",
            **both,
            **ends,
        ),
        "58": _node(
            "KSamplerAdvanced",
            model=["56", 0],
            add_noise="disable",
            noise_seed=0,
            latent_image=["57", 0],
            start_at_step=2,
            end_at_step=10000,
            return_with_leftover_noise="disable",
            **both,
            **ends,
        ),
        "8": _node("VAEDecode", samples=["58", 0], vae=["39", 0]),
        "60": _node("CreateVideo", images=["8", 0], fps=fps),
        "61": _node(
            "SaveVideo", video=["60", 0], filename_prefix=prefix, format="auto", codec="auto"
        ),
    }


def _loader(noise: str) -> dict[str, Any]:
    name = f"wan2.2_i2v_{noise}_noise_14B_fp8_scaled.safetensors"
    return _node("UNETLoader", unet_name=name, weight_dtype="default")


def _node(kind: str, **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs}
