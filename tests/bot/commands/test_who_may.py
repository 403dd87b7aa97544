"""Every curators' command is hidden from members, and refused to those who get to see it.

The table below is complete: a command without a line in it fails the last test.
"""

import pytest
import simcord

URL = "https://gazette.example/budget"
ASKED = {
    "articles add": {"url": URL},
    "articles edit": {"title": "#1"},
    "articles list": {},
    "articles reannotate": {"title": "#1"},
    "articles remove": {"title": "#1"},
    "articles restore": {"number": 1},
    "quotations fix": {"quotation": "#1", "speaker": "nobody"},
    "quotations hide": {"quotation": "#1"},
    "entities merge": {"keep": "Xi Jinping", "other": "China"},
    "entities split": {"name": "Xi Jinping"},
    "entities rename": {"name": "Xi Jinping", "to": "Xi"},
    "entities alias": {"name": "Xi Jinping", "alias": "The chairman"},
    "entities undo": {"change": "1"},
    "feeds add": {"url": URL},
    "feeds list": {},
    "feeds pause": {"feed": 1},
    "feeds resume": {"feed": 1},
    "feeds remove": {"feed": 1},
    "settings show": {},
    "settings timezone": {"timezone": "Europe/Kyiv"},
    "settings curator-role": {},
    "settings log-channel": {},
    "audit": {},
    "export": {"what": "quotations"},
    "doctor": {},
}
# Members use the same group, so Discord does not hide these; the bot refuses (test_admin_digest).
SHOWN_TO_ALL = {"digest"}

each = pytest.mark.parametrize("command", ASKED)


@pytest.fixture
def state(bot, guild):
    """What a refused command must leave as it is."""

    async def state():
        changes = await bot.corpus.desk.changes(guild.id, limit=100)
        return changes.total, await bot.corpus.settings(guild.id)

    return state


@each
async def test_a_member_does_not_see_it(ask, member, command):
    with pytest.raises(simcord.SetupError):
        await ask(member, command, **ASKED[command])


@each
async def test_a_member_who_gets_to_see_it_is_refused(ask, member, text_of, let_in, state, command):
    await let_in(command.split()[0], member)
    before = await state()
    answer = await ask(member, command, **ASKED[command])
    assert answer.ephemeral
    assert text_of(answer) == "You need Manage Server for that."
    assert await state() == before


@each
async def test_a_stranger_cannot_ask_in_a_direct_message(env, command):
    with pytest.raises(simcord.SetupError):
        await env.create_user("stranger").slash(command, **ASKED[command])


@each
async def test_somebody_who_left_the_server_cannot_ask(ask, guild, curator, command):
    guild.remove_member(curator)
    with pytest.raises((simcord.SetupError, simcord.BackendError)):
        await ask(curator, command, **ASKED[command])


async def test_every_curators_command_is_in_the_table(bot):
    hidden = set()
    for command in bot.tree.walk_commands():
        root = command.root_parent or command
        is_group = hasattr(command, "commands")
        if root.default_permissions is not None and root.name not in SHOWN_TO_ALL and not is_group:
            hidden.add(command.qualified_name)
    assert hidden == set(ASKED)
