"""The network page: one file, no request, hostile text as text, both languages, keyboard and screen reader."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import html
import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from citygraph.names import fold
from citygraph.views import Citation, Edge, FactText, KindStyle, Node, Picture, layout, page
from citygraph.views.picture import MARKS, island, json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

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
NEAR = {"lindau-government", "harbours", "rivers", "lindau", "anna", "lu", "chen", "award-clean", "declaration"}
NEAR |= {"emil", "hana", "congress-2017", "board-2017", "dinner-2017", "montreal", "montreal-government", "ines", "jordi"}


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
        facts.append(FactText({"en": "Encounters", "zh-Hant": "會晤"} if word == "MET" else label, text, date, said, caption))
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
        )
        for id_, kind, _ in things
    )
    title = {"en": "Lindau abroad: whom we met", "zh-Hant": "林島市政府的國際往來"}
    return Picture(
        title, "lindau-government", ("zh-Hant", "en"), KINDS, nodes, tuple(edges), tuple(facts), len(nodes), len(nodes),
        "data of 2026-11-20",
    )
