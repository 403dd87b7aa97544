"""Make the pictures of the documentation: what every command answers, on a desk and on a phone.

    .venv/bin/python -m docs.images.make [PICTURE…]

The scenes are in scenes.py, the records they are played on in corpora.py; digests have a file of
their own, make_digests.py. Needs Chromium. Look at what comes out before committing it.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from simcord.components import walk_components

from docs.images import corpora
from docs.images.scenes import SCENES
from docs.images.stage import HERE, raised, save

if TYPE_CHECKING:
    from collections.abc import Iterable

    import simcord

    from docs.images.scenes import Asked, Scene
    from docs.images.stage import Server, Stage


def main(wanted: Iterable[str]) -> None:
    """Play each scene in a server of its own, and keep pictures of how it ends."""
    names = set(wanted)
    scenes = [scene for scene in SCENES if not names or scene.picture in names]
    with tempfile.TemporaryDirectory() as folder:
        records = corpora.make(Path(folder))
        running = Path(folder, "running")
        running.mkdir()
        asyncio.run(_play_all(scenes, records, running))


async def _play_all(scenes: Iterable[Scene], records: dict[str, Path], running: Path) -> None:
    async with raised(running) as stage:
        for scene in scenes:
            await play(stage, await stage.server(records[scene.record]), scene)


async def play(stage: Stage, server: Server, scene: Scene) -> None:
    """Let a scene happen, and photograph the last thing that is said."""
    who = server.curator if scene.is_curator else server.member
    if scene.prepare:
        await scene.prepare(server)
    for before in scene.before:
        await give(server, who, before)
    if scene.asked:
        await give(server, who, scene.asked)
    if scene.in_direct_messages:
        pictures = await stage.photograph(who.user.dm_channel, who.user)
    else:
        pictures = await stage.photograph(server.channel, who)
    for suffix, png in pictures.items():
        save(png, HERE / f"{scene.picture}{suffix}.png")


async def give(server: Server, who: simcord.MemberActor, asked: Asked) -> simcord.InteractionResult:
    """Give a command, and press or pick what is to be pressed or picked in its answer."""
    answer = await who.slash(server.channel, asked.command, **asked.options)
    if asked.typed:
        return await who.submit_modal(answer, asked.typed)
    if asked.press or asked.pick is not None:
        message = [*([answer.response] if answer.response else []), *answer.followups][-1]
        if asked.press:
            return await who.click(message, label=asked.press)
        parts = walk_components(message.components)
        menu = next(part for part in parts if part.get("options"))
        return await who.select(message, [menu["options"][asked.pick]["value"]])
    return answer


if __name__ == "__main__":
    main(sys.argv[1:])
