"""The network page: one file, no request, hostile text as text, both languages, keyboard and screen reader."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from citygraph import policy
from citygraph.names import fold
from citygraph.views import Citation, Edge, Facet, FactText, KindStyle, Node, Picture, layout, page
from citygraph.views.picture import MARKS, island, json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Tabs
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "graph/citygraph/views/static/vendor"

# ------------------------------------------------------------------ an invented picture

KINDS = (
    KindStyle("people", {"en": "person", "zh-Hant": "人物"}, "#c2410c", "dot"),
    KindStyle("governments", {"en": "city government", "zh-Hant": "市政府"}, "#1d4ed8", "square"),
    KindStyle("networks", {"en": "network", "zh-Hant": "組織網絡"}, "#7c3aed", "hexagon"),
    KindStyle("cities", {"en": "city", "zh-Hant": "城市"}, "#22c55e", "triangle"),
    KindStyle("events", {"en": "event", "zh-Hant": "活動"}, "#db2777", "star"),
    KindStyle("awards", {"en": "award", "zh-Hant": "獎項"}, "#eab308", "diamond"),
    KindStyle("documents", {"en": "document", "zh-Hant": "文件"}, "#475569", "box"),
    KindStyle("venues", {"en": "venue", "zh-Hant": "場館"}, "#4d7c0f", "triangleDown"),
)
THINGS = """
lindau-government governments Lindau City Government|林島市政府
montreal-government governments Government of Montréal|蒙特婁市政府
quito-government governments Municipality of Quito|基多市政府
seoul-government governments Seoul Metropolitan Government|首爾特別市政府
busan-government governments Busan Metropolitan City|釜山廣域市政府
barcelona-government governments Barcelona City Council|巴塞隆納市議會
taichung-government governments Taichung City Government|臺中市政府
harbours networks League of Harbour Cities|港灣城市聯盟
rivers networks Rivers Forum|河川論壇
asia-section networks Asia Section of the League|港灣城市聯盟亞洲分會
montreal cities Montréal|蒙特婁
quito cities Quito|基多
seoul cities Seoul|首爾
busan cities Busan|釜山
barcelona cities Barcelona|巴塞隆納
lindau cities Lindau|林島
congress-2017 events 12th World Congress of Harbour Cities|第十二屆世界港灣城市大會
congress-2018 events Rivers Forum 2018|2018 河川論壇
board-2017 events Board Meeting 2017|2017 理事會議
dinner-2017 events Mayors’ Dinner|市長晚宴
award-clean awards Clean Rivers Award|清流獎
award-night awards Award for the Night-Time Economy|夜間經濟獎
declaration documents Montréal Declaration|蒙特婁宣言
mou documents Memorandum on Smart Harbours|智慧港灣合作備忘錄
hall venues Palais des congrès|會議宮
tower venues Harbour Tower|海港大樓
anna people Anna Bergström|安娜．貝里斯特倫
bela people Béla Kovács|貝拉．科瓦奇
chen people CHEN Yu-lin|陳雨霖
wang people WANG Hsiao-ming|王小明
wang-2 people WANG Hsiao-ming|王小明
dora people Dora de la Vega y Santillán de Mendoza-Iturralde|朵拉．德拉維加
emil people Émile Tremblay|艾米爾．特朗布雷
fatima people Fatima Zahra|法蒂瑪．扎赫拉
gun people GUN Min-ho|權敏浩
hana people HANA Park|朴荷娜
ines people Inés Quiroga|伊內絲．基羅加
jordi people Jordi Puig|喬迪．普伊格
lin people LIN Mei-hui|林美惠
lu people LU Chih-yuan|盧志遠
"""
MET = {"en": "met", "zh-Hant": "會晤"}
MEMBER = {"en": "member of", "zh-Hant": "會員"}
TOOK_PART = {"en": "took part in", "zh-Hant": "出席"}
HELD_IN = {"en": "held in", "zh-Hant": "舉行於"}
OFFICE = {"en": "mayor", "zh-Hant": "市長"}
TIES = """
lindau-government lindau HELD_IN; montreal-government montreal HELD_IN; quito-government quito HELD_IN
seoul-government seoul HELD_IN; busan-government busan HELD_IN; barcelona-government barcelona HELD_IN
lindau-government harbours MEMBER; montreal-government harbours MEMBER; seoul-government harbours MEMBER
barcelona-government harbours MEMBER; busan-government asia-section MEMBER; asia-section harbours MEMBER
lindau-government rivers MEMBER; quito-government rivers MEMBER; taichung-government asia-section MEMBER
congress-2017 montreal HELD_IN; congress-2018 quito HELD_IN; board-2017 montreal HELD_IN; dinner-2017 hall HELD_IN
congress-2017 hall HELD_IN; hall montreal HELD_IN; tower busan HELD_IN; board-2017 harbours HELD_IN
anna lindau-government OFFICE; emil montreal-government OFFICE; hana seoul-government OFFICE
ines quito-government OFFICE; jordi barcelona-government OFFICE; gun busan-government OFFICE
lin taichung-government OFFICE; lu lindau-government OFFICE; chen lindau-government OFFICE
anna emil MET; anna emil MET; emil anna MET; anna hana MET; anna ines MET; anna jordi MET; chen gun MET; lu bela MET
lu fatima MET; chen dora MET; anna wang MET; lin wang-2 MET; chen emil MET; lu ines MET
anna congress-2017 TOOK_PART; emil congress-2017 TOOK_PART; hana congress-2017 TOOK_PART; chen congress-2017 TOOK_PART
ines congress-2018 TOOK_PART; lu congress-2018 TOOK_PART; fatima congress-2018 TOOK_PART; anna board-2017 TOOK_PART
bela board-2017 TOOK_PART; jordi board-2017 TOOK_PART; anna dinner-2017 TOOK_PART; dora dinner-2017 TOOK_PART
lindau-government award-clean TOOK_PART; rivers award-clean TOOK_PART; seoul-government award-night TOOK_PART
lindau-government declaration TOOK_PART; montreal-government declaration TOOK_PART; busan-government mou TOOK_PART
taichung-government mou TOOK_PART
"""
TITLE_2017 = {"en": "Report on the 12th World Congress", "zh-Hant": "出席第十二屆世界港灣城市大會報告"}
GROUPS = {
    "harbours": ("harbours",),
    "rivers": ("rivers",),
    "asia-section": ("harbours",),
    "congress-2017": ("congress-2017", "harbours"),
    "congress-2018": ("congress-2018", "rivers"),
}
FACETS = (
    Facet({"en": "network", "zh-Hant": "組織網絡"}, ("harbours", "rivers")),
    Facet({"en": "event", "zh-Hant": "活動"}, ("congress-2017", "congress-2018")),
)
NEAR = {"lindau-government", "harbours", "rivers", "lindau", "anna", "lu", "chen", "award-clean", "declaration"}
NEAR |= {
    "emil",
    "hana",
    "congress-2017",
    "board-2017",
    "dinner-2017",
    "montreal",
    "montreal-government",
    "ines",
    "jordi",
}


def network() -> Picture:
    """
    Forty things that do not exist, in two languages, with parallel edges, a homonym, caveats and a correction.
    """
    words = {"HELD_IN": HELD_IN, "MEMBER": MEMBER, "OFFICE": OFFICE, "MET": MET, "TOOK_PART": TOOK_PART}
    ties = [tie.split() for tie in re.split(r"[;\n]", TIES.strip())]
    things = [line.split(" ", 2) for line in THINGS.strip().splitlines()]
    names = {id_: dict(zip(("en", "zh-Hant"), both.split("|"), strict=True)) for id_, _, both in things}
    said = (Citation("montreal-2017", "肆.三.(一)", TITLE_2017),)
    facts, edges = [], []
    for number, (tail, head, word) in enumerate(ties):
        date = f"2017-06-{10 + number % 15}" if word == "MET" else None
        caption = ({"en": "photo caption only", "zh-Hant": "僅見於照片說明"},) if number % 4 == 0 else ()
        label = words[word]
        text = {"en": f"{names[tail]['en']} {label['en']} {names[head]['en']}."}
        text["zh-Hant"] = f"{names[tail]['zh-Hant']}{label['zh-Hant']}{names[head]['zh-Hant']}。"
        facts.append(
            FactText({"en": "Encounters", "zh-Hant": "會晤"} if word == "MET" else label, text, date, said, caption)
        )
        edges.append(Edge(tail, head, label, number, date))
    facts[0] = dataclasses.replace(
        facts[0], corrections=({"en": "The report misprints the name.", "zh-Hant": "報告將名稱誤植。"},)
    )
    places = layout.positions(names, [(tail, head) for tail, head, _ in ties], seed=1, first=NEAR)
    nodes = tuple(
        Node(
            id=id_,
            kind=kind,
            names=names[id_],
            forms=("Anna Bergstroem", "貝里斯特倫", "Lindauer Bürgermeisterin") if id_ == "anna" else (),
            note={"en": "mayor of Lindau", "zh-Hant": "林島市市長"} if id_ == "anna" else None,
            near=id_ in NEAR,
            x=places[id_][0],
            y=places[id_][1],
            facts=tuple(number for number, tie in enumerate(ties) if id_ in tie[:2]),
            groups=GROUPS.get(id_, ()),
        )
        for id_, kind, _ in things
    )
    title = {"en": "Lindau abroad: whom we met", "zh-Hant": "林島市政府的國際往來"}
    return Picture(
        title,
        "lindau-government",
        ("zh-Hant", "en"),
        KINDS,
        nodes,
        tuple(edges),
        tuple(facts),
        len(nodes),
        len(nodes),
        "data of 2026-11-20",
        FACETS,
    )


EMPTY = Picture({"en": "Nothing yet"}, None, ("en",), KINDS, (), (), (), 0, 120, "no data")
HOSTILE = (
    "</script><script>window.PWNED = 1</script>",
    "<img src=x onerror='window.PWNED = 2'>",
    '"><svg onload="window.PWNED = 3"> href',
    "{{ 7 * 7 }} {% raw %} <!-- ]]> \u0000 \u2028 \u2029 \ud800",
    "\u202eRTL \u05e9\u05dc\u05d5\u05dd 👩‍👩‍👧 𠮷野家",
    "long" * 2500,
)


def hostile() -> Picture:
    """
    Hostile text in every place that takes text.
    """
    kinds = tuple(KindStyle(text, {"en": text}, "#123456", "dot") for text in HOSTILE)
    citation = Citation(HOSTILE[0], HOSTILE[1], {"en": HOSTILE[2]})
    facts = tuple(
        FactText({"en": text}, {"en": text}, text, (citation,), ({"en": text},), ({"en": text},)) for text in HOSTILE
    )
    nodes = tuple(
        Node(text, text, {"en": text}, (text + text,), {"en": text}, True, 150.0 * number, 80.0, (number,), (text,))
        for number, text in enumerate(HOSTILE)
    )
    edges = tuple(
        Edge(tail, head, {"en": tail}, 0, head) for tail, head in zip(HOSTILE, HOSTILE[1:] + HOSTILE[:1], strict=True)
    )
    facets = tuple(Facet({"en": text}, (text,)) for text in HOSTILE)
    ends = (HOSTILE[0], HOSTILE[1])
    return Picture({"en": HOSTILE[0]}, HOSTILE[0], ("en",), kinds, nodes, edges, facts, 6, 6, HOSTILE[1], facets, ends)


def crowd(count: int) -> Picture:
    """
    *count* people in a ring with chords, a tenth of them near.
    """
    names = [f"p{number}" for number in range(count)]
    nodes = tuple(
        Node(
            name,
            "people",
            {"en": f"Person {name}"},
            near=number < count // 10,
            x=number % 60 * 150.0,
            y=number // 60 * 70.0,
        )
        for number, name in enumerate(names)
    )
    edges = tuple(
        Edge(name, names[(number * step + 1) % count], MET, 0) for number, name in enumerate(names) for step in (1, 7)
    )
    fact = FactText({"en": "x"}, {"en": "x"})
    return Picture({"en": "Crowd"}, "p0", ("en",), KINDS, nodes, edges, (fact,), count, 20_000, "")


class Reader(HTMLParser):
    """
    Reads a page as a browser's parser would: its elements with their attributes, and the text of scripts and styles.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.cdata_elem in ("script", "style"):
            tag, attributes = self.elements[-1]
            if self.inline and self.inline[-1][1] is attributes:
                data = self.inline.pop()[2] + data
            self.inline.append((tag, attributes, data))

    def attribute(self, tag: str, name: str) -> list[str | None]:
        return [attributes.get(name) for found, attributes in self.elements if found == tag]


