"""The network for other programs: GraphML, and GEXF with dates for Gephi; the lines are those that shapes declare."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from citygraph import projections
from citygraph.ledgers.horizon import first_day, last_day
from citygraph.sentences import Teller

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from citygraph.store import Graph

    Network = nx.MultiDiGraph[str]

FORMATS = ("graphml", "gexf")
_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STAMP = re.compile(r' lastmodifieddate="[^"]*"')


def network(graph: Graph) -> Network:
    """
    Every thing that is drawn and every line between two, several between the same two kept apart; attributes are flat.
    """
    import networkx as nx

    teller = Teller(graph)
    found: Network = nx.MultiDiGraph(name=_clean(teller.schema["settings"]["title"].get("en", "citygraph")))
    for iri in projections.things(teller):
        found.add_node(_id(iri), **_thing(teller, iri))
    told: dict[str, dict[str, str]] = {}  # a record may be seen as several lines
    for number, line in enumerate(projections.lines(teller)):
        if line.record not in told:
            told[line.record] = _record(teller, line.record)
        found.add_edge(
            _id(line.tail), _id(line.head), key=f"e{number}", **_label(teller, dict(line.label)), **told[line.record]
        )
    return found


def written(graph: Graph, format_: str) -> str:
    """
    The network as GraphML or GEXF, the same text for the same graph.
    """
    import networkx as nx

    found, into = network(graph), io.BytesIO()
    if format_ == "graphml":
        nx.write_graphml_xml(found, into)
        return into.getvalue().decode() + "\n"
    _dressed(found, Teller(graph))
    nx.write_gexf(found, into)
    return _STAMP.sub("", into.getvalue().decode()) + "\n"


def _thing(teller: Teller, iri: str) -> dict[str, str]:
    kind = projections.style(teller, iri)
    assert kind is not None  # things() gives only what is drawn
    names = {f"label_{_tag(lang)}": teller.name(iri, lang) for lang in teller.languages}
    notes = {f"note_{_tag(lang)}": teller.value(iri, "note", lang) for lang in teller.languages}
    return _flat(
        {"label": teller.name(iri, "en"), **names, "kind": kind["key"], "iri": iri, **notes, **_dates(teller, iri)}
    )


def _label(teller: Teller, label: Mapping[str, str]) -> dict[str, str]:
    names = {f"label_{_tag(lang)}": label.get(lang) or label.get("en", "") for lang in teller.languages}
    return _flat({"label": label.get("en", ""), **names})


def _record(teller: Teller, iri: str) -> dict[str, str]:
    """
    What a line says of the record that it comes from.
    """
    kind = teller.kind(iri)
    return _flat(
        {
            "kind": kind["key"] if kind else "",
            "record": iri,
            **{f"text_{_tag(lang)}": teller.title(iri, lang) for lang in teller.languages},
            "attestation": "; ".join(teller.caveats(iri, "en")),
            "citations": "; ".join(each.words("en") for each in teller.citations(iri)),
            **_dates(teller, iri),
        }
    )


def _dates(teller: Teller, iri: str) -> dict[str, str]:
    """
    The first and the last day within which a record lies, where they are known.
    """
    start, end = teller.days(iri) or ("", "")
    return {"start": first_day(start), "end": last_day(end)}


def _dressed(found: Network, teller: Teller) -> None:
    """
    Each thing in the colour of its kind, as Gephi reads it.
    """
    colors = {kind["key"]: kind["color"] for kind in teller.schema["kinds"].values() if kind["color"]}
    for _, data in found.nodes(data=True):
        red, green, blue = bytes.fromhex(colors[data["kind"]].lstrip("#"))
        data["viz"] = {"color": {"r": red, "g": green, "b": blue, "a": 1.0}}


def _flat(attributes: Mapping[str, Any]) -> dict[str, str]:
    """
    Attributes as both formats hold them: texts, nothing empty, no character that XML cannot hold.
    """
    return {name: _clean(text) for name, text in attributes.items() if text}


def _clean(text: str) -> str:
    return _XML.sub("\ufffd", text)


def _tag(lang: str) -> str:
    return lang.replace("-", "_")


def _id(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]
