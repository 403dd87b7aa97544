"""`migrate`, `backup`, `schema`: the corpus as a file.

One job: these three.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from store.cli.corpus import corpus_options, corpus_path
from store.cli.upgrading import bring_up_to_date
from store.database import check_corpus, copy_corpus, open_corpus
from store.migrations import MIGRATIONS
from store.schema_page import render


@click.command()
@corpus_options
@click.pass_context
def migrate(ctx: click.Context, corpus: Path | None, guild: int | None) -> None:
    """Bring the corpus file to this version's schema, and check it."""
    path = corpus_path(ctx.obj, corpus, guild)
    open_corpus(path, read_only=True).close()  # a missing file is an error, not a new corpus
    bring_up_to_date(path, is_wanted=True)
    with closing(open_corpus(path)) as db:
        n_steps = len(list(MIGRATIONS.applied(db)))
    _refuse_damaged(ctx, path)
    click.echo(f"{path}: schema {n_steps}, sound")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@corpus_options
@click.pass_context
def backup(ctx: click.Context, file: Path, corpus: Path | None, guild: int | None) -> None:
    """Copy the corpus to FILE; it may be in use. An older FILE is replaced at the end.

    A damaged corpus is not copied: the older FILE may be the last good one. One that an earlier
    version made is copied as it is.
    """
    path = corpus_path(ctx.obj, corpus, guild, as_it_is=True)
    if file.exists() and path.exists() and file.samefile(path):
        raise click.UsageError("a corpus cannot be backed up onto itself")
    _refuse_damaged(ctx, path)
    copy_corpus(path, file)
    click.echo(f"copied {path} to {file} ({file.stat().st_size / 1024:,.0f} KiB)")


@click.command()
def schema() -> None:
    """Print the tables and columns of a corpus as Markdown (docs/schema.md)."""
    with TemporaryDirectory() as folder, closing(open_corpus(Path(folder) / "fresh.db")) as db:
        click.echo(render(db).encode(), nl=False)


def _refuse_damaged(ctx: click.Context, path: Path) -> None:
    """Say what is wrong with a corpus file, and end with status 1; nothing when it is sound."""
    wrong = check_corpus(path)
    for line in wrong:
        click.echo(f"{path}: {line}", err=True)
    if wrong:
        ctx.exit(1)