# ------------------------------------------------------------------ the file


def test_the_page_is_html_with_its_language_and_title() -> None:
    """
    The page has a doctype, its language, its title in that language, and a heading.
    """
    text = page.render(network(), lang="zh-Hant")

    assert text.startswith("<!DOCTYPE html>\n")
    assert Reader(text).attribute("html", "lang") == ["zh-Hant"]
    assert "<title>林島市政府的國際往來</title>" in text


def test_a_title_that_is_missing_in_one_language_is_told_in_another() -> None:
    """
    A picture titled only in English has a title on the Chinese page too.
    """
    text = page.render(EMPTY, lang="zh-Hant")

    assert "<title>Nothing yet</title>" in text


def test_nothing_is_fetched_from_anywhere() -> None:
    """
    No element names a file or a host: no src, no link, no href but places in the page itself.
    """
    reader = Reader(page.render(hostile(), lang="en"))

    for tag, attributes in reader.elements:
        assert tag not in ("link", "iframe", "object", "embed", "base", "img", "form")
        assert not {"src", "srcset", "action", "data", "style", "onclick", "onload", "onerror"} & set(attributes)
        assert (attributes.get("href") or "#").startswith("#")


def test_w7_the_policy_names_exactly_the_scripts_and_styles_of_the_page() -> None:
    """
    W7: the hashes in the policy are those of the inline scripts and styles, and nothing inline is allowed wholesale.
    """
    reader = Reader(page.render(network(), lang="en"))
    [policy] = [
        attributes["content"] or ""
        for tag, attributes in reader.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = {rule.split()[0]: rule.split()[1:] for rule in html.unescape(policy).split(";")}

    def hashes(tag: str) -> list[str]:
        texts = [text for found, attributes, text in reader.inline if found == tag and "type" not in attributes]
        return [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts]

    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == ["'none'"]
    assert rules["script-src"] == hashes("script")
    assert rules["style-src"] == hashes("style")
    assert "unsafe" not in policy


def test_w1_w2_w5_hostile_text_makes_no_element() -> None:
    """
    W1, W2, W5: whatever stands in the data, the page has the same elements, and the islands give it back.
    """
    reader = Reader(page.render(hostile(), lang="en"))
    [told] = [text for _, attributes, text in reader.inline if attributes.get("id") == "picture"]

    assert [tag for tag, _ in reader.elements] == [tag for tag, _ in Reader(page.render(EMPTY, lang="en")).elements]
    assert [node["names"]["en"] for node in json.loads(told)["nodes"]] == list(HOSTILE)


def test_w5_an_island_holds_nothing_that_markup_could_begin_with() -> None:
    """
    W5: the characters that end a script, open a comment or break a line of JavaScript are escaped.

    JSON reads them back.
    """
    text = json_text(list(HOSTILE))

    assert not re.search("[<>&\u2028\u2029\x00\ud800]", text)
    assert json.loads(text) == list(HOSTILE)


def test_w9_the_same_picture_is_the_same_bytes() -> None:
    """
    R11, W9: hash seed and locale leave no trace in the page, nor does a second run.
    """
    script = (
        "import hashlib, sys; sys.path[:0] = sys.argv[1:]\n"
        "import test_page\n"
        "print(hashlib.sha256(test_page.page.render(test_page.network(), lang='en').encode()).hexdigest())"
    )

    def digest(**changes: str) -> str:
        command = [sys.executable, "-c", script, str(ROOT / "graph"), str(ROOT / "tests")]
        return subprocess.run(
            command, env=os.environ | changes, check=True, capture_output=True, text=True
        ).stdout.strip()

    here = hashlib.sha256(page.render(network(), lang="en").encode()).hexdigest()

    assert digest(PYTHONHASHSEED="1", LC_ALL="C", PYTHONUTF8="0", TZ="Asia/Taipei") == here
    assert digest(PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="UTC") == here


def test_a_small_page_is_a_small_file() -> None:
    """
    A page of forty things weighs less than 600 kB, vis-network included.
    """
    assert len(page.render(network(), lang="en").encode()) < 600_000


def test_a_script_that_could_end_its_element_is_refused() -> None:
    """
    Our own files stand unescaped in the page, so one that holds "</script" is a fault, not a page.
    """
    for text in ("x = '</SCRIPT>'", "// <!-- <script>", "line\r\n"):
        with pytest.raises(ValueError, match="cannot stand inside"):
            policy.inline("script", text)


def test_only_making_a_page_imports_pyvis() -> None:
    """
    The contract can be imported without pyvis, networkx and numpy.
    """
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import citygraph.views\n"
        "print({'pyvis', 'networkx', 'numpy', 'jinja2'} & set(sys.modules))"
    )

    out = subprocess.run(
        [sys.executable, "-c", script, str(ROOT / "graph")], check=True, capture_output=True, text=True
    )

    assert out.stdout.strip() == "set()"


