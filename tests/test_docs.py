"""What the documents promise is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from citygraph.cli.commands import cli

ROOT = Path(__file__).resolve().parent.parent


def commands() -> list[str]:
    return sorted(cli.commands)


@pytest.mark.parametrize("name", commands())
def test_every_command_is_told_of_in_the_readme(name: str) -> None:
    """
    No command is secret.
    """
    assert re.search(rf"citygraph {name}\b", (ROOT / "README.md").read_text("utf-8"))


@pytest.mark.parametrize("name", commands())
def test_every_command_shows_an_example_in_its_help(name: str) -> None:
    """
    Help has an example that starts with the command itself.
    """
    result = CliRunner().invoke(cli, [name, "--help"])

    assert result.exit_code == 0
    assert re.search(rf"^\s+citygraph {name}", result.output, re.MULTILINE)


def shown() -> list[str]:
    """
    Every citygraph command line in the README's blocks.
    """
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    lines = [line.removeprefix("$ ").strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if re.match(r"(?:scripts/)?citygraph ", line)]


@pytest.mark.parametrize("line", shown())
def test_a_command_line_of_the_readme_is_understood(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Options and commands that the README shows exist.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / "query.rq").write_text("ASK {}")
    (tmp_path / "DIR").mkdir()
    words = shlex.split(re.sub(r"\s#.*$", "", line))[1:]
    context = click.Context(cli, info_name="citygraph")
    name = next(word for word in words if not word.startswith("-"))
    command = cli.get_command(context, name)

    assert command is not None
    command.make_context(name, words[words.index(name) + 1 :], parent=context)


def test_links_between_documents_lead_somewhere() -> None:
    """
    Every relative link of a document names a file.
    """
    wrong = [
        (document.name, target)
        for document in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text("utf-8"))
        if not (document.parent / target).exists()
    ]

    assert wrong == []
