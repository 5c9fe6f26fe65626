"""Looks into an uploaded file as a program of its own: hostile bytes may crash or exhaust it, never the site.

Run as `python -I document_reader.py SOURCE RESULT MOST_PAGES`; prints its verdict as JSON. Imports nothing of
ours, so that it starts in a tenth of a second and holds no secret.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pillow_heif
import pypdf
from PIL import Image, ImageOps
from pypdf.errors import LimitReachedError
from pypdf.filters import decode_stream_data
from pypdf.generic import IndirectObject, StreamObject

MEMORY_BYTES = 1536 * 1024**2
CPU_SECONDS = 15
LARGEST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 64_000_000
LONGEST_EDGE = 4096
MOST_OBJECTS = 50_000
MOST_UNPACKED = 300_000_000
DEEPEST_TREE = 50

PNG = b"\x89PNG\r\n\x1a\n"
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
FILTERS_WE_UNPACK = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"}
ACTIVE_KEYS = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/RichMediaExecute"}
ACTIVE_NOTES = {"/RichMedia", "/Movie", "/Screen", "/3D", "/Sound"}
ACTIVE_TOKENS = (b"/JavaScript", b"/Launch", b"/RichMedia")


class Refused(Exception):
    """Carries the code of a sentence in documents.REFUSALS."""


def refuse_if(found: bool, code: str) -> None:
    if found:
        raise Refused(code)


def read(data: bytes, most_pages: int) -> tuple[bytes, str, int]:
    """The bytes to keep, their MIME type and the number of pages; raises Refused."""
    refuse_if(not data, "empty")
    refuse_if(len(data) > LARGEST_BYTES, "too_large")
    if data.startswith(b"%PDF-"):
        return data, "application/pdf", read_pdf(data, most_pages)
    refuse_if(b"%PDF-" in data[:1024], "two_things")
    is_heic = data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS
    if is_heic or data.startswith((b"\xff\xd8\xff", PNG)):
        return (*read_image(data), 1)
    raise Refused("wrong_type")


def read_pdf(data: bytes, most_pages: int) -> int:
    """Pages of a PDF that is whole, open, still and small."""
    _before, end, after = data.rpartition(b"%%EOF")
    refuse_if(not end or b"startxref" not in data, "truncated")
    refuse_if(bool(after.strip(b"\0\t\n\f\r ")), "trailing")
    refuse_if(zipfile.is_zipfile(io.BytesIO(data)), "two_things")
    reader = pypdf.PdfReader(io.BytesIO(data))
    refuse_if(reader.is_encrypted, "encrypted")
    pages = count_pages(reader, most_pages)
    refuse_if(pages == 0, "no_pages")
    refuse_if(any(token in data for token in ACTIVE_TOKENS), "active")
    refuse_if(b"/EmbeddedFile" in data, "embedded")
    inspect(reader)
    return pages


def count_pages(reader: Any, most: int) -> int:
    """Walks the tree itself: /Count may lie, and a tree may loop."""
    waiting = [(reader.root_object["/Pages"], 0)]
    pages = 0
    while waiting:
        node, depth = waiting.pop()
        node = node.get_object()
        refuse_if(depth > DEEPEST_TREE or len(waiting) > MOST_OBJECTS, "damaged")
        if "/Kids" in node:
            waiting += [(kid, depth + 1) for kid in node["/Kids"]]
        else:
            pages += 1
        refuse_if(pages > most, "too_many_pages")
    return pages


def every_object(reader: Any) -> Iterator[Any]:
    """Everything that the file's tables name, used by a page or not."""
    numbers = {(number, 0) for number in reader.xref_objStm}
    numbers |= {(number, generation) for generation, rows in reader.xref.items() for number in rows}
    refuse_if(len(numbers) > MOST_OBJECTS, "bomb")
    yield reader.trailer
    for number, generation in sorted(numbers):
        yield reader.get_object(IndirectObject(number, generation, reader))