def test_the_vendored_files_are_those_that_the_lock_names() -> None:
    """
    vis-network and its licence have the sums written in vendor.json, which names no host.
    """
    lock = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))

    for name, entry in lock["files"].items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == entry["sha256"]
    assert "://" not in json.dumps(lock)
    assert lock["version"] in (VENDOR / "vis-network.min.js").read_text(encoding="utf-8")[:2000]


def test_every_mark_is_drawn_and_both_languages_say_the_same_things() -> None:
    """
    The script has a path for each mark, and its table of words has the same keys in each language.
    """
    folder = VENDOR.parent / "network"
    script = "\n".join((folder / f"{name}.js").read_text(encoding="utf-8") for name in page.SCRIPTS)
    tables = re.split(r"\n  (?:en|\"zh-Hant\"): \{", script.partition("const STRINGS = {")[2].partition("\n};")[0])[1:]
    english, chinese = (re.findall(r"(?:^|[ ,])(\w+): \"", re.sub(r'"[^"]*"', '""', table)) for table in tables)

    assert english == chinese
    assert len(english) > 30
    for mark in MARKS:
        assert re.search(rf"\n  {mark}: \"M", script)


# ------------------------------------------------------------------ the picture and its places


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"focus": "nobody"}, "the focus 'nobody' is not among the nodes"),
        ({"edges": (Edge("anna", "nobody", MET, 0),)}, "edge 'anna' to 'nobody': no node 'nobody'"),
        ({"edges": (Edge("anna", "emil", MET, 999),)}, "no fact 999"),
        ({"kinds": KINDS[1:]}, "no kind 'people'"),
        ({"kinds": (*KINDS, KindStyle("x", {}, "red", "dot"))}, "no colour 'red'"),
        ({"kinds": (*KINDS, KindStyle("x", {}, "#ff0000", "blob"))}, "no mark 'blob'"),
        ({"kinds": KINDS + KINDS[:1]}, "two kinds are called 'people'"),
    ],
)
def test_a_picture_that_points_to_nothing_cannot_be_made(change: dict[str, Any], message: str) -> None:
    """
    An edge, fact, kind or focus that leads nowhere is found when the picture is made.
    """
    with pytest.raises(ValueError, match=re.escape(message)):
        dataclasses.replace(network(), **change)


