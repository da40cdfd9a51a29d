"""The encodings of text that we read, as data."""

from __future__ import annotations

import codecs
from typing import Final

# Label in a Content-Type, to the codec that reads it. As in browsers, a label stands for the
# superset that senders really mean: gb2312 for GB 18030, iso-8859-1 for Windows-1252. A label that
# is not here is refused and never looked up, for Python remembers each name that it looked up.
CODECS: Final[dict[str, str]] = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "utf-32": "utf-32",
    "utf_32": "utf-32",
    "utf-32le": "utf-32-le",
    "utf-32be": "utf-32-be",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "windows-949": "cp949",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-2": "iso8859_2",
    "iso-8859-5": "iso8859_5",
    "iso-8859-7": "iso8859_7",
    "iso-8859-9": "cp1254",
    "iso-8859-15": "iso8859_15",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "windows-1252": "cp1252",
    "windows-1253": "cp1253",
    "windows-1254": "cp1254",
    "windows-1255": "cp1255",
    "windows-1256": "cp1256",
    "windows-1258": "cp1258",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
}
SINGLE_BYTE: Final = frozenset(
    codec for codec in CODECS.values() if codec.startswith(("cp12", "cp874", "iso8859", "koi8"))
)
# ASCII is what software declares that never looked at its text; it says nothing.
SAYING_NOTHING: Final = frozenset(("us-ascii", "ascii", "unknown-8bit"))
# Their labels begin so, and NUL bytes are part of the text in them.
WIDE: Final = ("utf-16", "utf-32")
# Between which the statistics choose. On a short text a rarer one would win by chance, so Central
# European ones are not here: they have to be declared.
GUESSED: Final = (
    "gb18030",
    "big5",
    "big5hkscs",
    "cp932",
    "euc_jp",
    "cp949",
    "cp1251",
    "koi8_r",
    "cp1252",
)
# A mark at the beginning beats what is declared. UTF-32's begins with UTF-16's, so it is first.
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
