"""The documents tell of everything there is: commands, options, settings, tables, links."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from discord import app_commands

from bot.app import create_bot
from bot.settings import Settings
from store.cli.app import commands as cli

ROOT = Path(__file__).parent.parent
COMMANDS = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
IN_COMMON = COMMANDS.partition("## From a terminal")[2].partition("###")[0]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def section(heading):
    """Return what stands under `### heading` up to the next heading, or None."""
    found = re.search(
        rf"^#{{2,4}} {re.escape(heading)}$(.*?)(?=^#{{1,4}} |\Z)",
        COMMANDS,
        re.DOTALL | re.MULTILINE,
    )
    return found[1] if found else None


@pytest.fixture
async def tree(tmp_path):
    bot = create_bot(Settings(corpora_dir=tmp_path))
    yield bot.tree
    await bot.close()


def leaves(tree):
    """Yield what members can call: slash-commands, and entries of a message's Apps menu."""
    for command in tree.walk_commands():
        if not isinstance(command, app_commands.Group):
            yield command


async def test_every_command_and_option_is_documented(tree):
    missing = []
    for command in leaves(tree):
        told = section(f"/{command.qualified_name}")
        if told is None:
            missing.append(f"/{command.qualified_name}")
            continue
        options = [option.display_name for option in getattr(command, "parameters", [])]
        missing += [f"/{command.qualified_name} {o}" for o in options if f"`{o}`" not in told]
    assert missing == []


async def test_no_document_tells_of_a_command_that_is_not_there(tree):
    told = set(re.findall(r"^#{2,4} /(.+)$", COMMANDS, re.MULTILINE))
    assert told <= {command.qualified_name for command in leaves(tree)}


def test_every_command_of_the_command_line_is_documented():
    missing = []
    context = click.Context(cli)
    for name in cli.list_commands(context):
        told = section(f"store {name}")
        if told is None:
            missing.append(f"store {name}")
            continue
        command = cli.get_command(context, name)
        options = [o for p in command.params if isinstance(p, click.Option) for o in p.opts]
        missing += [f"store {name} {o}" for o in options if o not in told + IN_COMMON]
    assert missing == []


class AskedFor(dict):
    """A mapping that remembers what it was asked for."""

    def __init__(self):
        super().__init__()
        self.names = set()

    def get(self, name, default=None):
        self.names.add(name)
        return default


def test_the_example_holds_every_setting_and_no_other():
    env = AskedFor()
    Settings.from_env(env)
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(\w+)=", example, re.MULTILINE)) == env.names


def test_the_example_as_it_is_gives_the_defaults_it_tells():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    told = re.findall(r"^# Default: ([^ \n]+)\n(\w+)=$", example, re.MULTILINE)
    as_told = {name: value for value, name in told if name != "SEEDS_DIR"}
    assert len(as_told) == 8
    assert Settings.from_env(as_told) == Settings.from_env({})


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_link_leads_somewhere(document):
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_file_that_is_named_exists(document):
    """`store/…`, `bot/…`, `tests/…` and the like in code marks are files of this project."""
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"`((?:bot|store|tests|docs|benchmarks|seeds)/[\w./-]+)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []
