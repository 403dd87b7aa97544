"""Is a zip file safe to unpack: the rule for archives and for documents that are archives.

One job: this decision, taken on what the file's directory says; zipfile reads no more of a member
than it says there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.errors import UnsupportedFileError

if TYPE_CHECKING:
    from zipfile import ZipFile

MOST_MEMBERS: Final = 2000
MOST_BYTES: Final = 100 * 1024 * 1024  # unpacked, all members together
_HIGHEST_RATIO: Final = 200  # text packs to a tenth, at most to a fiftieth; bombs from 1000
_SMALL: Final = 1024 * 1024  # bytes unpacked that do no harm, however well they were packed


def refuse_bomb(archive: ZipFile, size_bytes: int, name: str) -> None:
    """Make sure that unpacking takes no more room than an archive of articles may.

    Args:
        archive: only its directory is looked at.
        name: what errors call it.
        size_bytes: of the archive itself; members that lie over each other claim more.

    Raises:
        UnsupportedFileError: too many members, too large, or packed beyond belief.
    """
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise UnsupportedFileError(name, f"it holds more than {MOST_MEMBERS} files")
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise UnsupportedFileError(name, f"it unpacks to more than {MOST_BYTES // 1024**2} MB")
    if sum(member.compress_size for member in members) > size_bytes:
        raise UnsupportedFileError(name, "its parts lie over each other")
    for member in members:
        ratio = member.file_size / max(member.compress_size, 1)
        if ratio > _HIGHEST_RATIO and member.file_size > _SMALL:
            raise UnsupportedFileError(name, "it unpacks to far more than it is")