def test_the_island_tells_repeated_texts_once() -> None:
    """
    Relation labels and report titles stand once, however many edges and facts use them.
    """
    tree = island(network())

    assert tree["sources"] == [{"report": "montreal-2017", "title": TITLE_2017}]
    assert len(tree["labels"]) == 7
    assert json.loads(json_text(tree)) == tree


def test_places_depend_on_the_graph_and_nothing_else() -> None:
    """
    The same nodes and edges in any order give the same places.
    """
    names = [node.id for node in network().nodes]
    edges = [(edge.tail, edge.head) for edge in network().edges]

    there = layout.positions(names, edges, 7, first=NEAR)

    assert layout.positions(reversed(names), reversed(edges), 7, first=sorted(NEAR)) == there
    assert set(there) == set(names)


def test_every_thing_has_room_for_its_label() -> None:
    """
    No two things of a small picture stand so close that their labels must cover each other.
    """
    names = [node.id for node in network().nodes]
    places = sorted(layout.positions(names, [(edge.tail, edge.head) for edge in network().edges], 1).values())

    for number, (x, y) in enumerate(places):
        for other_x, other_y in places[number + 1 :]:
            assert abs(x - other_x) > layout.ROOM[0] - 4 or abs(y - other_y) > layout.ROOM[1] - 4


