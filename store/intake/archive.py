"""A zip archive → the article of each file in it.

One job: which members are meant, and what is wrong with the others. Nothing is written to disk,
so that no name can lead anywhere; one that tries is refused all the same.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from store.errors import IntakeError, UnsupportedFileError
from store.intake.packed import refuse_bomb
from store.intake.saved import without_folders_of_pages
from store.intake.text import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zipfile import ZipFile, ZipInfo

    from store.records import RawArticle

MOST_ARTICLES: Final = 200
_PACKED: Final = frozenset(
    (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".jar", ".cab", ".iso", ".zst")
)
_ENCRYPTED: Final = 0x1
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a way of packing that Python does not know
    OSError,
    OverflowError,
    RuntimeError,  # zipfile asks so for a password
    ValueError,
)


def read_archive(
    data: bytes, name: str, *, read: Callable[[str, bytes], RawArticle]
) -> Iterator[RawArticle | IntakeError]:
    """Yield the article of each file, or what is wrong with it, by "archive/file".

    Args:
        data: the archive.
        name: what errors call it.
        read: reads one file by its name and bytes.

    Raises:
        UnsupportedFileError: it is no zip archive, holds too much, or nothing.
    """
    if len(data) > LARGEST:
        raise UnsupportedFileError(name, f"it is larger than {LARGEST // 1024**2} MB")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        raise UnsupportedFileError(name, "it is not a zip archive, or damaged") from error
    with archive:
        refuse_bomb(archive, len(data), name)
        members = _meant(archive.infolist())
        if not members:
            raise UnsupportedFileError(name, "there are no files in it")
        if len(members) > MOST_ARTICLES:
            raise UnsupportedFileError(
                name, f"it holds {len(members)} files, at most {MOST_ARTICLES} are read at once"
            )
        yield from _read_members(archive, members, name, read)


def _read_members(
    archive: ZipFile,
    members: list[ZipInfo],
    name: str,
    read: Callable[[str, bytes], RawArticle],
) -> Iterator[RawArticle | IntakeError]:
    seen: set[str] = set()
    for member in members:
        where = f"{name}/{member.filename}"
        try:
            _refuse(member, where, seen)
            seen.add(member.filename.casefold())
            yield read(where, _unpacked(archive, member, where))
        except IntakeError as error:
            yield error


def _meant(members: list[ZipInfo]) -> list[ZipInfo]:
    meant = [member for member in members if _is_meant(member)]
    kept = set(without_folders_of_pages(map(_path_of, meant)))
    return [member for member in meant if _path_of(member) in kept]


def _is_meant(member: ZipInfo) -> bool:
    """Tell files from folders, and from what a desktop puts beside them."""
    parts = _path_of(member).parts
    is_hidden = any(part.startswith(".") and part.strip(".") for part in parts)
    return not member.is_dir() and not is_hidden and parts[:1] != ("__MACOSX",)


def _refuse(member: ZipInfo, where: str, seen: set[str]) -> None:
    path = _path_of(member)
    if path.is_absolute() or ".." in path.parts or ":" in member.filename[:2]:
        raise UnsupportedFileError(where, "its name leads out of the archive")
    if member.flag_bits & _ENCRYPTED:
        raise UnsupportedFileError(where, "it is protected by a password")
    if path.suffix.lower() in _PACKED:
        raise UnsupportedFileError(where, "archives within archives are not read")
    if member.filename.casefold() in seen:
        raise UnsupportedFileError(where, "the archive holds a file of that name already")
    if member.file_size > LARGEST:
        raise UnsupportedFileError(where, f"it is larger than {LARGEST // 1024**2} MB")


def _path_of(member: ZipInfo) -> PurePosixPath:
    return PurePosixPath(member.filename.replace("\\", "/"))  # as Windows writes it, too


def _unpacked(archive: ZipFile, member: ZipInfo, where: str) -> bytes:
    try:
        return archive.read(member)
    except _DAMAGE as error:
        raise UnsupportedFileError(where, "it cannot be unpacked") from error
