"""The bytes, streams and fields by which each format is known."""

from __future__ import annotations

import re

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_BINARY = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODF = "application/vnd.oasis.opendocument."
LOCKED_OFFICE = "application/x-ole-encrypted-package"

MAGIC: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"{\\rtf", "application/rtf", "an RTF document"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar", "a RAR archive"),
    (0, b"RE\x7e\x5e", "application/vnd.rar", "a RAR archive of an old version"),
    (0, b"\x1f\x8b", "application/gzip", "a gzip file"),
    (0, b"BZh", "application/x-bzip2", "a bzip2 file"),
    (0, b"\xfd7zXZ\x00", "application/x-xz", "an xz file"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd", "a Zstandard file"),
    (0, b"MSCF\x00\x00", "application/vnd.ms-cab-compressed", "a cabinet archive"),
    (0, b"LZIP", "application/x-lzip", "an lzip file"),
    (2, b"-lh", "application/x-lzh", "an LZH archive"),
    (257, b"ustar", "application/x-tar", "a tar archive"),
    (0, b"\x89PNG\r\n", "image/png", "a PNG picture"),
    (0, b"\xff\xd8\xff", "image/jpeg", "a JPEG picture"),
    (0, b"GIF87a", "image/gif", "a GIF picture"),
    (0, b"GIF89a", "image/gif", "a GIF picture"),
    (0, b"II*\x00", "image/tiff", "a TIFF picture"),
    (0, b"MM\x00*", "image/tiff", "a TIFF picture"),
    (0, b"II+\x00", "image/tiff", "a TIFF picture"),
    (0, b"MM\x00+", "image/tiff", "a TIFF picture"),
    (0, b"\x00\x00\x00\x0cjP  ", "image/jp2", "a JPEG 2000 picture"),
    (0, b"\xff\x4f\xff\x51", "image/jp2", "a JPEG 2000 picture"),
    (0, b"\x01\x00\x00\x00", "image/emf", "a Windows metafile"),
    (0, b"\xd7\xcd\xc6\x9a", "image/wmf", "a Windows metafile"),
    (0, b"8BPS", "image/vnd.adobe.photoshop", "a Photoshop picture"),
    (0, b"\x97JB2\r\n", "image/x-jbig2", "a JBIG2 picture"),
    (0, b"AT&TFORM", "image/vnd.djvu", "a DjVu document"),
    (0, b"%!PS", "application/postscript", "a PostScript document"),
    (0, b"\xc5\xd0\xd3\xc6", "application/postscript", "a PostScript picture"),
    (0, b"!BDN", "application/vnd.ms-outlook-pst", "an Outlook data file"),
    (0, b"\x78\x9f\x3e\x22", "application/ms-tnef", "an Outlook winmail.dat"),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "application/onenote", "a OneNote section"),
    (0, b"AC10", "image/vnd.dwg", "an AutoCAD drawing"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3", "a database"),
    (4, b"Standard Jet DB", "application/vnd.ms-access", "an Access database"),
    (4, b"Standard ACE DB", "application/vnd.ms-access", "an Access database"),
    (0, b"\xffWPC", "application/vnd.wordperfect", "a WordPerfect document"),
    (0, b"\xdb\xa5", "application/x-word-old", "a document of Word 2"),
    (0, b"\x31\xbe\x00\x00", "application/x-word-old", "a document of Word for DOS or Write"),
    (0, b"\x00\x00\x02\x00\x06\x04", "application/vnd.lotus-1-2-3", "a Lotus 1-2-3 sheet"),
    (0, b"\x00\x00\x1a\x00", "application/vnd.lotus-1-2-3", "a Lotus 1-2-3 sheet"),
    (0, b"\x09\x00\x04\x00", "application/x-excel-old", "a sheet of Excel 2"),
    (0, b"\x09\x02\x06\x00", "application/x-excel-old", "a sheet of Excel 3"),
    (0, b"\x09\x04\x06\x00", "application/x-excel-old", "a sheet of Excel 4"),
    (0, b"[ver]", "application/x-amipro", "an Ami Pro document"),
    (0, b"MZ", "application/x-msdownload", "a Windows program"),
    (0, b"\x7fELF", "application/x-elf", "a program"),
    (0, b"\xca\xfe\xba\xbe", "application/x-mach-binary", "a program"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary", "a program"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut", "a Windows shortcut"),
    (0, b"ID3", "audio/mpeg", "a sound recording"),
    (0, b"OggS", "audio/ogg", "a sound recording"),
    (0, b"fLaC", "audio/flac", "a sound recording"),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska", "a film"),
    (0, b"FLV\x01", "video/x-flv", "a film"),
    (0, b"\x00\x00\x01\xba", "video/mpeg", "a film"),
    (0, b"wOFF", "font/woff", "a font"),
    (0, b"wOF2", "font/woff2", "a font"),
    (0, b"OTTO", "font/otf", "a font"),
    (0, b"\x00\x01\x00\x00\x00", "font/ttf", "a font"),
    (0, b"-----BEGIN PKCS7", "application/pkcs7-mime", "a signed or encrypted message"),
    (0, b"-----BEGIN PGP MESSAGE", "application/pgp-encrypted", "an encrypted message"),
    (0, b"-----BEGIN CERTIFICATE", "application/x-x509-cert", "a certificate"),
)
"""Offset, bytes, media type, words; the first that fits."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

OLE_STREAMS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", LOCKED_OFFICE, "an Office document locked with a password"),
    ("__properties_version1.0", "application/vnd.ms-outlook", "an Outlook message"),
    ("WordDocument", "application/msword", "a Word 97 document"),
    ("Workbook", "application/vnd.ms-excel", "an Excel 97 workbook"),
    ("Book", "application/vnd.ms-excel", "an Excel 95 workbook"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint", "a PowerPoint 97 presentation"),
    ("VisioDocument", "application/vnd.visio", "a Visio drawing"),
    ("Catalog", "application/x-thumbs-db", "a Windows thumbnail cache"),
    ("\x01Ole10Native", "application/x-ole-package", "an embedded package"),
    ("CONTENTS", "application/x-ole-contents", "an embedded object"),
    ("Contents", "application/vnd.ms-works", "a Works document"),
)

MAIL_FIELDS = frozenset(
    [
        "from",
        "to",
        "cc",
        "bcc",
        "subject",
        "date",
        "message-id",
        "received",
        "return-path",
        "mime-version",
        "content-type",
        "delivered-to",
        "reply-to",
        "sender",
        "x-mailer",
        "in-reply-to",
        "references",
        "content-transfer-encoding",
        "status",
        "x-mozilla-status",
        "x-priority",
        "thread-topic",
        "authentication-results",
        "dkim-signature",
    ]
)
MAIL_FIELD = re.compile(
    rb"^([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n"
)

HTML_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|table|div|span|script|style|h[1-6]|p|br|a|"
    rb"center|font|b|i|ul|ol|pre)\b",
    re.IGNORECASE,
)
XML_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
"""DER of the object identifiers of PKCS#7: signed, enveloped and other messages."""
