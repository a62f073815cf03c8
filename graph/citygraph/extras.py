"""Libraries that only some installations have: used where they are, named where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class MissingError(OSError):
    """
    A library that a command needs is not installed.
    """


def library(module: str, package: str, extra: str) -> Any:
    """
    The module of an optional package.

    Raises:
        MissingError: it is not installed; the message says how it is.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingError(f"this needs {package}, which is not installed: pip install 'citygraph[{extra}]'") from error