@pytest.mark.parametrize(
    ("nodes", "edges"),
    [
        ([], []),
        (["a"], []),
        (["a"], [("a", "a")]),
        (["a", "b"], [("a", "b"), ("b", "a")]),
        (["a", "b", "c"], []),
        (list("abcdef"), [("a", "b"), ("c", "d"), ("d", "e"), ("c", "e")]),
        ([f"n{number}" for number in range(500)], [("n0", f"n{number}") for number in range(1, 500)]),
    ],
)
def test_every_graph_has_places(nodes: list[str], edges: list[tuple[str, str]]) -> None:
    """
    Nothing, one thing, loops, separate parts, a star of five hundred: each thing has a place of its own.
    """
    places = layout.positions(nodes, edges)

    assert set(places) == set(nodes)
    assert len(set(places.values())) == len(nodes)


# ------------------------------------------------------------------ the page in a browser


class Opened:
    """
    A page opened from a file with the network off, and all that it asked for and complained of.
    """

    def __init__(self, tab: Page, requests: list[str], complaints: list[str]) -> None:
        self.tab, self.requests, self.complaints = tab, requests, complaints

    def text(self, selector: str) -> str:
        return self.tab.locator(selector).inner_text()

    def value(self, expression: str) -> Any:
        return self.tab.evaluate(expression)

    def shown(self) -> set[str]:
        return set(self.value("view.nodes.getIds().map((number) => picture.nodes[number].id)"))

    def chosen(self) -> str | None:
        chosen: str | None = self.value("state.chosen === null ? null : picture.nodes[state.chosen].id")
        return chosen

    def rest(self) -> None:
        """
        Waits until the camera stands still.
        """
        self.tab.wait_for_timeout(600)


