"""Arguments in, exit code out.

Each command's module is imported when its name is met, so that `--help` and `explain` do not
pay for what `scan` needs.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from analyser import __version__
from analyser.commands.console import one_line, remark
from analyser.errors import AnalyserError, ExitCode, ListError, UsageError
from analyser.loading import one_thread

COMMANDS = {
    "scan": "read files, folders and archives and write a report",
    "watch": "do the same for whatever is dropped into a folder",
    "explain": "say what is flagged in a piece of text, and why",
    "assess": "answer which rules would apply to a maker, a stance and a buyer",
    "lists": "check, show, compare and import vendor lists and regimes",
    "decide": "record what was decided about a finding",
    "rescreen": "run changed lists over stored text and tell what changed",
    "history": "tell where a maker, bidder or tender was met before",
    "ledger": "look after the memory: verify, forget, import",
}
"""Name of each command's module, and what it does in a line."""


class _Parser(argparse.ArgumentParser):
    """Tells wrong usage as every other fault is told: in one line, not under a page of flags."""

    def error(self, message: str) -> NoReturn:
        """Raise the fault that `message` tells."""
        command = self.prog.partition(" ")[2]
        where = f"{command}: " if command else ""
        raise UsageError(f"{where}{message}; {self.prog} --help tells what there is")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` name and return its exit code."""
    one_thread()
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except SystemExit as stop:  # argparse, after --help and --version
        return int(stop.code or 0)
    except ListError as error:  # a line a fault: whoever edits lists mends them all at once
        for fault in str(error).splitlines():
            remark(f"analyser: {fault}")
        return int(error.exit_code)
    except AnalyserError as error:
        remark(f"analyser: {error}")
        return int(error.exit_code)
    except KeyboardInterrupt:
        remark("analyser: stopped by the keyboard; nothing was lost, run it again")
        return 130
    except Exception as error:
        logging.getLogger(__name__).debug("fault", exc_info=True)
        remark(f"analyser: a fault of the program: {type(error).__name__}: {error}")
        remark("run it again with -v for the details, and report them")
        return int(ExitCode.FAULT)


def _run(words: Sequence[str]) -> int:
    chosen = _parser(words).parse_args(words)
    _set_up_log(chosen.verbose - chosen.quiet)
    return int(chosen.run(chosen))


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="analyser",
        description="Finds restricted manufacturers in tender documents "
        "and says which rules reach the buyer.",
        epilog="Exit codes of scan: 0 clear, 10 incomplete, 11 review, 12 flagged; "
        "2 wrong usage, 3 faulty lists, 1 a fault of the program.",
    )
    parser.add_argument("--version", action="version", version=f"analyser {__version__}")
    _add_loudness(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    named = next((word for word in words if word in COMMANDS), None)
    for name, does in COMMANDS.items():
        if name == named:
            command = import_module(f"analyser.commands.{name}").add_parser(commands)
            _add_loudness(command)
        else:
            commands.add_parser(name, help=does)
    return parser


def _add_loudness(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-v", "--verbose", action="count", default=0, help="tell more on standard error"
    )
    parser.add_argument(
        "-q", "--quiet", action="count", default=0, help="tell less on standard error"
    )


def _in_one_line(record: logging.LogRecord) -> bool:
    record.msg, record.args = one_line(record.getMessage()), None
    return True


def _set_up_log(loudness: int) -> None:
    level = {-1: logging.ERROR, 0: logging.WARNING, 1: logging.INFO}.get(
        max(-1, loudness), logging.DEBUG
    )
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")
    for each in logging.getLogger().handlers:
        each.addFilter(_in_one_line)
    # Third parties talk of fonts and colour spaces; what matters of it is in the report.
    for name in ("pdfminer", "fontTools", "weasyprint", "pypdf", "PIL", "distributed", "openpyxl"):
        logging.getLogger(name).setLevel(logging.ERROR)
