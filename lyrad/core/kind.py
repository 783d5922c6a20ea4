"""Decide by a file's name what kind of file it will be, before anything in it is read.

Only how long it has to stand still hangs on this. What the file really is, its content says.
"""

from __future__ import annotations

from lyrad.model.drop import Kind

_SUFFIXES = {
    Kind.IMAGE: "png jpg jpeg jpe jfif tif tiff webp exr gif heic heif avif dpx",
    Kind.MEDIA: "mp4 m4v m4a mov qt mkv webm wav bwf rf64 w64 aif aiff aifc flac mp3 ogg oga opus"
    " zip xlsx docx pptx safetensors",
    Kind.TEXT: "yaml yml txt csv tsv json edl md srt vtt otio xml fountain toml",
}
_KINDS = {suffix: kind for kind, names in _SUFFIXES.items() for suffix in names.split()}


def kind_of(name: str) -> Kind:
    """Return the kind of a file of this name or path."""
    _, dot, suffix = name.rpartition(".")
    return _KINDS.get(suffix.lower(), Kind.UNKNOWN) if dot else Kind.UNKNOWN