def inspect(reader: Any) -> None:
    unpacked = 0
    for thing in every_object(reader):
        for part in parts_of(thing):
            look_at(part)
        if isinstance(thing, StreamObject):
            if unpackable(thing):
                unpacked += len(decode_stream_data(thing))
            refuse_if(unpacked > MOST_UNPACKED, "bomb")


def parts_of(thing: Any) -> Iterator[dict[Any, Any]]:
    """The dictionaries written inside one object; what it points to is an object of its own."""
    waiting = [thing]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting += [value for value in part.values() if isinstance(value, dict | list)]
        elif isinstance(part, list):
            waiting += [value for value in part if isinstance(value, dict | list)]


def look_at(part: dict[Any, Any]) -> None:
    """Refuses what could act, what carries another file, and a picture of too many pixels."""
    kind, note = value(part, "/Type"), value(part, "/Subtype")
    refuse_if(bool(ACTIVE_KEYS & part.keys()), "active")
    refuse_if(value(part, "/S") in ACTIVE_ACTIONS or note in ACTIVE_NOTES, "active")
    carries = {"/EmbeddedFiles", "/EF"} & part.keys() or "/EmbeddedFile" in (kind, note)
    refuse_if(bool(carries) or note == "/FileAttachment", "embedded")
    if note == "/Image":
        sides = value(part, "/Width"), value(part, "/Height")
        pixels = int(sides[0] or 0) * int(sides[1] or 0)
        refuse_if(pixels > MOST_PIXELS, "bomb")


def value(part: dict[Any, Any], key: str) -> Any:
    found: Any = part.get(key)
    return found.get_object() if hasattr(found, "get_object") else found


def unpackable(stream: Any) -> bool:
    """Pictures in their own formats are measured by their pixels instead."""
    filters = value(stream, "/Filter")
    named = filters if isinstance(filters, list) else [filters]
    return bool(filters) and {str(value({"f": name}, "f")) for name in named} <= FILTERS_WE_UNPACK


def read_image(data: bytes) -> tuple[bytes, str]:
    """Turned upright and drawn again from its pixels: no place, no time, no device, nothing after its end."""
    pillow_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # it would only warn; ours refuses
    image = Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "HEIF"])
    refuse_if(image.width * image.height > MOST_PIXELS, "too_many_pixels")
    is_png = image.format == "PNG"
    image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
    image.load()
    refuse_if(image.width * image.height > MOST_PIXELS, "too_many_pixels")
    ImageOps.exif_transpose(image, in_place=True)
    flat = flattened(image)
    flat.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    kept = saved(flat, "PNG") if is_png else b""
    if kept and len(kept) <= LARGEST_BYTES:
        return kept, "image/png"
    return saved(flat, "JPEG"), "image/jpeg"


def flattened(image: Image.Image) -> Image.Image:
    """Gray, or red, green and blue; what was see-through becomes white."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda level: level / 256).convert("L")
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        white = Image.new("RGB", clear.size, "white")
        white.paste(clear, mask=clear.getchannel("A"))
        return white
    mode = "L" if image.mode in ("1", "L") else "RGB"
    return image if image.mode == mode else image.convert(mode)


def saved(image: Image.Image, format: str) -> bytes:
    image.info = {}
    out = io.BytesIO()
    image.save(out, format, optimize=True, **({"quality": 88} if format == "JPEG" else {}))
    return out.getvalue()


def verdict_on(data: bytes, most_pages: int, result: Path) -> dict[str, Any]:
    """Whatever goes wrong in a library that reads strangers' bytes means that the file is damaged."""
    try:
        kept, content_type, pages = read(data, most_pages)
    except Refused as refusal:
        return {"refused": str(refusal)}
    except (MemoryError, LimitReachedError):
        return {"refused": "bomb"}
    except Exception:
        return {"refused": "damaged"}
    result.write_bytes(kept)
    return {"content_type": content_type, "pages": pages}


def main(source: str, result: str, most_pages: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS knows this limit by name only
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    verdict = verdict_on(Path(source).read_bytes(), int(most_pages), Path(result))
    sys.stdout.write(json.dumps(verdict))


if __name__ == "__main__":
    main(*sys.argv[1:])
