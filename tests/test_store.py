"""The store: published whole or not at all, read-only, and safe from users' queries."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph import store
from citygraph.store import LimitError, Limits, QueryError, StoreError, process

LINES = [f'<https://e.example/{n:04}> <https://e.example/p> "{n}" .\n' for n in range(500)]
OLD, NEW = "build-00000000", "build-11111111"
CHILD = """
import os, sys
from pathlib import Path
from citygraph import store
builds, name, steps = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
def counted(function):
    def step(*given, **named):
        global steps
        steps -= 1
        if steps == 0:
            os.kill(os.getpid(), 9)
        return function(*given, **named)
    return step
os.fsync, Path.open, Path.replace, Path.mkdir = map(counted, (os.fsync, Path.open, Path.replace, Path.mkdir))
lines = [f'<https://e.example/{n}> <https://e.example/p> "{n}" .\\n' for n in range(20)]
store.write(builds / name, lines, {"schema.json": b"{}"})
store.publish(builds, name)
"""
ASKING = """
import sys
from pathlib import Path
from citygraph import store
store.ask_user_query(store.Graph(Path(sys.argv[1])), sys.argv[2])
"""


def published(builds, name=OLD, lines=LINES):
    """
    A build of some lines, made current.
    """
    store.write(builds / name, lines, {"schema.json": b'{"prefixes": {}, "settings": {"base": "https://e.example/"}}'})
    store.publish(builds, name)
    return builds / name


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    """
    A published graph of 500 quads, which nobody changes.
    """
    return store.Graph(published(tmp_path_factory.mktemp("builds")))


@pytest.fixture
def fragile(tmp_path):
    """
    Such a graph for a test that damages it.
    """
    return store.Graph(published(tmp_path))


@pytest.fixture
def canary():
    """
    An address that counts who calls: no query may.
    """
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        listening = threading.Event()

        def listen():
            while not listening.is_set():
                try:
                    calls.append(server.accept()[1])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        listening.set()
        thread.join()
    assert calls == []


# Publishing


def test_a_build_is_what_it_was_given(tmp_path):
    """
    The store holds the lines, and the same lines stand beside it as text.
    """
    folder = published(tmp_path)

    assert len(store.Graph(folder)) == len(LINES)
    assert (folder / "graph.nq").read_text("utf-8") == "".join(LINES)


def test_a_build_that_is_not_published_is_not_current(tmp_path):
    """
    The old build stays current until the pointer switches.
    """
    old = published(tmp_path)
    store.write(tmp_path / NEW, LINES[:20], {})
    before = store.current(tmp_path)

    store.publish(tmp_path, NEW)

    assert before == old
    assert store.current(tmp_path) == tmp_path / NEW


def test_f5_a_reader_keeps_the_build_it_opened(tmp_path):
    """
    F5: who reads sees one build whole, also when another is published and the old one is swept away.
    """
    reader = store.Graph(published(tmp_path))
    published(tmp_path, NEW, LINES[:20])

    store.sweep(tmp_path, [NEW])

    assert len(reader.select("SELECT ?s WHERE { ?s ?p ?o }")) == len(LINES)
    assert len(store.Graph(store.current(tmp_path))) == 20


def test_f8_sweeping_leaves_what_no_build_made(tmp_path):
    """
    F8: a folder or file that is not ours is never removed.
    """
    published(tmp_path)
    for name in ("build-notes", "mine", "build-"):
        (tmp_path / name).mkdir()
    (tmp_path / f"{NEW}.4711").mkdir()

    store.sweep(tmp_path, [OLD])

    assert sorted(each.name for each in tmp_path.iterdir()) == ["build-", OLD, "build-notes", "current", "mine"]


def test_f1_a_builder_killed_at_any_step_leaves_the_old_build_or_the_new(tmp_path):
    """
    F1: kill -9 at the first, second, ... step; what is current is whole each time, and in the end it is the new build.
    """
    old = published(tmp_path)
    seen = []
    for step in range(1, 100):
        done = subprocess.run([sys.executable, "-c", CHILD, str(tmp_path), NEW, str(step)], check=False)
        current = store.current(tmp_path)
        seen.append((current.name, len(store.Graph(current).select("SELECT ?s WHERE { ?s ?p ?o }"))))
        store.sweep(tmp_path, [OLD] if current == old else [OLD, NEW])
        if done.returncode == 0:
            break

    assert set(seen[:-1]) <= {(OLD, 500), (NEW, 20)}
    assert (OLD, 500) in seen
    assert seen[-1] == (NEW, 20)
    assert len(seen) > 10


@pytest.mark.parametrize("pointer", ["", "../..", ".", "build-99999999", "\udcff", "x" * 5000])
def test_f8_a_pointer_to_nothing_is_no_build(tmp_path, pointer):
    """
    F8: a pointer that was cut, edited or points elsewhere means that there is no build.
    """
    published(tmp_path)
    (tmp_path / "current").write_bytes(pointer.encode("utf-8", "surrogateescape"))

    assert store.current(tmp_path) is None


def test_f15_a_store_that_holds_less_than_it_was_given_is_not_published(tmp_path):
    """
    F15: quads that vanish without an error are noticed by counting.
    """
    with pytest.raises(StoreError, match="holds 500 of 501 quads"):
        store.write(tmp_path / OLD, [*LINES, LINES[0]], {})


def test_f12_a_folder_that_cannot_be_written_is_named(tmp_path):
    """
    F12: where nothing can be written the message says where and why.
    """
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match=r"cannot write .*file.*Not a directory"):
        store.write(tmp_path / "file" / OLD, LINES, {})
    with pytest.raises(StoreError, match=r"cannot publish in .*file.*Not a directory"):
        store.publish(tmp_path / "file", OLD)


# Reading


def test_c2_f8_a_missing_store_says_what_to_do(tmp_path):
    """
    C2, F8: a build without its store is an error with a way out, never an empty graph.
    """
    with pytest.raises(StoreError, match=r"seal.json is missing.*build again"):
        store.Graph(tmp_path / OLD)

    assert list(tmp_path.iterdir()) == []


def test_f8_a_foreign_folder_is_no_store(tmp_path):
    """
    F8: a folder of something else is refused and stays as it is.
    """
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "CURRENT").write_text("not yours")
    (tmp_path / "seal.json").write_text('{"engine": "", "files": {}}')

    with pytest.raises(StoreError, match="build again"):
        store.Graph(tmp_path)

    assert (tmp_path / "store" / "CURRENT").read_text() == "not yours"


def test_f11_a_damaged_file_of_the_build_says_what_to_do(fragile):
    """
    F11: a file cut short is an error with a way out.
    """
    (fragile.folder / "schema.json").write_text('{"prefixes": ')

    with pytest.raises(StoreError, match="build again"):
        fragile.file("schema.json")


def flips(folder):
    """
    Each file of the store's data with one byte flipped, several times.
    """
    for file in sorted((folder / "store").glob("*.sst")):
        whole, stat = file.read_bytes(), file.stat()
        for at in range(7, len(whole), max(1, len(whole) // 10)):
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
            yield file, stat
        file.write_bytes(whole)


def test_f7_a_flipped_byte_is_noticed(tmp_path):
    """
    F7: wherever one byte of the store is changed, opening it fails and says what to do.
    """
    folder = published(tmp_path)

    for _ in flips(folder):
        with pytest.raises(StoreError, match=r"sst is not what was written.*build again"):
            store.Graph(folder)

    assert len(store.Graph(folder)) == len(LINES)


def test_f7_a_byte_that_flips_unseen_never_gives_wrong_answers(tmp_path):
    """
    F7: where the disk changes a byte and not the file's time, the engine's checksums refuse what is read wrong.
    """
    folder = published(tmp_path)
    query = "SELECT ?s ?o WHERE { ?s ?p ?o }"
    right = store.Graph(folder).select(query)
    found = []
    for file, stat in flips(folder):
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        try:
            found.append(store.Graph(folder).select(query) == right)
        except StoreError as error:
            found.append("build again" in str(error) and "refused")

    assert set(found) == {True, "refused"}


def test_a_copied_build_is_read(tmp_path):
    """
    A build whose files have other times, as copies have, is read and found whole.
    """
    folder = published(tmp_path)
    for file in folder.rglob("*"):
        os.utime(file)

    assert len(store.Graph(folder)) == len(LINES)


def test_f8_a_store_of_another_engine_names_both(tmp_path):
    """
    F8: where the files cannot be read, the versions that wrote and that read them are said.
    """
    folder = published(tmp_path)
    seal = json.loads((folder / "seal.json").read_text())
    (folder / "store" / "CURRENT").unlink()
    seal = {"engine": "pyoxigraph 9.9", "files": {k: v for k, v in seal["files"].items() if "CURRENT" not in k}}
    (folder / "seal.json").write_text(json.dumps(seal))

    with pytest.raises(StoreError, match=r"written by pyoxigraph 9\.9, read by pyoxigraph 0"):
        store.Graph(folder)


def test_q3_the_store_is_read_only(graph):
    """
    Q3: nothing can be written through a graph.
    """
    with pytest.raises((RuntimeError, OSError)):
        graph.engine.update("INSERT DATA { <https://e.example/x> <https://e.example/p> 1 }")

    assert len(graph) == len(LINES)


HOSTILE = ['"', '" } SELECT * { ?s ?p ?o', "\\", "'\n}", '"""', "\\u0022", "}} UNION {{ ?s ?p ?o", "\u2028"]


