"""Word documents: every part that holds words, not the body alone."""

from __future__ import annotations

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.readers.flow import Flow
from analyser.readers.markup import attribute, children
from analyser.readers.office import PICTURES, Inside, charts_and_diagrams, properties
from analyser.readers.package import Package
from analyser.readers.package_rest import rest_of
from analyser.readers.source import Context, Source
from analyser.readers.word_story import Carried, Story
from analyser.readers.word_styles import Styles

HEADER_KINDS = {"header": (Layer.HEADER, "Header"), "footer": (Layer.FOOTER, "Footer")}
NOTE_KINDS = {
    "footnotes": (Layer.FOOTNOTE, "Footnote"),
    "endnotes": (Layer.FOOTNOTE, "Endnote"),
    "comments": (Layer.COMMENT, "Comment"),
}
NOT_NOTES = ("separator", "continuationSeparator", "continuationNotice")

# Parts without words of the document.
BOOKKEEPING = (
    "styles", "settings", "fonttable", "websettings", "numbering", "theme", "people",
    "commentsextended", "commentsids", "commentsextensible", "stylewitheffects",
    "styleswitheffects", "documenttasks", "vbadata", "keymapcustomizations", "attachedtoolbars",
)  # fmt: skip


def read_word(source: Source, context: Context) -> tuple[Document, ...]:
    """Read a Word file: all its stories, notes, properties, pictures and embedded files."""
    package = Package.open(source, context)
    reading = _Reading(package, source, context)
    reading.everything()
    inside = reading.inside
    document = Document(
        source.name,
        source.sha256,
        source.media_type,
        blocks=(*reading.carried.blocks, *inside.blocks),
        unread=(*package.unread, *inside.unread),
        coverage=Coverage(
            "file", 1, 1, pictures=inside.pictures, pictures_read=inside.pictures_read
        ),
        notes=tuple(reading.notes),
    )
    return (document, *inside.documents)


class _Reading:
    """One Word file while it is read."""

    def __init__(self, package: Package, source: Source, context: Context) -> None:
        self.package = package
        self.carried = Carried()
        self.inside = Inside(source, context)
        self.notes: list[str] = []
        self.styles = Styles()

    def everything(self) -> None:
        """Read the main part, what belongs to it, and every other part with words."""
        main = self._main()
        folder = main.rpartition("/")[0]
        for name in self.package.names():
            if name.endswith("/styles.xml") or name == "styles.xml":
                self.styles = Styles.of(self.package.xml(name))
                break
        self._story(main, Story(self.styles, {}, self.carried))
        self._belonging(main)
        self._sweep(folder)
        self.carried.blocks += charts_and_diagrams(self.package, "")
        self.carried.blocks += properties(self.package)
        for part in [name for name in self.package.names() if name.endswith(".rels")]:
            self._addresses(part)
        self._files(folder)
        self.carried.blocks += rest_of(self.package, self.inside, self.carried.blocks)
        if any(name.endswith("vbaproject.bin") for name in self.package.names()):
            self.notes.append("holds macros, which were not run")

    def _main(self) -> str:
        """Return the name of the main part: by the package's relations, else by its place."""
        for relation in self.package.relations("").values():
            if relation.kind == "officeDocument" and self.package.has(relation.target):
                return relation.target
        if self.package.has("word/document.xml"):
            return "word/document.xml"
        names = [name for name in self.package.names() if name.endswith("document.xml")]
        if not names:
            reason = "its main part is missing; ask for the document again"
            self.package.unread.append(Unread(reason))
        return names[0] if names else "word/document.xml"

    def _story(self, part: str, story: Story) -> None:
        root = self.package.xml(part)
        if root is None:
            if not self.package.unread:
                self.package.unread.append(Unread(f"the part {part} is missing or empty"))
            return
        story.relations = self.package.relations(part)
        story.read(root)

    def _belonging(self, main: str) -> None:
        """Read headers, footers, notes and comments that the main part is tied to."""
        numbers: dict[str, int] = {}
        for relation in self.package.relations(main).values():
            if relation.external or relation.target in self.package.visited:
                continue
            self._part(relation.target, relation.kind, numbers)

    def _part(self, part: str, kind: str, numbers: dict[str, int]) -> None:
        if kind in HEADER_KINDS:
            layer, words = HEADER_KINDS[kind]
            self._story(part, Story(self.styles, {}, self.carried, layer, words, Flow()))
        elif kind in NOTE_KINDS:
            layer, words = NOTE_KINDS[kind]
            self._notes(part, layer, words, numbers)

    def _notes(self, part: str, layer: Layer, words: str, numbers: dict[str, int]) -> None:
        root = self.package.xml(part)
        if root is None:
            return
        relations = self.package.relations(part)
        for note in children(root):
            if attribute(note, "type") in NOT_NOTES:
                continue
            numbers[words] = numbers.get(words, 0) + 1
            where = f"{words} {numbers[words]}"
            Story(self.styles, relations, self.carried, layer, where, Flow()).read(note)

    def _sweep(self, folder: str) -> None:
        """Read every other part with text, so that no unknown hiding place stays unread."""
        numbers: dict[str, int] = {}
        for name in self.package.names():
            leaf = name.rpartition("/")[2].removesuffix(".xml")
            plain = "".join(letter for letter in leaf if letter.isalpha())
            if name in self.package.visited or not name.endswith(".xml"):
                continue
            if not name.startswith(folder + "/") or plain in BOOKKEEPING or "/theme/" in name:
                continue
            if any(kind in name for kind in ("/charts/", "/diagrams/", "/_rels/", "/activex/")):
                continue
            if plain in HEADER_KINDS or plain in NOTE_KINDS:
                self._part(name, plain, numbers)
            elif "/glossary/" in name:
                story = Story(self.styles, {}, self.carried, Layer.HIDDEN, "Building block")
                self._story(name, story)
            else:
                story = Story(self.styles, {}, self.carried, Layer.BODY, f"Part {leaf}")
                self._story(name, story)

    def _addresses(self, part: str) -> None:
        owner = part.replace("_rels/", "").removesuffix(".rels")
        for relation in self.package.relations(owner).values():
            if relation.external and relation.target not in self.carried.addresses:
                self.carried.addresses.add(relation.target)
                where = f"Link ({relation.kind})"
                self.carried.blocks.append(Block(relation.target, Layer.LINK, where=where))

    def _files(self, folder: str) -> None:
        """Read pictures by OCR and embedded files as documents, each once."""
        for name in self.package.names():
            leaf = name.rpartition("/")[2]
            if name in self.carried.pictures or name.startswith(f"{folder}/media/"):
                if leaf.endswith(PICTURES) or "." not in leaf:
                    place = self.carried.pictures.get(name, "in the file")
                    self.inside.picture(self.package.content(name), f"{leaf}, {place}")
                elif name not in self.package.visited:
                    self.inside.file(leaf, self.package.content(name))
            elif name in self.carried.embedded or name.startswith(f"{folder}/embeddings/"):
                self.inside.file(leaf, self.package.content(name))