@pytest.fixture
def opened(tabs: Tabs, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """
    Opens a picture's page; at the end it must have asked for nothing but itself and complained of nothing.
    """
    pages: list[tuple[Opened, str]] = []

    def open_page(
        picture: Picture, lang: str = "en", address: str = "", width: int = 1280, height: int = 800, **settings: Any
    ) -> Opened:
        file = tmp_path / f"page-{len(pages)}.html"
        file.write_text(page.render(picture, lang=lang), encoding="utf-8", newline="\n")
        requests: list[str] = []
        complaints: list[str] = []
        heard: dict[str, Callable[[Any], None]] = {
            "request": lambda request: requests.append(request.url.partition("#")[0]),
            "console": lambda message: complaints.append(message.text),
            "pageerror": lambda error: complaints.append(str(error)),
        }
        tab = tabs.lend(heard, viewport={"width": width, "height": height}, **settings)
        found = Opened(tab, requests, complaints)
        tab.goto(file.as_uri() + address)
        tab.locator("html[data-ready]").wait_for(state="attached")
        pages.append((found, file.as_uri()))
        return found

    yield open_page
    for found, address in pages:
        assert found.requests == [address]
        assert found.complaints == []
        tabs.take_back(found.tab)


def test_w6_the_page_opens_at_its_focus(opened: Callable[..., Opened]) -> None:
    """
    W6: offline and from a file, the first view is the focus and its neighbourhood, the focus chosen and told.
    """
    there = opened(network())

    assert there.shown() == NEAR
    assert there.chosen() == "lindau-government"
    assert there.text("#panel-name") == "Lindau City Government"
    assert there.text("#count") == "Showing 18 of 40"
    assert there.value("document.querySelector('canvas').width") > 0


def test_w7_the_browser_refuses_every_request(opened: Callable[..., Opened]) -> None:
    """
    W7: the policy holds: a request or a script put into the page afterwards is refused.
    """
    there = opened(network())

    refused = there.value("fetch('data:text/plain,x').then(() => 'fetched', () => 'refused')")
    there.value("document.body.append(Object.assign(document.createElement('script'), {text: 'window.PWNED = 9'}))")

    assert refused == "refused"
    assert there.value("window.PWNED") is None
    assert len(there.complaints) >= 2
    there.complaints.clear()


def test_w1_w2_w3_w11_hostile_text_is_shown_as_text(opened: Callable[..., Opened]) -> None:
    """
    W1 to W3, W11: names, kinds, labels, facts, citations, tooltips, results and table rows are text and nothing else.
    """
    there = opened(hostile())
    for number in range(len(HOSTILE)):
        there.value(f"choose({number})")
        there.value(f"hover({number})")
        assert there.value("byId('panel-name').textContent") == there.value(f"picture.nodes[{number}].names.en")
    there.tab.fill("#search", "window")
    there.tab.locator("#found li").first.wait_for()

    for act in (
        "byId('filters').open = true",
        "startPicking(0)",
        "showWay(3, 0)",
        "follow(passage(picture.facts[0].citations[0]))",
    ):
        there.value(f"(() => {{ {act} }})()")
        assert there.value("document.documentElement.scrollWidth") <= 1280
    assert there.value("window.PWNED") is None
    assert there.value("[...document.links].every((link) => link.getAttribute('href').startsWith('#'))")  # W4
    assert there.value("document.querySelectorAll('img, #panel script, #rows script, #found svg[onload]').length") == 0
    assert there.value("document.documentElement.scrollWidth") <= 1280


def test_w13_a_saved_drawing_holds_hostile_names_as_text(opened: Callable[..., Opened]) -> None:
    """
    W13: an SVG of hostile names is well-formed, has no script and nothing foreign, and gives the names back.
    """
    there = opened(hostile())

    root = ET.fromstring(there.value("svgText()").encode())

    space = "{http://www.w3.org/2000/svg}"
    assert {each.tag.removeprefix(space) for each in root.iter()} <= {
        "svg",
        "title",
        "rect",
        "path",
        "g",
        "text",
        "circle",
    }
    assert not [name for each in root.iter() for name in each.attrib if name.startswith("on") or name.endswith("href")]
    titles = {each.text for each in root.iter(f"{space}title")}
    assert {HOSTILE[0], HOSTILE[1], HOSTILE[2], HOSTILE[4], HOSTILE[5]} <= titles
    assert there.value("window.PWNED") is None


def test_w10_an_empty_picture_says_so(opened: Callable[..., Opened]) -> None:
    """
    W10: without things there is a sentence instead of a picture.
    """
    there = opened(EMPTY)

    assert there.tab.locator("#empty").is_visible()
    assert there.text("#empty") == "There is nothing to draw"
    assert there.text("#count") == "Showing 0 of 120 (0 in this file)"


def test_w10_a_crowd_is_shown_in_part_and_says_so(opened: Callable[..., Opened]) -> None:
    """
    W10: of three thousand things the near ones are drawn, and the count tells of the others; all are drawn on demand.
    """
    there = opened(crowd(3000))
    assert there.text("#count") == "Showing 300 of 20000 (3000 in this file)"

    there.tab.click("#all")

    assert len(there.shown()) == 3000
    assert there.text("#relations-note").startswith("The first 1500 of 6000 relations")


def test_the_script_folds_names_as_the_package_does(opened: Callable[..., Opened]) -> None:
    """
    The page's search and citygraph.names.fold make the same key of every letter and of whole names.
    """
    ranges = [
        (0x20, 0x250),
        (0x370, 0x530),
        (0x1E00, 0x2000),
        (0x3000, 0x3100),
        (0x4E00, 0xA000),
        (0xF900, 0xFAFF),
        (0xFF00, 0xFFF0),
    ]
    texts = [chr(code) for low, high in ranges for code in range(low, high)]
    texts += [
        "臺中 Taichung",
        "台中taichung",
        "Émile  Tremblay",
        "ＢＥＬＡ Kovács",
        "O’Brien",
        "安娜．貝里斯特倫",
        "Straße_12",
    ]
    there = opened(EMPTY)

    folded = there.tab.evaluate("(texts) => texts.map(fold)", texts)

    assert {text: key for text, key in zip(texts, folded, strict=True) if fold(text) != key} == {}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("montreal", "Montréal"),
        ("台中", "Taichung City Government"),
        ("ｂéla", "Béla Kovács"),
        ("bergstroem", "Anna Bergström"),
        ("里斯特", "Anna Bergström"),
        ("burgermeisterin", "Anna Bergström"),
        ("kovacs bela", "Béla Kovács"),
    ],
)
def test_any_form_of_a_name_is_found(opened: Callable[..., Opened], typed: str, found: str) -> None:
    """
    Accents, case, width, 台/臺, other forms, the other script, parts of names, words in another order.
    """
    there = opened(network())

    there.tab.fill("#search", typed)

    assert found in there.tab.locator("#found .name").all_inner_texts()


def test_search_is_a_combobox(opened: Callable[..., Opened]) -> None:
    """
    Arrows move through the results, Enter chooses and centres, Escape closes; two of one name are both listed.
    """
    there = opened(network(), reduced_motion="reduce")
    there.tab.keyboard.press("/")
    there.tab.keyboard.type("wang")
    assert there.tab.locator("#found [role=option]").count() == 2
    assert there.tab.get_attribute("#search", "aria-expanded") == "true"
    assert there.tab.get_attribute("#search", "aria-activedescendant") == "found-0"

    there.tab.keyboard.press("ArrowDown")
    assert there.tab.get_attribute("#search", "aria-activedescendant") == "found-1"
    there.tab.keyboard.press("Enter")

    assert there.chosen() in ("wang", "wang-2")
    assert there.tab.get_attribute("#search", "aria-expanded") == "false"
    place = there.value("view.network.canvasToDOM(view.network.getPosition(state.chosen))")
    assert there.value("byId('network').clientWidth / 2") == pytest.approx(place["x"], abs=2)


