"""Decide by its name alone whether a file or folder is noise, or still waits for a name.

One path segment at a time. What lyrad itself writes is among the noise: all its names begin
with a dot or an underscore. Every pattern speaks of the whole name: a loose one hides shots.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What operating systems, NAS boxes, sync clients, browsers and editors leave beside people's
# files; collected from their manuals and from the lists of other folder watchers.
_NOISE = (
    # Windows, macOS, Synology, QNAP and Linux furniture. The Mac's folder icon ends in a return.
    r"desktop\.ini|(eh)?thumbs\.db|\$recycle\.bin|recycler|system volume information|icon\r",
    r"lost\+found|network trash folder|temporary items|#recycle|#snapshot|@eadir|@recycle",
    r"@recently-snapshot|@tmp|@sharebin",
    # Copies and downloads on their way.
    r".*\.(tmp|temp|part|partial|crdownload|download|opdownload|!sync|filepart|aria2|rsync-tmp)",
    r"~syncthing~.*|.*\.sync-conflict-.*|.*\(.*conflicted copy.*\).*",
    # Locks, backups and save-in-progress folders of editing programs.
    r"~\$.*|~.*\.idlk|.*\.(prlock|idlk|lck|lock)|.*~|#.*#|.*\.sb-[0-9a-f]{8}-[^.]{6}|4913",
)
# What people say with a hidden file: a folder with this one is all there.
_SAID = frozenset({".ready"})
_IGNORED = re.compile("|".join(_NOISE), re.IGNORECASE | re.DOTALL)

# What a name has to have in it to be noise by one of the patterns above, each name between two
# slashes. One search of a whole folder costs a tenth of a match for each name. Every alternative
# begins with a rare character, written out: only then the search skips from one to the next.
_SUSPECT = re.compile(
    r"~|#|\$|@|!|\+|\(|\r"
    r"|\.(?:tmp|temp|part|crdownload|download|opdownload|filepart|aria2|rsync-tmp)"
    r"|\.(?:sync-conflict|prlock|idlk|lck|lock|sb-)"
    r"|/(?:desktop|thumbs|ehthumbs|recycler|system vol|network trash|temporary items|4913)"
)

# What Finder, Explorer and the Linux desktops call something new or doubled, in the languages
# of the film crews that lyrad was made for.
_NEW = (
    r"untitled folder|new folder|neuer ordner|unbenannter ordner|(nouveau )?dossier( sans titre)?",
    r"nueva carpeta|carpeta sin título|nuova cartella|cartella senza titolo|nieuwe map",
)
_DOUBLED = r".+ (- )?(copy|kopie|copie|copia|kopia)|(copy|kopie|copie|copia) (of|von|de|di|van) .+"
_NUMBER = r"( \d+| ?\(\d+\))?"
_UNNAMED = re.compile(
    rf"(({'|'.join(_NEW)}|{_DOUBLED}){_NUMBER}|.+ \(\d+\))(\.[a-z0-9]{{1,5}})?",
    re.IGNORECASE | re.DOTALL,
)


@lru_cache(maxsize=16384)
def ignored(name: str) -> bool:
    """Decide whether lyrad never looks at a file or folder of this name, nor below it."""
    hidden = name.startswith((".", "_")) and name not in _SAID
    return hidden or _IGNORED.fullmatch(name) is not None


def suspect(names: str) -> bool:
    """Decide quickly whether one of many names may be noise, though it has no noise's beginning.

    Args:
        names: with a slash before, between and after them. All but ASCII is suspect.
    """
    return not names.isascii() or _SUSPECT.search(names.lower()) is not None


@lru_cache(maxsize=4096)
def unnamed(name: str) -> bool:
    """Decide whether a person has not named this yet: `untitled folder`, `SH0020 copy`.

    A code such as `SC010` is never taken for it; `SC010 (2)` is.
    """
    return _UNNAMED.fullmatch(unicodedata.normalize("NFC", name)) is not None
