"""Excel workbooks: every sheet, hidden ones too, and what stands beside the cells."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from analyser.document import Block, Cell, Coverage, Document, Layer, Unread
from analyser.readers.markup import attribute, children, first, local
from analyser.readers.office import PICTURES, Inside, alternatives, drawn_text, properties
from analyser.readers.package import Package, Relation
from analyser.readers.rows import Row, table_blocks
from analyser.readers.sheet_cells import (
    Formats,
    Sheet,
    SheetReader,
    shared_strings,
    spread,
    string_text,
)
from analyser.readers.signature import SHEET
from analyser.readers.source import Context, Source

CELLS = 3_000_000  # cells of one sheet that are read; a sheet of more is no tender document
HEADER_CODES = re.compile(r'&(?:[LCRPNDTAFZGBIUEXYSHO]|K[0-9A-F]{6}|"[^"]*"|\d{1,3})')


def read_spreadsheet(source: Source, context: Context) -> tuple[Document, ...]:
    """Read a workbook: XLSX from its own XML, XLSB and XLS through calamine."""
    if source.media_type == SHEET:
        return _Workbook(source, context).read()
    from analyser.readers.sheet_binary import read_binary

    return read_binary(source, context)


class _Workbook:
    """One XLSX file while it is read."""

    def __init__(self, source: Source, context: Context) -> None:
        self.source = source
        self.package = Package.open(source, context)
        self.inside = Inside(source, context)
        self.blocks: list[Block] = []
        self.unread: list[Unread] = []
        self.notes: list[str] = []
        self.sheets = self.read_sheets = 0

    def read(self) -> tuple[Document, ...]:
        """Read all sheets in order, then everything beside them."""
        main = self._main()
        root = self.package.xml(main)
        relations = self.package.relations(main)
        strings = self._strings(relations)
        formats = Formats.of(self.package)
        entries = children(_sheets(root)) if root is not None else ()
        for entry in entries:
            self.sheets += 1
            relation = relations.get(attribute(entry, "id"))
            self._sheet(entry, relation, strings, formats)
        self._unlisted(strings, formats)
        self._names(root)
        self._beside()
        self._files()
        self.blocks += properties(self.package)
        if any(name.endswith("vbaproject.bin") for name in self.package.names()):
            self.notes.append("holds macros, which were not run")
        return self._result()

    def _main(self) -> str:
        for relation in self.package.relations("").values():
            if relation.kind == "officeDocument" and self.package.has(relation.target):
                return relation.target
        return "xl/workbook.xml"

    def _strings(self, relations: dict[str, Relation]) -> list[str]:
        for relation in relations.values():
            if relation.kind == "sharedStrings":
                return shared_strings(self.package, relation.target)
        return shared_strings(self.package, "xl/sharedstrings.xml")

    def _sheet(
        self,
        entry: etree._Element,
        relation: Relation | None,
        strings: list[str],
        formats: Formats,
    ) -> None:
        name = attribute(entry, "name")
        hidden = attribute(entry, "state") in ("hidden", "veryHidden")
        where = f"Hidden sheet {name}" if hidden else f"Sheet {name}"
        if relation is None or not self.package.has(relation.target):
            self.unread.append(Unread("the sheet is missing in the file", where=where))
            return
        self._part(relation.target, where, strings, formats, hidden=hidden)

    def _unlisted(self, strings: list[str], formats: Formats) -> None:
        """Read sheets that the workbook does not list: nothing may hide there."""
        for name in self.package.names():
            if re.match(r"xl/worksheets/[^/]+\.xml$", name) and name not in self.package.visited:
                self.sheets += 1
                leaf = name.rpartition("/")[2].removesuffix(".xml")
                self._part(name, f"Unlisted sheet {leaf}", strings, formats, hidden=True)

    def _part(
        self, part: str, where: str, strings: list[str], formats: Formats, *, hidden: bool
    ) -> None:
        content = self.package.content(part)
        sheet = SheetReader(strings, formats, CELLS).read(content)
        relations = self.package.relations(part)
        if sheet.fault and not sheet.rows and b"<" in content[:2000]:
            root = self.package.xml(part)  # damaged: read as far as the parser can mend it
            if root is not None:
                sheet = SheetReader(strings, formats, CELLS).read(etree.tostring(root))
        elif sheet.fault:
            reason = f"the sheet is damaged ({sheet.fault}): read as far as it goes"
            self.unread.append(Unread(reason, where=where))
        if sheet.capped:
            reason = "more than the limit of cells or letters: only its beginning was read"
            self.unread.append(Unread(reason, where=where))
        self.read_sheets += 1
        self.blocks += sheet_blocks(sheet, where, hidden=hidden)
        self._margins(sheet, where, relations)
        self._tied(relations, where)

    def _margins(self, sheet: Sheet, where: str, relations: dict[str, Relation]) -> None:
        """Add page headers, choices of drop-down lists and links of a sheet."""
        for kind, text in sheet.headers:
            layer = Layer.HEADER if kind.endswith("Header") else Layer.FOOTER
            words = " ".join(HEADER_CODES.sub(" ", text).split())
            if words:
                self.blocks.append(Block(words, layer, where=f"{layer.value} of {where}"))
        for text in dict.fromkeys(sheet.choices):
            self.blocks.append(Block(text, Layer.FORM_FIELD, where=f"Choice in {where}"))
        for cell, target, tip in sheet.links:
            relation = relations.get(target)
            address = relation.target if relation is not None else target
            for text in dict.fromkeys((address, tip)):
                if text and not text.endswith(f"!{cell}"):
                    self.blocks.append(Block(text, Layer.LINK, where=f"Link in {where}, {cell}"))

    def _tied(self, relations: dict[str, Relation], where: str) -> None:
        """Read the comments and drawings of one sheet."""
        for relation in relations.values():
            if relation.external or relation.target in self.package.visited:
                continue
            if relation.kind in ("comments", "threadedComment"):
                self._comments(relation.target, where)
            elif relation.kind == "drawing":
                self._drawing(relation.target, where)
            elif relation.kind == "vmlDrawing":
                self.package.visited.add(relation.target)

    def _comments(self, part: str, where: str) -> None:
        root = self.package.xml(part)
        for element in root.iter() if root is not None else ():
            if local(element) not in ("comment", "threadedComment"):
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

    def _chart(self, part: str, where: str) -> None:
        root = self.package.xml(part)
        for text in drawn_text(root) if root is not None else ():
            self.blocks.append(Block(text, Layer.TEXTBOX, where=f"Chart, {where}"))

    def _names(self, root: etree._Element | None) -> None:
        for element in root.iter() if root is not None else ():
            if local(element) == "definedName":
                text = f"{attribute(element, 'name')} {element.text or ''}".strip()
                if '"' in text or "http" in text:
                    self.blocks.append(Block(text, Layer.METADATA, where="Defined name"))

    def _beside(self) -> None:
        """Read parts that keep words out of sight: pivot caches, outside links, queries."""
        for name in self.package.names():
            if name in self.package.visited or not name.endswith(".xml"):
                continue
            if "pivotcache" in name:
                self._kept(name, "Pivot cache", Layer.HIDDEN)
            elif "externallinks/" in name and "/_rels/" not in name:
                self._kept(name, "Copy of cells of another workbook", Layer.HIDDEN)
            elif name in ("xl/connections.xml",) or "querytables/" in name:
                self._kept(name, "Data connection", Layer.METADATA)
            elif re.match(r"xl/(?:drawings|charts|diagrams|chartsheets)/[^/]+\.xml$", name):
                if not re.search(r"/(?:colors|style|layout|quickstyle)\d*\.xml$", name):
                    self._drawing(name, "the workbook")
            elif re.match(r"xl/(?:threadedcomments/)?(?:comments|threadedcomment)", name):
                self._comments(name, "the workbook")

    def _kept(self, part: str, where: str, layer: Layer) -> None:
        root = self.package.xml(part)
        texts: list[str] = []
        for element in root.iter() if root is not None else ():
            texts += [attribute(element, "v"), attribute(element, "name")]
            texts += [attribute(element, key) for key in ("connection", "command", "sourceFile")]
            texts.append(element.text or "")
        for text in dict.fromkeys(text.strip() for text in texts):
            if any(letter.isalpha() for letter in text):
                self.blocks.append(Block(text, layer, where=where))

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


def sheet_blocks(sheet: Sheet, where: str, *, hidden: bool = False) -> list[Block]:
    """Return the rows of `sheet` as blocks; merged cells repeat their value for their columns."""
    repeated: dict[int, set[int]] = {}
    by_number = {row.number: row for row in sheet.rows}
    for number, column, text in spread(sheet):
        if column not in by_number[number].texts:
            by_number[number].texts[column] = text
            repeated.setdefault(number, set()).add(column)
    shown = sorted({column for row in sheet.rows for column in row.texts})
    rows: list[Row] = []
    struck: dict[str, set[str]] = {}
    for row in sorted(sheet.rows, key=lambda one: one.number):
        place = f"{where}, row {row.number + 1}"
        carried = repeated.get(row.number, set())
        veiled = sheet.hidden_columns & (set(row.texts) - carried)
        if veiled:
            place += ", with hidden columns"
        layer = Layer.HIDDEN if hidden or row.hidden else Layer.TABLE
        texts = tuple(row.texts.get(column, "") for column in shown)
        again = frozenset(shown.index(column) for column in carried)
        rows.append(Row(texts, again, place, layer))
        if row.struck:
            struck[place] = {row.texts[column].strip() for column in row.struck}
    return [_struck(block, struck.get(block.where)) for block in table_blocks(rows)]


def _struck(block: Block, texts: set[str] | None) -> Block:
    if not texts:
        return block
    cells: list[Cell] = [cell for cell in block.cells if cell.text in texts]
    ranges = tuple((cell.start, cell.start + len(cell.text)) for cell in cells)
    return replace(block, struck=ranges)