def test_what_is_not_there_is_said(opened: Callable[..., Opened]) -> None:
    """
    A search without a result says so, on the screen and to a screen reader.
    """
    there = opened(network())

    there.tab.fill("#search", "zzz")

    assert there.text("#found") == "Nothing here is called that"
    assert there.text("#said") == "Nothing here is called that"


def test_the_panel_tells_facts_with_their_sources(opened: Callable[..., Opened]) -> None:
    """
    Facts stand under their kind with date, caveat, correction and citation.
    """
    there = opened(network(), address="#id=anna&lang=en")

    panel = there.text("#panel")

    assert "mayor of Lindau" in panel
    assert re.search(r"Encounters\s*7", panel)
    assert re.search(r"2017-06-15\s+Anna Bergström met HANA Park\.", panel)
    assert "photo caption only" in panel
    assert "montreal-2017 肆.三.(一) Report on the 12th World Congress" in panel
    assert re.search(r"Correction\s+The report misprints the name\.", opened(network()).text("#panel"))


def test_the_language_switch_changes_every_word(opened: Callable[..., Opened]) -> None:
    """
    中文 tells names, facts and the page's own words in Chinese, and the address remembers it.
    """
    there = opened(network(), address="#id=anna&lang=en")

    there.tab.click("#languages button[lang='zh-Hant']")

    assert there.value("document.documentElement.lang") == "zh-Hant"
    assert there.text("#panel-name") == "安娜．貝里斯特倫"
    assert "安娜．貝里斯特倫會晤朴荷娜。" in there.text("#panel")
    assert there.text("#count") == "顯示 18／40"
    assert there.value("location.hash") == "#id=anna&lang=zh-Hant"
    assert there.value("document.title") == "安娜．貝里斯特倫 – 林島市政府的國際往來"


def test_a_deep_link_opens_its_thing_and_back_goes_back(opened: Callable[..., Opened]) -> None:
    """
    #id=...&lang=... opens a thing that is not in the first view; the back button undoes each choice.
    """
    there = opened(network(), address="#id=fatima&lang=en")
    assert there.chosen() == "fatima"
    assert "fatima" in there.shown()

    there.tab.click("#panel .neighbours button >> nth=0")
    assert there.chosen() != "fatima"
    there.tab.go_back()
    there.tab.locator("#panel-name", has_text="Fatima Zahra").wait_for()

    assert there.chosen() == "fatima"


def test_a_deep_link_to_nothing_says_so(opened: Callable[..., Opened]) -> None:
    """
    An id that the picture does not hold is named, and nothing is chosen.
    """
    there = opened(network(), address="#id=nobody&lang=en")

    assert there.chosen() is None
    assert "Nothing in this picture is called “nobody”." in there.text("#panel")


def test_the_legend_counts_and_filters(opened: Callable[..., Opened]) -> None:
    """
    A kind that is switched off leaves the picture, the count and the table, and comes back.
    """
    there = opened(network())
    people = there.tab.locator("#kinds li", has_text="person")
    assert people.inner_text().split() == ["person", "7/14"]

    people.locator("input").uncheck()

    assert "anna" not in there.shown()
    assert there.text("#count") == "Showing 11 of 40"
    assert "Anna" not in there.text("#rows")
    there.tab.locator("#kinds li", has_text="person").locator("input").check()
    assert "anna" in there.shown()


def test_everything_can_be_shown_and_taken_back(opened: Callable[..., Opened]) -> None:
    """
    "Show all" draws every thing, "First view" returns.
    """
    there = opened(network())

    there.tab.click("#all")
    assert len(there.shown()) == 40
    assert there.text("#count") == "Showing 40 of 40"
    there.tab.click("#less")

    assert there.shown() == NEAR