@pytest.mark.parametrize("text", HOSTILE)
def test_q18_a_bound_text_stays_a_text(graph, text):
    """
    Q18: a value meets the query as a term; whatever it holds, it is compared and never read.
    """
    rows = graph.select("SELECT ?o WHERE { BIND(STR(?text) AS ?o) }", {"text": [store.Literal(text)]})

    assert [row["o"].value for row in rows] == [text]


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_q18_any_text_can_be_bound(text):
    """
    Q18: there is no text that breaks out of its literal.
    """
    with store.memory([]) as engine:
        [row] = engine.query(store.bind("SELECT ?text WHERE { }", {"text": [store.Literal(text)]}))

    assert row["text"].value == text


@pytest.mark.parametrize("iri", ["https://e.example/> { ?s ?p ?o } #", "not an iri", "https://e.example/ x", ""])
def test_q18_what_is_no_iri_cannot_be_bound(iri):
    """
    Q18: an IRI is written by the engine's own class, which refuses what is none.
    """
    with pytest.raises(ValueError, match=r"IRI|scheme"):
        store.IRI(iri)


def test_values_are_bound_first_in_the_group():
    """
    The planner starts from the values, which is what makes a bound query fast.
    """
    query = store.bind(
        "SELECT ?s WHERE { ?s ?p ?o }", {"o": [store.Literal("1")], "s": [store.IRI("x:a"), store.IRI("x:b")]}
    )

    assert query == 'SELECT ?s WHERE { VALUES ?o { "1" } VALUES ?s { <x:a> <x:b> }  ?s ?p ?o }'


