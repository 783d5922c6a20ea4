"""A stand-in for ComfyUI: the same routes, shapes and lies as a real server, and real files.

It needs no weights and no graphics card. What a graph would render it draws: the given frames and
a dissolve between them, encoded by FFmpeg. `tests/contracts/test_comfyui_contract.py` holds it to
what a real server says, and runs against a real server too.

    python -m tests.standins.comfyui --port 0 --folder DIR --quirks '{"fail": "oom"}'
"""