def test_a_double_click_adds_the_neighbours(opened: Callable[..., Opened]) -> None:
    """
    A thing's neighbours come by double click on its mark and by the panel's button.
    """
    there = opened(network(), reduced_motion="reduce")
    there.value("choose(numberOf.get('chen'), {centre: true})")
    assert "gun" not in there.shown()

    frame = there.tab.locator("#network").bounding_box()
    assert frame is not None
    there.tab.mouse.dblclick(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    there.rest()
    assert {"gun", "dora"} <= there.shown()

    there.value("choose(numberOf.get('anna'))")
    there.tab.click("#panel .expand")
    assert "wang" in there.shown()


def test_a_click_chooses_and_empty_ground_clears(opened: Callable[..., Opened]) -> None:
    """
    A click on a mark tells about it; a click on an edge marks the fact behind it; a click beside them clears.
    """
    there = opened(network(), address="#id=&lang=en")
    place = there.value(
        "(() => { const at = view.network.canvasToDOM(view.network.getPosition(numberOf.get('emil')));"
        " const box = byId('network').getBoundingClientRect(); return [box.x + at.x, box.y + at.y]; })()"
    )

    there.tab.mouse.click(*place)
    there.tab.locator("#panel-name", has_text="Émile").wait_for()
    number = there.value("beside[state.chosen].find((edge) => picture.edges[edge].date)")
    there.value(f"clicked({{nodes: [], edges: [{number}]}})")
    assert there.tab.locator("#panel .called").count() == 1
    frame = there.tab.locator("#network").bounding_box()
    assert frame is not None
    there.tab.mouse.click(frame["x"] + frame["width"] - 30, frame["y"] + 30)

    there.tab.locator("#panel-name", has_text="Choose something").wait_for()
    assert there.chosen() is None


def test_the_keyboard_reaches_everything(opened: Callable[..., Opened]) -> None:
    """
    Tab reaches search, languages, legend, picture, buttons and panel; arrows walk; Enter adds; Escape clears.
    """
    there = opened(network(), reduced_motion="reduce")
    visited = set()
    for _ in range(45):
        there.tab.keyboard.press("Tab")
        visited.add(there.value("document.activeElement.id || document.activeElement.closest('[id]')?.id"))
    assert {"search", "languages", "legend", "kinds", "network", "all", "nearer", "farther", "fit", "panel"} <= visited

    there.tab.focus("#network")
    before = there.chosen()
    there.tab.keyboard.press("ArrowLeft")
    assert there.chosen() not in (None, before)
    assert there.text("#said").startswith(there.text("#panel-name"))
    there.tab.keyboard.press("Escape")
    assert there.chosen() is None
    there.tab.keyboard.press("ArrowRight")
    assert there.chosen() == "lindau-government"


def test_parallel_edges_lie_side_by_side(opened: Callable[..., Opened]) -> None:
    """
    Three meetings of the same two people are three curves.
    """
    there = opened(network())

    middles = there.value(
        "drawing.edges.filter((edge) => [edge.from, edge.to].sort().join() ==="
        " [numberOf.get('anna'), numberOf.get('emil')].sort().join())"
        ".map((edge) => view.network.body.edges[edge.id].edgeType.getPoint(0.5)).map(({x, y}) => [x, y])"
    )

    assert len(middles) == 3
    for number, (x, y) in enumerate(middles):
        for other_x, other_y in middles[number + 1 :]:
            assert abs(x - other_x) + abs(y - other_y) > 10


def test_the_table_tells_the_same_relations(opened: Callable[..., Opened]) -> None:
    """
    Each relation of the picture is a row with its names, date and source; a name leads to its thing.
    """
    there = opened(network())
    rows = there.tab.locator("#rows tr")
    assert rows.count() == there.value("view.edges.length")
    row = rows.filter(has_text="HANA Park").filter(has_text="met")
    assert row.inner_text().split("\t") == [
        "Anna Bergström",
        "met",
        "HANA Park",
        "2017-06-15",
        "montreal-2017 肆.三.(一)",
    ]

    row.get_by_role("link", name="HANA Park").click()
    there.tab.locator("#panel-name", has_text="HANA Park").wait_for()

    assert there.chosen() == "hana"


def test_only_the_chosen_things_edges_are_labelled(opened: Callable[..., Opened]) -> None:
    """
    Words stand on the edges of the chosen thing, on no others, and on none while nothing is chosen.
    """
    there = opened(network(), address="#id=anna&lang=en")
    there.value(
        "(() => { window.drawn = []; const plain = outlined;"
        " outlined = (ctx, text, ...rest) => { drawn.push(text); plain(ctx, text, ...rest); }; })()"
    )

    def words() -> set[str]:
        there.value("drawn = []; view.network.redraw()")
        there.rest()
        return set(there.value("drawn"))

    assert "took part in" in words()
    assert "held in" not in words()
    there.value("choose(null)")
    assert not {"took part in", "held in", "member of"} & words()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scroll(opened: Callable[..., Opened], scheme: str) -> None:
    """
    At 360 pixels the panel stands below the picture, the legend is folded, and nothing runs off the screen.
    """
    there = opened(network(), lang="zh-Hant", width=360, height=740, color_scheme=scheme)

    assert there.value("document.documentElement.scrollWidth") == 360
    assert not there.tab.locator("#kinds").is_visible()
    stage, panel = (there.tab.locator(place).bounding_box() for place in ("#stage", "#panel"))
    assert stage is not None
    assert panel is not None
    assert panel["y"] >= stage["y"] + stage["height"] - 1


def test_colours_can_be_told_from_the_ground(opened: Callable[..., Opened]) -> None:
    """
    Light or dark, each kind's colour has at least three times the contrast that WCAG asks of a graphic.
    """
    for scheme in ("light", "dark"):
        there = opened(network(), color_scheme=scheme)

        worst = there.value(
            "Math.min(...picture.kinds.map((kind) => contrast(legible(kind.color).match(/\\d+/g).map(Number),"
            " channels(view.theme.canvas))))"
        )

        assert worst >= 2.95


def test_motion_is_left_out_for_who_asks(opened: Callable[..., Opened]) -> None:
    """
    The camera jumps instead of gliding under prefers-reduced-motion.
    """
    assert opened(network(), reduced_motion="reduce").value("animation()") is False
    assert opened(network(), reduced_motion="no-preference").value("animation().duration") > 0
