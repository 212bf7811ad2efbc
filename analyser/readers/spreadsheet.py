"""Excel workbooks: every sheet, hidden ones too, and what stands beside the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.errors import ReadingError
from analyser.readers.markup import attribute, children, first, local, parse_xml
from analyser.readers.office import PICTURES, Inside, alternatives, drawn_text, properties
from analyser.readers.package import Package, Relation
from analyser.readers.package_asides import PROGRAM_MADE, wordy
from analyser.readers.package_rest import part_words, rest_of
from analyser.readers.sheet_cells import (
    Formats,
    Sheet,
    SheetReader,
    shared_strings,
    string_text,
)
from analyser.readers.sheet_limits import CELLS
from analyser.readers.sheet_rows import margin_blocks, sheet_blocks
from analyser.readers.source import Context, Source


def read_spreadsheet(source: Source, context: Context) -> tuple[Document, ...]:
    """Read an XLSX workbook from its own parts."""
    return Workbook(source, context).read()


class Workbook:
    """One XLSX file while it is read."""

    part_name = re.compile(r"xl/(?:work|chart|macro|dialog)sheets/[^/]+\.xml$")
    """What the parts of sheets are called."""

    def __init__(self, source: Source, context: Context) -> None:
        self.source = source
        self.package = Package.open(source, context)
        self.inside = Inside(source, context)
        self.blocks: list[Block] = []
        self.unread: list[Unread] = []
        self.notes: list[str] = []
        self.sheets = self.read_sheets = 0
        self.strings: list[str] = []
        self.shown: set[int] = set()
        self.formats = Formats()

    def read(self) -> tuple[Document, ...]:
        """Read all sheets in order, then everything beside them."""
        main = self._main()
        relations = self.package.relations(main)
        for name, hidden, id_ in list(self.begin(main, relations)):
            self.sheets += 1
            self._sheet(name, hidden, relations.get(id_))
        self._unlisted()
        self._beside()
        self._unshown()
        self._files()
        self.blocks += properties(self.package)
        self.blocks += rest_of(self.package, self.inside, self.blocks)
        if any(name.endswith("vbaproject.bin") for name in self.package.names()):
            self.notes.append("holds macros, which were not run")
        return self._result()

    def begin(self, main: str, relations: dict[str, Relation]) -> Iterator[tuple[str, bool, str]]:
        """Read what all sheets share; yield name, whether hidden and relation id of each."""
        root = self.package.xml(main)
        part = strings_part(relations) or "xl/sharedstrings.xml"
        self.strings = shared_strings(self.package, part)
        self.formats = Formats.of(self.package)
        self._names(root)
        for entry in children(_sheets(root)) if root is not None else ():
            hidden = attribute(entry, "state") in ("hidden", "veryHidden")
            yield attribute(entry, "name"), hidden, attribute(entry, "id")

    def _main(self) -> str:
        for relation in self.package.relations("").values():
            if relation.kind == "officeDocument" and self.package.has(relation.target):
                return relation.target
        names = ("xl/workbook.xml", "xl/workbook.bin")
        return next((name for name in names if self.package.has(name)), names[0])

    def _sheet(self, name: str, hidden: bool, relation: Relation | None) -> None:
        where = f"Hidden sheet {name}" if hidden else f"Sheet {name}"
        if wordy(name):
            self.blocks.append(Block(name, Layer.METADATA, where="Name of a sheet"))
        if relation is None or not self.package.has(relation.target):
            self.unread.append(Unread("the sheet is missing in the file", where=where))
            return
        self._part(relation.target, where, name=name, hidden=hidden)

    def _unlisted(self) -> None:
        """Read sheets that the workbook does not list: nothing may hide there."""
        for name in self.package.names():
            if self.part_name.match(name) and name not in self.package.visited:
                self.sheets += 1
                leaf = name.rpartition("/")[2].rpartition(".")[0]
                self._part(name, f"Unlisted sheet {leaf}", hidden=True)

    def parsed(self, part: str, where: str) -> Sheet:
        """Read the cells of a sheet; damage becomes `unread`."""
        content = self.package.content(part)
        sheet = SheetReader(self.strings, self.formats, CELLS).read(content)
        if sheet.fault and not sheet.rows and b"<" in content[:2000]:
            root = self.package.xml(part)  # damaged: read as far as the parser can mend it
            if root is not None:
                sheet = SheetReader(self.strings, self.formats, CELLS).read(etree.tostring(root))
        elif sheet.fault:
            reason = f"the sheet is damaged ({sheet.fault}): read as far as it goes"
            self.unread.append(Unread(reason, where=where))
        return sheet

    def _part(self, part: str, where: str, *, name: str = "", hidden: bool) -> None:
        sheet = self.parsed(part, where)
        relations = self.package.relations(part)
        if sheet.capped:
            reason = "more than the limit of cells or letters: only its beginning was read"
            self.unread.append(Unread(reason, where=where))
        self.read_sheets += 1
        self.shown |= sheet.shown
        self.blocks += sheet_blocks(sheet, where, name=name, hidden=hidden)
        self.blocks += margin_blocks(sheet, where, relations)
        self._tied(relations, where)

    def _tied(self, relations: dict[str, Relation], where: str) -> None:
        """Read the comments and drawings of one sheet."""
        for relation in relations.values():
            if relation.external or relation.target in self.package.visited:
                continue
            if relation.kind in ("comments", "threadedComment"):
                self.comments(relation.target, where)
            elif relation.kind == "drawing":
                self._drawing(relation.target, where)
            elif relation.kind == "vmlDrawing":
                self._buttons(relation.target, where)

    def comments(self, part: str, where: str) -> None:
        """Add the comments in `part`."""
        root = self.package.xml(part)
        for element in root.iter() if root is not None else ():
            if local(element) not in ("comment", "threadedComment"):
                if local(element) == "author" and wordy(element.text or ""):
                    names = Block(element.text or "", Layer.METADATA, where="Author of a comment")
                    self.blocks.append(names)
                continue
            text = first(element, "text")
            words = string_text(element) or (text.text or "" if text is not None else "")
            if words.strip():
                place = f"Comment at {attribute(element, 'ref')}, {where}"
                self.blocks.append(Block(words.strip(), Layer.COMMENT, where=place))

    def _drawing(self, part: str, where: str) -> None:
        root = self.package.xml(part)
        if root is None:
            return
        place = f"Text box, {where}"
        self.blocks += [Block(text, Layer.TEXTBOX, where=place) for text in drawn_text(root)]
        self.blocks += alternatives(root, where)
        for relation in self.package.relations(part).values():
            if relation.kind == "image" and not relation.external:
                self.inside.picture(self.package.content(relation.target), where)
            elif relation.kind == "chart" and not relation.external:
                self._chart(relation.target, where)

    def _buttons(self, part: str, where: str) -> None:
        """Add the captions of old form controls; the boxes of comments are empty here."""
        try:
            root = parse_xml(self.package.content(part), part).root
        except ReadingError:  # often broken, and its words are only captions
            return
        boxes = [element for element in root.iter() if local(element) == "textbox"]
        for box in boxes:
            text = " ".join("".join(str(piece) for piece in box.itertext("*")).split())
            if text:
                self.blocks.append(Block(text, Layer.FORM_FIELD, where=f"Control in {where}"))

    def _chart(self, part: str, where: str) -> None:
        root = self.package.xml(part)
        for text in drawn_text(root) if root is not None else ():
            self.blocks.append(Block(text, Layer.TEXTBOX, where=f"Chart, {where}"))

    def _names(self, root: etree._Element | None) -> None:
        for element in root.iter("{*}definedName") if root is not None else ():
            text = element.text or ""
            kept = text if '"' in text or "http" in text else ""
            told = (attribute(element, key) for key in ("name", "comment", "description"))
            words = " ".join(f"{' '.join(told)} {kept}".split())
            if wordy(words) and not PROGRAM_MADE.match(words):
                self.blocks.append(Block(words, Layer.METADATA, where="Defined name"))

    def _beside(self) -> None:
        """Read parts that keep words out of sight: pivot caches, outside links, queries."""
        for name in self.package.names():
            if name in self.package.visited:
                continue
            if not name.endswith(".xml"):
                self.binary(name)
            elif "pivotcache" in name:
                self._kept(name, "Pivot cache", Layer.HIDDEN)
            elif "externallinks/" in name and "/_rels/" not in name:
                self._kept(name, "Copy of cells of another workbook", Layer.HIDDEN)
            elif name in ("xl/connections.xml",) or "querytables/" in name:
                self._kept(name, "Data connection", Layer.METADATA)
            elif re.match(r"xl/(?:drawings|charts|diagrams|chartsheets)/[^/]+\.xml$", name):
                if not re.search(r"/(?:colors|style|layout|quickstyle)\d*\.xml$", name):
                    self._drawing(name, "the workbook")
            elif re.match(r"xl/(?:threadedcomments/)?(?:comments|threadedcomment)", name):
                self.comments(name, "the workbook")

    def binary(self, name: str) -> None:
        """Read or name the part `name` where it is in the binary notation: none is in an XLSX."""

    def _kept(self, part: str, where: str, layer: Layer) -> None:
        root = self.package.xml(part)
        for text in part_words(root) if root is not None else ():
            self.blocks.append(Block(text, layer, where=where))

    def _unshown(self) -> None:
        """Add the strings that no cell shows: what was deleted may be left among them."""
        if self.unread or not self.read_sheets:
            return  # not all cells were read
        unshown = {text for number, text in enumerate(self.strings) if number not in self.shown}
        for block in self.blocks if unshown else ():
            unshown.difference_update(cell.text for cell in block.cells)
        for text in sorted(unshown):
            if wordy(text):
                self.blocks.append(Block(text, Layer.HIDDEN, where="Text that no cell shows"))

    def _files(self) -> None:
        for name in self.package.names():
            leaf = name.rpartition("/")[2]
            if name.startswith("xl/media/") and leaf.endswith(PICTURES):
                if name not in self.package.visited:
                    self.inside.picture(self.package.content(name), leaf)
            elif name.startswith(("xl/embeddings/", "xl/activex/")) and not leaf.endswith(".xml"):
                self.inside.file(leaf, self.package.content(name))
        for name in [part for part in self.package.names() if part.endswith(".rels")]:
            owner = name.replace("_rels/", "").removesuffix(".rels")
            for relation in self.package.relations(owner).values():
                if relation.external and relation.kind != "hyperlink":
                    where = f"Link ({relation.kind})"
                    self.blocks.append(Block(relation.target, Layer.LINK, where=where))

    def _result(self) -> tuple[Document, ...]:
        inside = self.inside
        if not self.sheets and not self.package.unread:
            self.unread.append(Unread("no sheets found in it; open it by hand"))
        document = Document(
            self.source.name,
            self.source.sha256,
            self.source.media_type,
            blocks=(*self.blocks, *inside.blocks),
            unread=(*self.package.unread, *self.unread, *inside.unread),
            coverage=Coverage(
                "sheet",
                self.sheets,
                self.read_sheets,
                pictures=inside.pictures,
                pictures_read=inside.pictures_read,
            ),
            notes=tuple(self.notes),
        )
        return (document, *inside.documents)


def _sheets(root: etree._Element) -> etree._Element:
    found = first(root, "sheets")
    return found if found is not None else etree.Element("none")


def strings_part(relations: dict[str, Relation]) -> str:
    """Return the name of the part of shared strings, `""` where none is tied to the workbook."""
    kinds = (one.target for one in relations.values() if one.kind == "sharedStrings")
    return next(kinds, "")
