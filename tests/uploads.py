"""Files as people and attackers send them, made here: nothing hostile is kept in the repository."""

import io
import struct
import zipfile
import zlib

import pillow_heif
import pypdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

GPS, ORIENTATION = 0x8825, 0x0112
SIDEWAYS = 6


def upload(content: bytes, name: str = "license.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf(pages: int = 1, **over) -> bytes:
    return written(blank(pages), **over)


def blank(pages: int = 1) -> pypdf.PdfWriter:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(612, 792)
    return writer


def written(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted_pdf() -> bytes:
    writer = blank()
    writer.encrypt("", owner_password="keep out", algorithm="RC4-128")
    return written(writer)


def pdf_with(key: str, value) -> bytes:
    """A PDF whose root has this entry."""
    writer = blank()
    writer.root_object[NameObject(key)] = value
    return written(writer)


def action(kind: str, **entries) -> DictionaryObject:
    parts = {NameObject("/S"): NameObject(kind)}
    return DictionaryObject(parts | {NameObject(f"/{name}"): value for name, value in entries.items()})


def launching_pdf() -> bytes:
    return pdf_with("/OpenAction", action("/Launch", F=TextStringObject("cmd.exe")))


def hidden_javascript_pdf() -> bytes:
    """The name is spelt in hexadecimal, as those do who hide it."""
    script = action("/JavaScript", JS=TextStringObject("app.alert(1)"))
    return pdf_with("/OpenAction", script).replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/#4aS")


def carrying_pdf() -> bytes:
    writer = blank()
    writer.add_attachment("payload.exe", b"MZ")
    return written(writer)


def pdf_bomb(size: int = 400_000_000) -> bytes:
    """A page whose content unpacks to this many zeros."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)) + packer.flush()
    return _with_stream(packed, "/FlateDecode")


def many_small_bombs() -> bytes:
    """Each stream stays under a limit of its own; together they do not."""
    packed = zlib.compress(bytes(60_000_000), 9)
    writer = blank()
    for _ in range(8):
        writer._add_object(_stream(packed, "/FlateDecode"))
    return written(writer)


def _stream(packed: bytes, name: str) -> EncodedStreamObject:
    stream = EncodedStreamObject()
    stream._data = packed
    stream[NameObject("/Filter")] = NameObject(name)
    return stream


def _with_stream(packed: bytes, name: str) -> bytes:
    writer = blank()
    writer.pages[0][NameObject("/Contents")] = writer._add_object(_stream(packed, name))
    return written(writer)


def pdf_of_a_huge_picture() -> bytes:
    writer = blank()
    picture = DecodedStreamObject()
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(30_000),
            NameObject("/Height"): NumberObject(30_000),
        }
    )
    writer._add_object(picture)
    return written(writer)


def looping_pdf() -> bytes:
    """The tree of pages is its own branch."""
    writer = blank()
    tree = writer.root_object["/Pages"]
    tree[NameObject("/Kids")] = ArrayObject([tree.indirect_reference])
    return written(writer)


def picture(format: str = "JPEG", size: tuple[int, int] = (60, 40), **over) -> bytes:
    """Red on its left half, so that turning it shows."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    if format == "HEIF":
        pillow_heif.register_heif_opener()
    image.save(out, format, **over)
    return out.getvalue()


def photograph_with_place(format: str = "JPEG", orientation: int = SIDEWAYS) -> bytes:
    """As a telephone makes it: where, with what, and held sideways."""
    exif = Image.Exif()
    exif[0x010F] = "Telephone Maker"
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS).update({1: "N", 2: (39.0, 44.0, 21.0), 3: "W", 4: (104.0, 59.0, 25.0)})
    return picture(format, exif=exif.tobytes())


def huge_png_header(side: int = 30_000) -> bytes:
    """A picture that says it has 900 million pixels, in a hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("payload.js", "alert(1)")
    return out.getvalue()


def pdf_that_is_a_zip() -> bytes:
    """The archive sits before the last line, where its comment may hide that line."""
    body, end, _rest = pdf().rpartition(b"startxref")
    packed = archive()
    tail = end + _rest
    return body + packed[:-2] + struct.pack("<H", len(tail)) + tail