# Users' queries: what is refused


FEDERATED = [
    "SELECT * { SERVICE <CANARY> { ?s ?p ?o } }",
    "SELECT * { service <CANARY> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE SILENT <CANARY> { ?s ?p ?o } }",
    "SELECT*{SERVICE<CANARY>{?s ?p ?o}}",
    "SELECT * { SERVICE#\n<CANARY> { ?s ?p ?o } }",
    "PREFIX c: <CANARY> SELECT * { SERVICE c:x { ?s ?p ?o } }",
    "PREFIX : <CANARY> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <CANARY> SELECT * { SERVICE:x#\n{ ?s ?p ?o } }",
    "PREFIX : <CANARY> SELECT * { SERVICESILENT:x { ?s ?p ?o } }",
    "PREFIX x: <CANARY> SELECT * { SERVICEx:y { ?s ?p ?o } }",
    "PREFIX 、: <CANARY> SELECT * { SERVICE、:y { ?s ?p ?o } }",
    "BASE <CANARY> SELECT * { SERVICE <x> { ?s ?p ?o } }",
    "SELECT * { VALUES ?v { <CANARY> } SERVICE ?v { ?s ?p ?o } }",
    "SELECT * { VALUES ?v { <CANARY> } SERVICE?v{ ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<CANARY>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1e5SERVICE<CANARY>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1.SERVICE<CANARY>{ ?s ?p ?o } }",
    "SELECT * { OPTIONAL { { SERVICE <CANARY> { ?s ?p ?o } } UNION { } } }",
    "SELECT * { FILTER NOT EXISTS { SERVICE <CANARY> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <CANARY> { ?s ?p ?o } } } }",
    "SELECT * { GRAPH ?g { SERVICE <CANARY> { ?s ?p ?o } } }",
    "ASK { SERVICE <CANARY> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <CANARY> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <CANARY> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <CANARY> { ?s ?p ?o } }",
    "SELECT * { S\\U00000045RVICE <CANARY> { ?s ?p ?o } }",
    'SELECT * { FILTER(?q < "a\\u0022 , ") SERVICE <CANARY> { ?a ?b "c" } }',
    "SELECT * { FILTER(1=1||<CANARYa\\u0041b#>=1) SERVICE <CANARY> { ?a ?b ?c } }",
    "SELECT * { ?s ?p '''it's''' . SERVICE <CANARY> { ?a ?b 'c' } }",
    'SELECT * { ?s ?p """a"b\\"""" . SERVICE <CANARY> { ?a ?b "c" } }',
    "SELECT * { FILTER(?a<?b) SERVICE <CANARY> { ?a ?b ?c } FILTER(?c>?d) }",
]


