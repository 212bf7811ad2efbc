"""Descriptions of figures, as they are told from the file's own objects."""

from __future__ import annotations

import zlib

import pytest

from analyser.document import Layer
from analyser.readers.pdf_alternatives import alternatives
from analyser.readers.source import Source
from tests.readers.pdf_files import FONT, objects_pdf, read, said, stream


def told(content: bytes) -> tuple[str, ...] | None:
    """Return what is told of `content`."""
    return alternatives(Source.of_bytes(content, "x.pdf"))


def packed(inner: bytes, keys: bytes = b"/Filter/FlateDecode") -> bytes:
    """Return an object stream that holds `inner`."""
    held = zlib.compress(inner) if b"FlateDecode" in keys else inner
    return (
        (
            b"%%PDF-1.7\n7 0 obj\n<</Type/ObjStm/N 1/First 4%s/Length %d>>\nstream\n"
            % (keys, len(held))
        )
        + held
        + b"\nendstream\nendobj\n"
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (b"(A camera)", "A camera"),
        (b" (A \\(dome\\) camera\\040by \\\nX)", "A (dome) camera by X"),
        (b"(nested (brackets) here)", "nested (brackets) here"),
        (b"<FEFF00480069006B>", "Hik"),
        (b"\n<48 69 6B>", "Hik"),
        (b"(\xfe\xff\x6d\x77\x5e\xb7)", "\u6d77\u5eb7"),
    ],
)
def test_strings_are_read_in_every_notation(value, words):
    """A description is read in brackets, in digits, with escapes, in both alphabets."""
    assert told(b"%PDF-1.7\n3 0 obj\n<</S/Figure/Alt" + value + b"/K 1>>\nendobj\n") == (words,)
    assert told(packed(b"3 0 <</S/Figure/Alt" + value + b"/K 1>>")) == (words,)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n<</Alt 9 0 R>>",
        b"%PDF-1.7\n<</A#6Ct(x)>>",
        b"%PDF-1.7\n<</Encrypt 5 0 R>> <</Alt(\x01\x02)>>",
        b"%PDF-1.7\n<</Alt%remark\n(x)>>",
        packed(b"3 0 <</Alt(x)>>", b"/Filter/LZWDecode"),
        packed(b"3 0 <</Alt(x)>>", b"/Filter/FlateDecode/DecodeParms<</Predictor 12>>"),
        packed(b"3 0 <</Alt(x)>>", b"/Filter[/FlateDecode/FlateDecode]"),
        packed(b"3 0 <</Alt(x)>>", b"/Filter 9 0 R"),
        packed(b"3 0 <</Alt(x)>>", b"/Filter/Fl"),
        packed(b"3 0 <</Alt(x)>>", b"/Filter/FlateDecode/F 9 0 R"),
        packed(b"3 0 <</Alt(x)>>", b"/Filter/FlateDecode/X(obj)"),
        packed(b"3 0 <</Alt(x)>>", b"/X(1 0 obj<<)/Filter/FlateDecode"),
        packed(b"3 0 <</Alt(x)>>", b"/Filter/FlateDecode/X(>>stream\n)"),
        packed(b"3 0 <</Alt(x)>>", b"/Filter/FlateDecode%>>stream\n"),
        packed(b"3 0 <</A#6ct(x)>>"),
        packed(b"3 0 <</Alt(x)>>")[:-24],
        b"%PDF-1.7\n7 0 obj\n<</Type/ObjStm/Filter/FlateDecode>>\nstream\nnot inflatable",
    ],
)
def test_doubt_is_left_to_the_walk(content):
    """What is referred to, disguised, locked or packed otherwise is not guessed at."""
    assert told(content) is None


@pytest.mark.parametrize("keys", [b"", b"/Filter [ /FlateDecode ]", b"/Filter\n/FlateDecode"])
def test_packed_objects_are_read_however_their_one_filter_is_written(keys):
    """Objects in a stream are found without a walk where nothing but one deflation packs them."""
    assert told(packed(b"3 0 <</S/Figure/Alt(A camera)>>", keys)) == ("A camera",)


def test_many_plain_streams_cost_one_look():
    """Streams that nothing packs are not copied: they stand in the file itself."""
    content = packed(b"3 0 <</Alt(x)>>", b"/X/Y")[:-20] * 250 + b" " * 2**21
    assert told(content) == ("x",)


def test_bomb_of_packed_objects_is_left_to_the_walk():
    """A packed object that inflates without end is given up at a bound."""
    assert told(packed(b"\0" * (80 * 2**20))) is None


def test_key_that_only_begins_alike_is_no_description():
    """The colour space's key Alternate is another one."""
    assert told(b"%PDF-1.7\n<</N 3/Alternate/DeviceRGB>>") == ()


def tagged(alt: bytes) -> bytes:
    """Return a tagged PDF of one page whose figure is described by `alt`."""
    return objects_pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R>>",
            2: b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
            3: FONT,
            4: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/StructParents 0"
            b"/Resources<</Font<</F1 3 0 R>>>>>>",
            5: stream(b"/Figure <</MCID 0>> BDC\n" + said(b"See the figure below") + b"\nEMC"),
            6: b"<</Type/StructTreeRoot/K 7 0 R/ParentTree 8 0 R>>",
            7: b"<</Type/StructElem/S/Figure/P 6 0 R/Pg 4 0 R/K 0/Alt%s>>" % alt,
            8: b"<</Nums[0[7 0 R]]>>",
        }
    )


@pytest.mark.parametrize("wanted", [True, False])
def test_description_is_kept_with_its_page_where_that_matters(wanted):
    """A description that somebody looks for is given with its page, any other without."""
    document = read(
        tagged(b"(Dome camera by Hikvision)"),
        interest=lambda texts: frozenset(
            n for n, text in enumerate(texts) if wanted and "Hikvision" in text
        ),
    )

    found = [b for b in document.blocks if b.layer is Layer.ALT_TEXT]
    assert [(b.text, b.page) for b in found] == [
        ("Dome camera by Hikvision", 1 if wanted else None)
    ]


def test_disguised_description_is_found_by_the_walk():
    """A key written in numbers hides nothing."""
    content = tagged(b"(Dome camera by Hikvision)").replace(b"/Alt(", b"/A#6Ct(")

    document = read(content)

    assert any("Hikvision" in b.text for b in document.blocks if b.layer is Layer.ALT_TEXT)
