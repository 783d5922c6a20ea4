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
_IGNORED = re.compile("|".join(_NOISE), re.IGNORECASE | re.DOTALL)

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
    return name.startswith((".", "_")) or _IGNORED.fullmatch(name) is not None


@lru_cache(maxsize=4096)
def unnamed(name: str) -> bool:
    """Decide whether a person has not named this yet: `untitled folder`, `SH0020 copy`.

    A code such as `SC010` is never taken for it; `SC010 (2)` is.
    """
    return _UNNAMED.fullmatch(unicodedata.normalize("NFC", name)) is not None