@pytest.mark.parametrize("query", FEDERATED)
def test_q1_federation_is_refused(graph, canary, query):
    """
    Q1: SERVICE is refused before anything runs, in every position and disguise, and nobody is called.
    """
    with pytest.raises(QueryError, match="federation is off") as caught:
        store.ask_user_query(graph, query.replace("CANARY", canary))

    assert caught.value.line >= 1
    assert caught.value.column >= 1


@pytest.fixture(scope="module")
def confined():
    """
    Only where the system can forbid a process the network.
    """
    if subprocess.run(["unshare", "-Urn", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this system gives no network namespaces")


@pytest.mark.parametrize("query", FEDERATED)
def test_q1_nothing_federated_leaves_the_process(confined, graph, canary, query, monkeypatch):
    """
    Q1: also without the guard the process in which a query runs reaches nobody, where the system can forbid it.
    """
    from citygraph.store import guarding

    monkeypatch.setattr(guarding, "guard", lambda query: None)

    with contextlib.suppress(QueryError):
        store.ask_user_query(graph, query.replace("CANARY", canary), Limits(seconds=2))


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE <http://127.0.0.1/> { }" }',
        "SELECT * { ?s ?p '''\nSERVICE\n''' }",
        "SELECT * { ?s ?p ?o } # SERVICE <x:y> { }",
        "SELECT ?service $SERVICE { ?service ?p $SERVICE }",
        "PREFIX service: <https://e.example/> SELECT * { ?s service:p ?o }",
        "PREFIX service: <https://e.example/> SELECT * { GRAPH service:g { ?s ?p ?o } }",
        "SELECT * { ?s <https://e.example/SERVICE> ?o }",
        "PREFIX e: <https://e.example/> SELECT * { ?s e:SERVICE ?o . ?s e:service.p ?o }",
        "SELECT * { ?s ?p ?o FILTER(?o<?p||?p>?o) }",
        'SELECT * { ?s ?p "\\"" , \'\\\'\' , """a"b""c""" }',
    ],
)
def test_q2_the_word_alone_is_no_federation(graph, query):
    """
    Q2: in a text, a comment, a name or an IRI the word SERVICE is a word like any other.
    """
    assert store.ask_user_query(graph, query).kind == "rows"


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <x:a> <x:b> 1 }",
        "PREFIX load: <x:>\n# SELECT\nDELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "CLEAR ALL",
        "DROP ALL",
        "COPY DEFAULT TO <x:g>",
        "MOVE DEFAULT TO <x:g>",
        "ADD DEFAULT TO <x:g>",
        "CREATE GRAPH <x:g>",
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "base <x:> insert { ?s ?p ?o } where { ?s ?p ?o }",
    ],
)
def test_q3_updates_are_refused(graph, query):
    """
    Q3: the graph is read-only, and says so; its files stay as they are.
    """
    before = {file: file.read_bytes() for file in graph.folder.rglob("*") if file.is_file()}

    with pytest.raises(QueryError, match="read-only"):
        store.ask_user_query(graph, query)

    assert {file: file.read_bytes() for file in graph.folder.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { } SELECT * { }",
        "SELECT * { } ; SELECT * { }",
        "SELECT * { } ; INSERT DATA { <x:a> <x:b> 1 }",
        "ASK { } DROP ALL",
    ],
)
def test_q14_two_queries_in_one_are_refused(graph, query):
    """
    Q14: one query is one query.
    """
    with pytest.raises(QueryError):
        store.ask_user_query(graph, query)


