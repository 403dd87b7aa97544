"""Written names and addresses → the forms they are compared and looked up by; pure.

One job: what counts as "the same writing". Who is meant is decided in link.py.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "\u0131": "i",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
    }
)
_MARKS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´\u02bb\u02bc\uff07", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("\u2010\u2011\u2012–—−", "-"),
        ".": None,
    }
)
# Those of them that Unicode does not take apart, so that it makes no difference which comes first.
_PRINTED = {code: mark for code, mark in _MARKS.items() if code != ord("´")}
_KEPT: Final = 16_384  # writings remembered between calls
TRIGRAM: Final = 3  # characters in a row, by which a near name is found
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")
_NUMBER = re.compile(r"^\(?#(?P<alone>[0-9]{1,18})\)?$|\(#(?P<after>[0-9]{1,18})\)$")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

# What people put before a name when they ask for somebody. Titles in the articles are the
# annotator's work; this list only has to cover what is typed.
# Parameters that tell a site where a reader came from; the page is the same without them.
_TRACKING = re.compile(
    r"^(?:utm_.*|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|ref_src|ref_url|cmpid|ncid|ocid|smid"
    r"|smtyp|guce_.*|_ga|amp|outputtype)$",
    re.IGNORECASE,
)

# Pages that do nothing but lead to an address in their query, and the names it goes by there.
_FORWARDING = re.compile(
    r"www\.google\.[a-z.]{2,6}/url|[\w.-]+\.safelinks\.protection\.outlook\.com/.*"
    r"|lm?\.facebook\.com/l\.php|l\.(?:instagram|threads)\.(?:com|net)/.*|out\.reddit\.com/.*"
    r"|www\.bing\.com/news/apiclick\.aspx|www\.youtube\.com/redirect|slack-redir\.net/link"
    r"|www\.linkedin\.com/(?:redir/redirect|safety/go)"
)
_BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
_VEILED = re.compile(r"news\.google\.com/(?:rss/)?(?:articles|read)/")
_FORWARDED_TO = ("url", "q", "u")
_FORWARDED_TIMES: Final = 3  # an alert's link in a filtered e-mail
_AMP_CACHE = re.compile(
    r"(?:www\.google\.[a-z.]{2,6}/amp|[\w-]+\.cdn\.ampproject\.org/[cv])/(?:s/)?([\w-]+\..+)"
)

_ADDRESS_WORDS = (
    "the mr mrs ms miss mx dr prof professor sir dame lord lady president chairman chairwoman "
    "chancellor prime minister pm premier king queen prince princess pope emperor sultan "
    "sheikh sen senator rep representative congressman congresswoman gov governor mayor "
    "secretary ambassador gen general lt lieutenant col colonel maj major capt captain adm "
    "admiral sgt sergeant judge justice rev reverend vice deputy foreign defense defence "
    "american british chinese french german russian ukrainian us uk"
)
_FORMS_OF_ADDRESS = frozenset(_ADDRESS_WORDS.split())


@lru_cache(maxsize=_KEPT)
def fold(text: str) -> str:
    """Fold case, accents, marks, full stops and white space away, for comparing names."""
    plain = text.translate(_PRINTED)
    if plain.isascii() and plain.isprintable():  # most names and sentences; a tenth of the time
        return " ".join(plain.casefold().split())
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS).translate(_MARKS)
    letters = "".join(c for c in plain if _is_kept(c))
    return " ".join(letters.split())


def _is_kept(character: str) -> bool:
    """Whether a character is part of a name: no accents, controls or invisible ones."""
    return character.isspace() or (character.isprintable() and not unicodedata.combining(character))


def words(text: str) -> tuple[str, ...]:
    """The folded words of a name, in order: "Jean-Luc O’Neil" → jean, luc, o'neil."""
    return tuple(_WORD.findall(fold(text)))


def without_possessive(folded: str) -> str:
    """A folded name without its genitive: "xi's" → "xi", "the philippines'" → …ines."""
    return _POSSESSIVE.sub("", folded)


def without_address(folded: str) -> str:
    """A folded name without the forms of address before it: "mr xi" → "xi".

    The last word always stays, so that "the president" does not become nothing.
    """
    rest = folded.split()
    while len(rest) > 1 and rest[0] in _FORMS_OF_ADDRESS:
        del rest[0]
    return " ".join(rest)


def trigrams(folded: str) -> tuple[str, ...]:
    """All runs of three characters of a folded name, each once, for finding near names."""
    starts = range(len(folded) - TRIGRAM + 1)
    return tuple(dict.fromkeys(folded[i : i + TRIGRAM] for i in starts))


def number_in(asked: str) -> int | None:
    """The number in "#12", "(#12)" or "Name (#12)", as choices write it, or None."""
    found = _NUMBER.search(asked.strip())
    return int(found["alone"] or found["after"]) if found else None


def completed(url: str) -> str:
    """An address with the "https://" that many leave out: "paper.example/talks"."""
    given = url.strip()
    return f"https://{given}" if _BARE.match(given) else given


def forwarded(url: str) -> str:
    """The address that another one only leads to: of a search, a mail filter, an AMP cache.

    Those who copy a link out of an e-mail or an alert have such a one; the site that forwards
    shows bots nothing.
    """
    for _ in range(_FORWARDED_TIMES):
        inner = _inner_address(url)
        if inner is None:
            break
        url = inner
    return url


def is_veiled(url: str) -> bool:
    """Whether an address leads to a page that only a browser's own programs can find."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return bool(_VEILED.match(f"{parts.hostname or ''}{parts.path}"))


def _inner_address(url: str) -> str | None:
    try:
        parts = urlsplit(url.strip())
        place = f"{parts.hostname or ''}{parts.path}"
    except ValueError:
        return None
    cached = _AMP_CACHE.fullmatch(place)
    if cached:
        return f"https://{cached[1]}{'?' if parts.query else ''}{parts.query}"
    if not _FORWARDING.fullmatch(place):
        return None
    given = dict(parse_qsl(parts.query))
    named = (given.get(name, "") for name in _FORWARDED_TO)
    return next((one for one in named if one.startswith(("http://", "https://"))), None)


def address_of(url: str) -> str:
    """What two addresses of one page share: no scheme, www, tracking, fragment or last slash."""
    try:
        parts = urlsplit(forwarded(url).strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:  # "http://[half" is no address, but may stand in somebody's records
        return url.strip()
    given = parse_qsl(parts.query, keep_blank_values=True)
    kept = sorted((name, value) for name, value in given if not _TRACKING.match(name))
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"
