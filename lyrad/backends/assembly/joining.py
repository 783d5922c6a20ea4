"""Decide the command lines that join an assembly: cues into one sound, parts into one film.

Pictures are copied as they are, and frame k stands at exactly k / rate. FFmpeg adds up what the
clips' files say of their lengths, which MP4 rounds to milliseconds: so it is told how long each
is. Nothing runs here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import ffmpeg

from lyrad.backends.assembly.part import ticks
from lyrad.backends.ffmpeg_master import said
from lyrad.backends.ffmpeg_sound import RATE, heard
from lyrad.backends.ffmpeg_source import Stream
from lyrad.ports import JoinOrder, MixOrder, Piece

LIST = "parts.txt"
_MICRO = 1_000_000


def mixed(order: MixOrder) -> tuple[str, Stream]:
    """Return what the command writes, and the command."""
    pieces = [_placed(piece) for piece in order.pieces]
    sound = pieces[0]
    if len(pieces) > 1:
        # Not normalised: a second cue must not make the first one quieter.
        both = ffmpeg.filter(pieces, "amix", inputs=len(pieces), normalize=0)
        sound = cast("Stream", both)
    whole = sound.filter("apad", whole_len=order.samples)
    cut = whole.filter("atrim", end_sample=order.samples)
    return "part.wav", cut.output("file:part.wav", format="wav", acodec="pcm_s24le")


def listed(order: JoinOrder) -> str:
    """Return the list that FFmpeg's concat reads: each clip as it wants it quoted, and its length.

    A length is told in microseconds, as the difference of two rounded places: no joint is further
    off than half of one, however many there are.
    """
    lines, frames, told = [], 0, 0
    for clip, count in order.clips:
        frames += count
        ends = round(frames / order.rate * _MICRO)
        quoted = str(clip.absolute()).replace("'", r"'\''")
        lines += [f"file 'file:{quoted}'", f"duration {ends - told}us"]
        told = ends
    return "".join(f"{line}\n" for line in lines)


def joined(order: JoinOrder, listing: Path) -> tuple[str, Stream]:
    """Return what the command writes, and the command; `listing` is the list of the clips."""
    part = f"part{order.target.suffix}"
    url = f"file:{listing.absolute()}"
    picture = ffmpeg.input(url, f="concat", safe=0, protocol_whitelist="file")["v:0"]
    options: dict[str, str | int] = {
        "format": order.target.suffix.removeprefix("."),
        "vcodec": "copy",
        "video_track_timescale": ticks(order.rate)[0],
        "timecode": order.timecode,
        "movflags": "+faststart+write_colr+use_metadata_tags",
        **said(order.comment),
    }
    streams: Sequence[Stream] = (picture,)
    if order.sound is not None:
        streams = (picture, heard(order.sound))
        options |= {"acodec": "aac", "audio_bitrate": "256k"}
    stream = ffmpeg.output(*streams, f"file:{part}", **options)
    return part, cast("Stream", stream)


def _placed(piece: Piece) -> Stream:
    """Return a piece of music, cut and moved to its sample; one channel becomes two."""
    sound = heard(piece.source).filter("aresample", str(RATE))
    stereo = sound.filter("aformat", sample_fmts="flt", channel_layouts="stereo")
    end = piece.skip + piece.samples
    cut = stereo.filter("atrim", start_sample=piece.skip, end_sample=end)
    return cut.filter("asetpts", "PTS-STARTPTS").filter("adelay", f"{piece.at}S", all=1)