@pytest.mark.parametrize("source", ["<file:///etc/passwd>", "<CANARY>", "NAMED <CANARY>", "<https://e.example/none>"])
def test_q4_from_opens_nothing(graph, canary, source):
    """
    Q4: FROM chooses among the graphs that are there; another one is empty, and no file or address is opened.
    """
    answer = store.ask_user_query(graph, f"SELECT * FROM {source.replace('CANARY', canary)} {{ ?s ?p ?o }}")

    assert answer.cells() == []


def nested(opening, closing, times, inside="?s ?p ?o"):
    return f"SELECT * {{ {opening * times}{inside}{closing * times} }}"


BOMBS = {
    "groups": nested("{", "}", 3000),
    "brackets": nested("FILTER(" + "(" * 5000, ")" * 5001, 1, "1"),
    "not exists": nested("FILTER NOT EXISTS {", "}", 1000),
    "sub-selects": nested("{SELECT * {", "}}", 2000),
    "blank nodes": nested("[ ?p ", "]", 4000, "?s ?p ?o"),
    "or": "SELECT * { ?s ?p ?o FILTER(" + "1||" * 9500 + "1) }",
    "plus": "SELECT * { ?s ?p ?o FILTER(" + "1+" * 9000 + "1) }",
    "unions": "SELECT * { {}" + "UNION{}" * 6600 + " }",
    "binds": "SELECT * { " + "".join(f"BIND(1 AS ?v{n})" for n in range(3000)) + " }",
    "not": "SELECT * { FILTER(" + "!" * 9000 + "1) }",
    "the same pattern": "SELECT * { " + "?s ?p ?o . " * 200 + "}",
    "a chain": "SELECT * { " + "".join(f"?v{n} ?p ?v{n + 1} . " for n in range(300)) + "}",
    "a path": "SELECT * { ?s <x:p>" + "/<x:p>" * 1000 + " ?o }",
    "objects": "SELECT * { ?s ?p ?o" + ",?o" * 300 + " }",
    "texts never closed": 'SELECT * { ?s ?p "' + '\\"""' * 12_000,
    "long": "SELECT * { } #" + "x" * 70_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_q6_q7_a_query_that_would_fell_the_engine_is_refused_at_once(bomb):
    """
    Q6, Q7: depth, number and length are looked at before the engine sees them, in less than 50 ms of CPU.
    """
    store_guard = store.guard  # imported before the clock starts
    with pytest.raises(QueryError):
        store_guard("LOAD <x:y>")
    started = time.process_time()

    with pytest.raises(QueryError, match=r"nested deeper|too many|longer than|not closed"):
        store_guard(BOMBS[bomb])

    assert time.process_time() - started < 0.15


def test_a_long_list_of_values_is_no_bomb(graph):
    """
    A thousand values to look up are data, not patterns.
    """
    values = " ".join(f'("{n}" "1.5"^^<x:t> -2.5 <https://e.example/{n:04}>)' for n in range(700))

    answer = store.ask_user_query(graph, f"SELECT ?s {{ VALUES (?o ?a ?b ?s) {{ {values} }} ?s ?p ?o }}")

    assert len(answer.cells()) == len(LINES)


@pytest.mark.parametrize(
    ("query", "line", "column", "message"),
    [
        ("SELECT * {\n  ?s ?p ?o\n  FILTR(?o)\n}", 3, 3, "'FILTR' is no word of SPARQL; did you mean FILTER?"),
        ("SELEC * { }", 1, 1, "did you mean SELECT?"),
        ("SELECT * {\n  ?s nope:p ?o }", 2, 6, "the prefix 'nope' is not declared"),
        ("SELECT * { ?s ?p ?o", 1, 10, "this { is not closed"),
        ("SELECT * { ?s ?p (1 2] }", 1, 22, "this ] closes nothing"),
        ('SELECT * { ?s ?p "a }', 1, 18, "this quotation mark is not closed"),
        ("SELECT * { ?s ?p }", 1, 19, "cannot be read from here on"),
        ("SELECT * { ?s ?p <not an iri> }", 1, 18, "an IRI holds no blanks"),
        ("SELECT (COUNT(*) AS ?n) ?s { ?s ?p ?o }", 1, 40, "The SELECT contains a variable that is unbound"),
    ],
)
def test_q11_a_syntax_error_has_line_and_column(graph, query, line, column, message):
    """
    Q11: what is wrong is said in words, at its place, without the engine's list of alternatives.
    """
    with pytest.raises(QueryError) as caught:
        store.ask_user_query(graph, query)

    assert message in str(caught.value)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    "query", ["\ufeffSELECT * { }", "SELECT * { \x00 }", 'SELECT * { ?s ?p "\ud800" }', "", "{", "\x00"]
)
def test_q13_what_is_no_query_is_a_query_error(graph, query):
    """
    Q13: marks, zeros, halves of characters and nothing at all are refused like any wrong query.
    """
    with pytest.raises(QueryError):
        store.ask_user_query(graph, query)


