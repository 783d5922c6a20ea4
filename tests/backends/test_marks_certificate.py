"""With whose certificate marks are signed: lyrad's own, made once, or one that is given."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from lyrad.backends.marks import certificate
from lyrad.backends.marks.credentials import anchor, credentials
from lyrad.errors import Code, Permanent
from lyrad.model.mark import MarkSettings
from tests.support.marks import mark, marker, sample, signed
from tests.support.wallclock import WallClock

NOW = WallClock().now()
COMPANY = "The Film Company"


def test_the_key_is_the_owners_alone_and_the_roots_is_thrown_away(tmp_path: Path) -> None:
    assert certificate.make(tmp_path / "marks", COMPANY, NOW)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "marks").iterdir()}
    assert modes == {"certificate.pem": 0o644, "key.pem": 0o600}
    assert (tmp_path / "marks").stat().st_mode & 0o777 == 0o700


def test_a_leaf_that_signs_below_a_root_for_ten_years(tmp_path: Path) -> None:
    certificate.make(tmp_path / "marks", COMPANY, NOW)
    leaf, root = x509.load_pem_x509_certificates((tmp_path / "marks/certificate.pem").read_bytes())
    leaf.verify_directly_issued_by(root)
    assert leaf.not_valid_after_utc - NOW > timedelta(days=3650)
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert isinstance(key := leaf.public_key(), ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"


def test_one_that_stands_is_never_replaced(tmp_path: Path) -> None:
    certificate.make(tmp_path / "marks", COMPANY, NOW)
    before = (tmp_path / "marks/certificate.pem").read_bytes()
    assert not certificate.make(tmp_path / "marks", "Another", NOW)
    assert (tmp_path / "marks/certificate.pem").read_bytes() == before


def test_of_many_that_make_it_at_once_one_wins_whole(tmp_path: Path) -> None:
    def make(number: int) -> bool:
        return certificate.make(tmp_path / "marks", f"Company {number}", NOW)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(make, range(8))) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["marks"]
    assert credentials(tmp_path / "marks", MarkSettings(), WallClock()).algorithm == "es256"


def test_what_a_killed_lyrad_left_behind_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / ".marks-left").mkdir()
    (tmp_path / "marks").mkdir()
    assert certificate.make(tmp_path / "marks", COMPANY, NOW)


def test_the_first_mark_makes_the_certificate(tmp_path: Path) -> None:
    assert anchor(tmp_path / "state/marks", MarkSettings()) is None
    marker(tmp_path).sign(sample(tmp_path, "png"), mark())
    assert (tmp_path / "state/marks/key.pem").exists()


def test_a_given_certificate_is_used(tmp_path: Path) -> None:
    certificate.make(tmp_path / "given", "Somebody Known", NOW)
    given = {
        "certificate": tmp_path / "given/certificate.pem",
        "key": tmp_path / "given/key.pem",
    }
    path = sample(tmp_path, "png")
    marker(tmp_path, **given).sign(path, mark())
    assert signed(marker(tmp_path, **given).read(path).signed).signer == "Somebody Known"
    assert not (tmp_path / "state").exists()


def test_one_that_cannot_be_used_is_told_in_three_lines(tmp_path: Path) -> None:
    for name in ("given", "other", "locked"):
        certificate.make(tmp_path / name, COMPANY, NOW)
    chain = tmp_path / "given/certificate.pem"
    locked = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")
    )
    (tmp_path / "locked/key.pem").write_bytes(locked)
    said = {
        tmp_path / "none.pem": "cannot be read",
        tmp_path / "other/key.pem": "key.pem is not the key of certificate.pem",
        tmp_path / "locked/key.pem": "cannot be read",
        chain: "cannot be read",
    }
    for key, words in said.items():
        settings = MarkSettings(certificate=chain, key=key)
        with pytest.raises(Permanent) as raised:
            credentials(tmp_path / "marks", settings, WallClock())
        assert raised.value.fault.code is Code.MARK_CERTIFICATE
        assert words in raised.value.fault.what


def test_one_that_has_ended_signs_nothing_more(tmp_path: Path) -> None:
    clock = WallClock()
    credentials(tmp_path / "marks", MarkSettings(), clock)
    clock.advance(11 * 366 * 86400.0)
    with pytest.raises(Permanent) as raised:
        credentials(tmp_path / "marks", MarkSettings(), clock)
    assert raised.value.fault.what == "The certificate for marks has ended."


def test_a_key_of_a_kind_that_c2pa_does_not_allow_is_refused(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.BrainpoolP256R1())
    name = x509.Name([])
    begun = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    leaf = (
        begun.public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
        .sign(key, certificate.hashes.SHA256())
    )
    (tmp_path / "c.pem").write_bytes(leaf.public_bytes(Encoding.PEM))
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "k.pem").write_bytes(secret)
    settings = MarkSettings(certificate=tmp_path / "c.pem", key=tmp_path / "k.pem")
    with pytest.raises(Permanent, match="of a kind that C2PA does not allow"):
        credentials(tmp_path / "marks", settings, WallClock())
