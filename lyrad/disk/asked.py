"""Read what a person asked from a name: `RETAKE slower.txt`, `hold`, `go_now`.

Pure words; what stands on the disk is looked at in `disk.requests`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from lyrad.model.card import RequestWord

NOT_A_REQUEST = "(not a request)"
"""At the end of a name: lyrad looked at it once and gave it back."""

_WORD = re.compile(r"(RETAKE|HOLD|GO|FINISH)(?![^\W_])", re.IGNORECASE)
_TEXT = frozenset({".txt", ".text", ".md", ".rtf", ".log", ".doc", ".docx", ".odt"})
# A picture called `HOLD.png` is a picture. Other endings are words: `RETAKE.slower`.
_OTHER_KINDS = re.compile(
    r"\.(png|jpe?g|tiff?|webp|hei[cf]|exr|dpx|psd|gif|bmp|svg|tga"
    r"|mov|mp4|m4v|mkv|avi|mxf|webm|mts|wav|bwf|mp3|aiff?|flac|m4a|ogg"
    r"|zip|rar|7z|tar|gz|safetensors|ckpt|pt|ya?ml|json|csv|xml|edl|otioz?|ale|aaf"
    r"|prproj|aep|drp|fcpxml|pdf|lnk|url|exe|bat|sh|py|tmp|part|partial|crdownload|download)"
)
_RTF_SETTINGS = re.compile(r"\{\\(?:\*|fonttbl|colortbl|stylesheet|info)[^{}]*\}")
_RTF_CODE = re.compile(r"\\'([0-9a-f]{2})")
_RTF_MARK = re.compile(r"\\[a-z]+-?[0-9]* ?|\\[^a-z]|[{}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a name asks for; `note` are the words after it."""

    word: RequestWord
    note: str


def asked(name: str) -> Asked | None:
    """Return what a file's or folder's name asks for, or None where it is no request."""
    plain = unicodedata.normalize("NFC", name)
    found = _WORD.match(plain)
    if not found or plain.endswith("~"):
        return None
    rest = plain[found.end() :]
    while (ending := PurePosixPath(f"x{rest}").suffix.lower()) in _TEXT:
        rest = rest[: -len(ending)]
    if _OTHER_KINDS.fullmatch(ending) or rest.endswith(NOT_A_REQUEST):
        return None
    words = " ".join(rest.replace("_", " ").split())
    return Asked(word=RequestWord(found[1].upper()), note=words.strip(" .,:;-"))


def words_of(text: str) -> str:
    """Return the words of a short text, without what TextEdit and WordPad put around them."""
    if text.startswith("{\\rtf"):
        while text != (inner := _RTF_SETTINGS.sub("", text)):
            text = inner
        text = _RTF_CODE.sub(lambda code: bytes.fromhex(code[1]).decode("cp1252", "replace"), text)
        text = _RTF_MARK.sub("", text.replace("\\\n", " "))
    return " ".join(text.split())