@given(st.text(alphabet="{}()[]<>\"'\\#:?$.;,|/ \n\taSERVICEu0053", max_size=60))
def test_the_guard_reads_anything(text):
    """
    Whatever is typed, the guard ends and says nothing but yes or no.
    """
    with contextlib.suppress(QueryError):
        store.guard(text)


# Users' queries: what is answered


def test_rows_come_back_as_terms(graph):
    """
    A row holds IRIs, texts with language or datatype, and gaps.
    """
    answer = store.ask_user_query(graph, 'SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c ?d) { (<x:a> "b"@en 1 UNDEF) } }')

    assert answer.heads == ["a", "b", "c", "d"]
    assert answer.cells() == [
        [
            {"type": "uri", "value": "x:a"},
            {"type": "literal", "value": "b", "xml:lang": "en"},
            {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
            None,
        ]
    ]


def test_our_json_is_the_engines(graph):
    """
    The results that the process writes are, but for the cut, what the engine itself would write.
    """
    import pyoxigraph as ox

    query = 'SELECT * { { ?s ?p ?o } UNION { BIND("x"@fr AS ?l) } UNION { BIND(1.5 AS ?n) BIND(BNODE() AS ?b) } }'
    ours = json.loads(store.ask_user_query(graph, query).body)
    theirs = json.loads(graph.engine.query(query).serialize(format=ox.QueryResultsFormat.JSON))

    for rows in (ours, theirs):
        for row in rows["results"]["bindings"]:
            row.pop("b", None)  # a blank node is another one each time
        rows["results"]["bindings"].sort(key=str)
    assert ours == theirs


@pytest.mark.parametrize(("query", "truth"), [("ASK { ?s ?p ?o }", True), ("ASK { ?s <x:none> ?o }", False)])
def test_a_question_is_answered_yes_or_no(graph, query, truth):
    """
    ASK gives a truth.
    """
    assert store.ask_user_query(graph, query).truth is truth


def test_triples_come_back_sorted(graph):
    """
    CONSTRUCT gives N-Triples, each once, in order.
    """
    answer = store.ask_user_query(graph, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")

    assert answer.body.decode() == "".join(LINES)


def test_q15_what_cannot_be_computed_is_a_gap(graph):
    """
    Q15: a number too large, a division by zero and a bad date leave their cells empty.
    """
    answer = store.ask_user_query(
        graph,
        'SELECT ?a ?b ?c { BIND(9223372036854775807 + 1 AS ?a) BIND(1/0 AS ?b) BIND(YEAR("2024-02-30"^^<x:d>) AS ?c) }',
    )

    assert answer.cells() == [[None, None, None]]


def test_q16_an_unknown_function_is_named(graph):
    """
    Q16: an extension function is not run, and the message names it.
    """
    with pytest.raises(QueryError, match=r"function <java:java.lang.Runtime> is not supported"):
        store.ask_user_query(graph, "SELECT ?a { BIND(<java:java.lang.Runtime>(1) AS ?a) }")


def test_f7_a_damaged_store_is_no_wrong_query(fragile):
    """
    F7: where the store cannot be read, the query is not to blame.
    """
    for file in (fragile.folder / "store").glob("*.sst"):
        file.write_bytes(file.read_bytes()[:100])

    with pytest.raises(StoreError, match="build again"):
        store.ask_user_query(fragile, "SELECT * { ?s ?p ?o }")


# Users' queries: limits


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.mark.parametrize(
    "query",
    [
        ENDLESS,
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
        "SELECT (GROUP_CONCAT(?c) AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    ],
)
def test_q5_a_query_without_end_is_stopped(graph, query):
    """
    Q5: what takes longer than its time, or more than its memory, is stopped, and its process is gone in two seconds.
    """
    started = time.monotonic()

    with pytest.raises(LimitError, match=r"time limit: .* 1 s|memory limit"):
        store.ask_user_query(graph, query, Limits(seconds=1))

    assert time.monotonic() - started < 3
    assert workers() == []


def workers():
    found = []
    for status in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = status.read_bytes()
            parent = (status.parent / "stat").read_text().rsplit(")", 1)[1].split()[1]
        except OSError:
            continue
        if Path(process.__file__).name.encode() in command and parent == str(os.getpid()):
            found.append(status.parent.name)
    return found


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { "
        'BIND("xxxxxxxxxxxxxxxx" AS ?v0) '
        + "".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1}) " for n in range(40))
        + "BIND(STRLEN(?v40) AS ?x) }",
        "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?g ?d",
    ],
)
def test_q8_a_query_that_eats_memory_is_stopped_alone(graph, query):
    """
    Q8: the cap of memory meets the query's process; this one does not grow.
    """
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(LimitError, match=r"memory limit: .* 512 MB|time limit"):
        store.ask_user_query(graph, query, Limits(seconds=20, memory=512 * 1024**2))

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize("pattern", ["(a+)+$", "(x+x+)+y", "^(a|a)*$"])
def test_q9_a_catastrophic_pattern_is_none_here(graph, pattern):
    """
    Q9: the engine's patterns take linear time.
    """
    answer = store.ask_user_query(
        graph, f'SELECT ?x {{ BIND(REGEX("{"a" * 5000}!", "{pattern}") AS ?x) }}', Limits(seconds=2)
    )

    assert answer.cells()[0][0]["value"] == "false"


