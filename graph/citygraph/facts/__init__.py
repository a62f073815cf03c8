"""Records linked to the schema: typed values, resolved references, place and citation.

Two walks. The first takes in who exists (``known``): every id with its kind and
place, every redirect, every thing that a place stands for. The second
(``linking``) types each value as its field says and resolves each reference.
What is wrong becomes a diagnostic on the very key or value, and the rest is
still read, so that one run shows every mistake.
"""

from citygraph.facts.citations import CAPTION, CURATOR, NARRATIVE, NOTE, TABLE, Citation
from citygraph.facts.dates import days
from citygraph.facts.known import Known, survey
from citygraph.facts.linking import link, link_known
from citygraph.facts.statement import Fact, Value

__all__ = [
    "CAPTION",
    "CURATOR",
    "NARRATIVE",
    "NOTE",
    "TABLE",
    "Citation",
    "Fact",
    "Known",
    "Value",
    "days",
    "link",
    "link_known",
    "survey",
]
