"""Decide with which certificate and key this machine signs, and whether they can be used.

Those that the settings name, or lyrad's own, which is made when it is first needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from lyrad.backends.marks import certificate
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.mark import Certificate, MarkSettings
from lyrad.ports import Clock

_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A certificate with those above it, its key, and the algorithm that the key is for."""

    chain: bytes
    key: bytes
    algorithm: str
    shown: Certificate

    @property
    def root(self) -> str:
        """Return the last certificate of the chain, as PEM: the others rest on it."""
        return _last(self.chain)


def anchor(folder: Path, settings: MarkSettings) -> str | None:
    """Return the root of this machine's certificate, None where there is none to be read."""
    place = settings.certificate or folder / certificate.CERTIFICATE
    try:
        return _last(place.read_bytes())
    except (OSError, ValueError):
        return None


def credentials(folder: Path, settings: MarkSettings, clock: Clock) -> Credentials:
    """Return what this machine signs with; its own certificate is made if there is none.

    Raises:
        Permanent: a file is missing or unreadable, the two do not belong together, or the
            certificate is no longer valid.
    """
    if settings.certificate is None:
        certificate.make(folder, settings.organisation, clock.now())
    place = settings.certificate or folder / certificate.CERTIFICATE
    key_place = settings.key or place.with_name(certificate.KEY)
    read = _read(place, key_place, own=settings.certificate is None)
    if read.shown.valid_until <= clock.now():
        raise Permanent(_fault("The certificate for marks has ended", place))
    return read


def _read(place: Path, key_place: Path, *, own: bool) -> Credentials:
    try:
        chain, key = place.read_bytes(), key_place.read_bytes()
        leaf = x509.load_pem_x509_certificates(chain)[0]
        private = load_pem_private_key(key, password=None)
    except (OSError, ValueError, TypeError) as error:
        raise Permanent(
            _fault(f"The certificate for marks cannot be read: {error}", place)
        ) from error
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    if leaf.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) != public:
        raise Permanent(_fault(f"{key_place.name} is not the key of {place.name}", place))
    shown = _shown(leaf, place, own=own)
    return Credentials(chain=chain, key=key, algorithm=_algorithm(private, place), shown=shown)


def _algorithm(key: object, place: Path) -> str:
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        return _CURVES[key.curve.name]
    if isinstance(key, rsa.RSAPrivateKey):
        return "ps256"
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    raise Permanent(_fault("The key for marks is of a kind that C2PA does not allow", place))


def _last(chain: bytes) -> str:
    last = x509.load_pem_x509_certificates(chain)[-1]
    return last.public_bytes(Encoding.PEM).decode()


def _shown(leaf: x509.Certificate, place: Path, *, own: bool) -> Certificate:
    return Certificate(
        signer=_organisation(leaf.subject),
        issuer=leaf.issuer.rfc4514_string(),
        valid_until=leaf.not_valid_after_utc,
        fingerprint=leaf.fingerprint(SHA256()).hex(),
        place=place,
        own=own,
    )


def _organisation(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def _fault(what: str, place: Path) -> Fault:
    return Fault(
        code=Code.MARK_CERTIFICATE,
        what=f"{what}.",
        where=str(place),
        next="Correct `marks:` in lyrad.yaml: a PEM chain and its key, without a password. "
        "lyrad's own is made anew where its folder is moved away.",
    )