def test_q10_rows_beyond_the_limit_are_cut_and_the_answer_says_so(graph):
    """
    Q10: a cut is never silent.
    """
    cut = store.ask_user_query(graph, "SELECT * { ?s ?p ?o }", Limits(rows=100))
    whole = store.ask_user_query(graph, "SELECT * { ?s ?p ?o }", Limits(rows=500))

    assert (len(cut.cells()), cut.cut) == (100, True)
    assert (len(whole.cells()), whole.cut) == (500, False)


def test_q10_an_endless_table_is_cut_without_being_computed(graph):
    """
    Q10: a product of 125 million rows is not waited for.
    """
    answer = store.ask_user_query(graph, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")

    assert (len(answer.cells()), answer.cut) == (10_000, True)


def test_q6_a_process_that_dies_is_a_limit_met(graph, monkeypatch):
    """
    Q6: should a query fell the engine after all, only its own process falls.
    """
    from citygraph.store import guarding

    monkeypatch.setattr(guarding, "guard", lambda query: None)

    with pytest.raises(LimitError, match=r"nested deeper|memory"):
        store.ask_user_query(graph, BOMBS["groups"])


def child_of(asking):
    """
    The one process that a process has started, as soon as it has.
    """
    children = Path(f"/proc/{asking.pid}/task/{asking.pid}/children")
    started = time.monotonic()
    while not (found := children.read_text().split()) and time.monotonic() - started < 60:
        time.sleep(0.02)
    [child] = found
    return child


def lives(process_):
    """
    Whether a process is there; one that is gone and that nobody has noticed yet is not.
    """
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process_}/status").read_text()
    except OSError:
        return False


