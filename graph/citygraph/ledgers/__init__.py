"""Ledgers: what is still open, and what happened when; plain frozen values, told in one language.

The command line prints them, pages and briefs take their lines from here. A
ledger leaves nothing out that its filters do not name, and every entry carries
its citations.
"""

from citygraph.ledgers.horizon import Covered, Horizon, coverage
from citygraph.ledgers.openitems import STATES, OpenItem, Settled, open_items
from citygraph.ledgers.timeline import Entry, Happening, encounters_during, happenings, timeline
from citygraph.ledgers.writing import as_csv, as_json, as_text

__all__ = [
    "STATES",
    "Covered",
    "Entry",
    "Happening",
    "Horizon",
    "OpenItem",
    "Settled",
    "as_csv",
    "as_json",
    "as_text",
    "coverage",
    "encounters_during",
    "happenings",
    "open_items",
    "timeline",
]
