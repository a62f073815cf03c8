"""The process in which a user's query runs: confined, mortal, alone with one store.

Run as a script by ``asking``; it imports nothing of citygraph. An order comes as
JSON on standard input; a line of JSON and then the result go to standard output.
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
from typing import Any

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG = 1


def main() -> None:
    """
    Read the order, confine this process, run the query and write what it gave.
    """
    order = json.loads(sys.stdin.buffer.read())
    _confine(order["memory"], order["seconds"])
    try:
        head, body = _answer(order)
    except SyntaxError as error:
        head, body = {"kind": "wrong", "message": str(error)}, b""
    except (ValueError, RuntimeError) as error:
        damaged = str(error).startswith(("Corruption", "IO error"))
        head, body = {"kind": "unreadable" if damaged else "failed", "message": str(error)}, b""
    except MemoryError:
        head, body = {"kind": "memory"}, b""
    except OSError as error:
        called = isinstance(error, ConnectionError) or "etwork" in str(error)  # in vain: nobody is there
        head, body = {"kind": "failed" if called else "unreadable", "message": str(error)}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


def _confine(memory: int, seconds: float) -> None:
    """
    Take away the network, set the limits of memory and time, and die with the parent; as far as the system can.
    """
    # The engine's network calls are Rust's and pass by Python's audit hooks; a network namespace of our own is empty.
    # It must come before the store is opened: a process with threads may not leave its namespaces.
    with contextlib.suppress(ImportError, OSError, AttributeError):
        import ctypes

        libc = ctypes.CDLL(None, use_errno=True)
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    with contextlib.suppress(AttributeError, ValueError, OSError):
        # Should the parent be gone: without a handler the alarm ends the process whatever the engine is doing.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds + 1)


def _answer(order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    import pyoxigraph as ox

    store = ox.Store.read_only(order["store"])
    found: Any = store.query(order["query"])
    if isinstance(found, ox.QueryBoolean):
        return {"kind": "boolean", "cut": False}, json.dumps({"head": {}, "boolean": bool(found)}).encode()
    taken, cut = _take(found, order["rows"], order["bytes"])
    if isinstance(found, ox.QueryTriples):
        lines = sorted(f"{triple} .\n" for triple in taken)
        return {"kind": "triples", "cut": cut}, "".join(lines).encode()
    names = [name.value for name in found.variables]
    rows = [{name: _term(term) for name, term in zip(names, row, strict=True) if term is not None} for row in taken]
    body = {"head": {"vars": names}, "results": {"bindings": rows}}
    return {"kind": "rows", "cut": cut}, json.dumps(body, ensure_ascii=False).encode()


def _take(found: Any, most: int, size: int) -> tuple[list[Any], bool]:
    """
    Rows up to a number and a size, and whether there were more.
    """
    taken: list[Any] = []
    for each in found:
        size -= len(str(each))
        if len(taken) == most or size < 0:
            return taken, True
        taken.append(each)
    return taken, False


def _term(term: Any) -> dict[str, Any]:
    """
    A term as SPARQL 1.1 Query Results JSON writes it.
    """
    kind = type(term).__name__
    if kind == "NamedNode":
        return {"type": "uri", "value": term.value}
    if kind == "BlankNode":
        return {"type": "bnode", "value": term.value}
    if kind != "Literal":
        raise ValueError("a term of RDF 1.2 cannot be shown")
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    datatype = term.datatype.value
    plain = datatype == "http://www.w3.org/2001/XMLSchema#string"
    return {"type": "literal", "value": term.value} | ({} if plain else {"datatype": datatype})


if __name__ == "__main__":
    main()