def test_c9_an_interrupt_ends_the_query(graph):
    """
    C9: Ctrl-C ends a long query within two seconds, though the engine does not hear it.
    """
    with subprocess.Popen([sys.executable, "-c", ASKING, str(graph.folder), ENDLESS], stderr=subprocess.PIPE) as asking:
        child_of(asking)
        time.sleep(0.3)  # the query's process is there; the query, soon
        started = time.monotonic()
        asking.send_signal(signal.SIGINT)
        _, said = asking.communicate(timeout=10)

    assert time.monotonic() - started < 2
    assert b"KeyboardInterrupt" in said


def test_f1_a_query_dies_with_who_asked(graph):
    """
    F1: when the asking process is killed, no query is left running.
    """
    with subprocess.Popen([sys.executable, "-c", ASKING, str(graph.folder), ENDLESS]) as asking:
        child = child_of(asking)
        time.sleep(0.3)
        asking.kill()
    killed = time.monotonic()
    while lives(child) and time.monotonic() - killed < 2:
        time.sleep(0.02)

    assert not lives(child)


def test_a_process_of_its_own_costs_little(graph):
    """
    A user's query costs at most 150 ms more than the same query here.
    """
    times = []
    for _ in range(5):
        started = time.perf_counter()
        store.ask_user_query(graph, "ASK { }")
        times.append(time.perf_counter() - started)

    assert min(times) < 0.15


def test_a_look_up_does_not_pay_for_users_queries():
    """
    What guards and confines is imported when a user's query comes, not before.
    """
    code = "import sys; from citygraph import store; print(*sorted(name for name in sys.modules))"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert not {
        "subprocess",
        "ctypes",
        "resource",
        "rdflib",
        "citygraph.store.guarding",
        "citygraph.store.asking",
    } & set(loaded)
