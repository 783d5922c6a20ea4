"""The plain mark: an XMP packet with IPTC's DigitalSourceType, and how it is found in a file.

Where in a file it is put is `xmp_place`'s. It is read as XMP's own specification allows (part 3,
packet scanning), so one way serves every format; a packet that is compressed, or that stands in
the middle of a large file, is not seen.
"""

from __future__ import annotations

import re
from pathlib import Path

from lyrad import __version__
from lyrad.model.mark import SourceType

_PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\
<x:xmpmeta xmlns:x="adobe:ns:meta/">\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" \
xmp:CreatorTool="lyrad {version}" Iptc4xmpExt:DigitalSourceType="{uri}"/>\
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""

_META = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.DOTALL)
_TYPE = re.compile(rb"DigitalSourceType\b[^<]*?(https?://[\w./-]+)")
"""The address follows as an attribute, as an element's text, or as its `rdf:resource`."""

_ENDS = 4 << 20


def packet(kind: SourceType) -> bytes:
    """Return the packet that says how something came to be."""
    return _PACKET.format(version=__version__, uri=kind.uri).encode()


def packets(path: Path) -> tuple[bytes, ...]:
    """Return the packets in the first and the last 4 MB of a file."""
    return tuple(match[0] for match in _META.finditer(_ends(path)))


def source_type(path: Path) -> str:
    """Return the address of the source type that a file's XMP names, '' where there is none."""
    types = (match[1].decode() for one in packets(path) if (match := _TYPE.search(one)))
    return next(types, "")


def _ends(path: Path) -> bytes:
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= 2 * _ENDS:
            return file.read()
        head = file.read(_ENDS)
        file.seek(size - _ENDS)
        return head + file.read()
