"""RawArticle → CleanArticle: leave out what is not the article.

One job: the order of the rules, and where in the text each may be applied. Every offset of
annotation refers to the text that comes out of here. Cleaning never drops a sentence of the
article, lists what it dropped with the reason, and changes nothing the second time.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from store import dates, language, lines
from store.characters import repair, without_surrogates
from store.errors import NotAnArticleError, UnsupportedLanguageError
from store.records import CleanArticle, DateOrigin, Dropped, DropReason
from store.sketches import sketch_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from store.records import RawArticle

_TITLE_CHARS: Final = 110  # a first sentence is cut at a word to make a title of it
# A novel; annotating it takes half a minute of one core, in which nobody else's article is read.
MOST_TOKENS: Final = 100_000
_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_LINK: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_WORDS_A_LINK: Final = 12  # a headline; with no more beside its links a text is a list of them
_FEWEST_SENTENCES: Final = 3  # lines of prose that make a text of what has many links
_LONGEST_WORDS: Final = 60  # letters on average: above it no spaces part the words, if it is words
_KICKER_WORDS: Final = 3  # "World news" above a headline is no title
_LEAD_REPEATED_WITHIN: Final = 3  # lines below a standfirst in which the lead repeats it
_BODY_WITHIN: Final = 40  # lines below a headline in which a sentence follows
_OPENING_LINES: Final = 6  # where byline and date stand
_CLOSING_LINES: Final = 5  # where an author's biography stands
_CONTACT_LINES: Final = 12  # where whom to ask stands
_CAPITALS_AT_MOST: Final = 0.2  # share of the text; above it the article is written so


def clean(raw: RawArticle) -> CleanArticle:
    """Clean one article.

    Raises:
        NotAnArticleError: nothing is left, or not one word.
        UnsupportedLanguageError: the text is not English; names the language.
    """
    page = read_page(raw.text, title=repair(raw.title or "").replace("\n", " "))
    if _is_list_of_links(raw.text, page):
        raise NotAnArticleError(raw.source, "there are only links in it: give their addresses")
    if not page.lines:
        raise NotAnArticleError(raw.source, "there is no text in it")
    text = page.text
    if not any(map(str.isalpha, text)):
        raise NotAnArticleError(raw.source, "there are no words in it")
    spoken = language.language_of(text)
    if spoken != language.ENGLISH:
        raise UnsupportedLanguageError(raw.source, language.name_of(spoken))
    _refuse_no_prose(text, raw.source)
    cleaned = replace(
        keep_verbatim(raw),
        text=text,
        title=page.title or title_from(text),
        byline=repair(raw.byline or "").replace("\n", " ") or page.byline,
        language=spoken,
        dropped=(*_left_out(raw), *page.dropped),
        content_hash=hash_of(text),
        sketch=sketch_of(text),
    )
    return _with_date(cleaned, page.dated)


def _is_list_of_links(text: str, page: Page) -> bool:
    links = _LINK.findall(text)
    n_words = len(text.split()) - len(links)
    if not links or n_words > _WORDS_A_LINK * (len(links) - 1):
        return False
    return sum(map(lines.is_sentence, page.lines)) < _FEWEST_SENTENCES  # else they are its sources


def _refuse_no_prose(text: str, source: str) -> None:
    """Refuse what looks English and is none, and what is too long for one article."""
    if sum(map(str.isalpha, text)) > _LONGEST_WORDS * len(text.split()):
        raise NotAnArticleError(source, "there are no words in it")
    n_tokens = sum(1 for _ in _TOKEN.finditer(text))
    if n_tokens > MOST_TOKENS:
        reason = f"it has {n_tokens:,} words and marks, at most {MOST_TOKENS:,} are read at once"
        raise NotAnArticleError(source, reason)


def keep_verbatim(raw: RawArticle) -> CleanArticle:
    """Take an article as it is: every character keeps its offset.

    Only lone surrogates are replaced, one for one, since they can be neither printed nor
    stored.
    """
    text = without_surrogates(raw.text)
    return CleanArticle(
        text=text,
        title=raw.title or title_from(text),
        source=raw.source,
        url=raw.url,
        canonical_url=raw.canonical_url,
        byline=raw.byline,
        publisher=raw.publisher,
        published_on=raw.published_on,
        date_origin=raw.date_origin,
        dropped=_left_out(raw),
        content_hash=hash_of(text),
    )


def title_from(text: str) -> str:
    """Make a title of the first sentence, cut at a word when it is long."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "Untitled")
    ending = re.search(
        r"(?<!\b[A-Z])(?<!\bMr|\bMs|\bDr|\bSt)(?<!\bMrs|\bSen|\bRep|\bGov)[.!?][”’\"']*(?= )",
        line[:400],
    )
    sentence = line[: ending.end()] if ending else line
    if len(sentence) <= _TITLE_CHARS:
        return sentence.rstrip(".") if sentence.count(".") == 1 else sentence
    return sentence[:_TITLE_CHARS].rsplit(" ", 1)[0].rstrip(",;:–— ") + "…"


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text, white space folded: what tells a second copy."""
    folded = " ".join(without_surrogates(text).split())
    return hashlib.sha256(folded.encode()).hexdigest()


def _with_date(article: CleanArticle, dated: date | None) -> CleanArticle:
    """Date an article by its text where nothing else did, and note a contradiction."""
    dated = dated or dates.date_of_dateline(article.text.partition("\n")[0])
    if article.published_on is None and dated is not None:
        article = replace(article, published_on=dated, date_origin=DateOrigin.TEXT)
    if article.published_on is None:
        return article
    note = dates.contradiction(article.text, article.published_on, dated=dated)
    return replace(article, date_note=note)


# ------------------------------------------------------------------ the page, line by line


@dataclass(slots=True)
class Page:
    """The lines of a text that are still taken for the article, and what was found out."""

    lines: list[str]
    title: str = ""
    is_titled: bool = False  # by the page or a curator; then no line is taken for the title
    byline: str | None = None
    dated: date | None = None
    dropped: list[Dropped] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The article: one paragraph a line."""
        return "\n".join(self.lines)

    def drop(self, index: int, reason: DropReason) -> str:
        """Take out one line, remember why, and return it."""
        line = self.lines.pop(index)
        self.dropped.append(Dropped(line, reason))
        return line


def read_page(text: str, *, title: str = "") -> Page:
    """Split a text into lines and leave out those that are not the article."""
    repaired = repair(text)
    joined = unwrap(repaired)
    if joined != repaired:  # the end of a line and the start of the next may look like damage
        joined = repair(joined)
    whole = [line for line in joined.split("\n") if line]
    page = Page(whole.copy(), title, is_titled=bool(title))
    before = -1
    while before != len(page.dropped):  # what one rule leaves may be a first or last line now
        before = len(page.dropped)
        _drop_contacts(page)
        _drop_anywhere(page)
        _drop_opening(page)
        _drop_capitals(page)
        _drop_closing(page)
    page.dropped = _in_order(page.dropped, whole)
    return page


def _left_out(raw: RawArticle) -> tuple[Dropped, ...]:
    """What reading the file left out, repaired as all texts are."""
    lines = ((" ".join(repair(line.text).split()), line.reason) for line in raw.dropped)
    return tuple(Dropped(text, reason) for text, reason in lines if text)


def _in_order(dropped: list[Dropped], whole: list[str]) -> list[Dropped]:
    """Sort dropped lines as they stood in the text."""
    waiting: dict[str, deque[Dropped]] = {}
    for line in dropped:
        waiting.setdefault(line.text, deque()).append(line)
    return [waiting[text].popleft() for text in whole if waiting.get(text)]


def unwrap(text: str) -> str:
    """Join lines that were broken to a fixed width, in texts whose paragraphs stand apart.

    A text without empty lines is left alone: there each line is a paragraph.
    """
    blocks = [block.split("\n") for block in re.split(r"\n{2,}", text.strip("\n"))]
    broken = [line for block in blocks for line in block[:-1]]
    if len(blocks) < 2 or len(broken) < len(blocks):  # noqa: PLR2004 — one block has no empty line
        return text
    inside = sum(1 for line in broken if not re.search(r"[.!?:][”\"’')]*$", line))
    longest = max(map(len, broken))
    if longest > 100 or inside < 0.7 * len(broken):  # noqa: PLR2004 — a width; most lines break inside a sentence
        return text
    return "\n".join(" ".join(block) for block in blocks)


def _drop_contacts(page: Page) -> None:
    """Leave out at the foot whom to ask about a statement, with the line above that says so."""
    for index in range(max(1, len(page.lines) - _CONTACT_LINES), len(page.lines)):
        below = page.lines[index + 1 :]
        if lines.is_contacts(page.lines[index]) and all(map(lines.is_of_contacts, below)):
            for _ in range(len(below) + 1):
                page.drop(index, DropReason.FURNITURE)
            return


def _drop_anywhere(page: Page) -> None:
    """Leave out page furniture, promotion and credits, in one walk."""
    kept = []
    for line in page.lines:
        reason = lines.reason_anywhere(line)
        if reason is None:
            kept.append(line)
            continue
        page.dropped.append(Dropped(line, reason))
        page.byline = page.byline or lines.credited_person(line)
    page.lines[:] = kept


def _drop_capitals(page: Page) -> None:
    """Leave out link headlines in capitals, unless the article itself is in capitals."""
    loud = {index for index, line in enumerate(page.lines) if lines.is_all_capitals(line)}
    loud.discard(0)  # the first line may be the article's own headline
    n_loud = sum(len(page.lines[index]) for index in loud)
    if not loud or n_loud > _CAPITALS_AT_MOST * len(page.text):
        return
    page.dropped += (Dropped(page.lines[i], DropReason.LINK_HEADLINE) for i in sorted(loud))
    page.lines[:] = [line for index, line in enumerate(page.lines) if index not in loud]


def _drop_opening(page: Page) -> None:
    """Take headline, byline, date and repeated standfirst off the top."""
    rules: tuple[Callable[[Page], bool], ...] = (
        _take_date,
        _take_byline,
        _take_standfirst,
        _take_headline,
    )
    while len(page.lines) > 1 and any(rule(page) for rule in rules):
        pass


def _take_date(page: Page) -> bool:
    found = _among_first(page, dates.is_date_line)
    if found is None:
        return False
    _drop_date(page, found)
    return True


def _drop_date(page: Page, index: int) -> None:
    """Drop a date line; it dates the article unless it stands below a correction."""
    above = page.lines[:index][-_CLOSING_LINES:]
    line = page.drop(index, DropReason.DATELINE)
    if not any(other.casefold().startswith("correction") for other in above):
        page.dated = page.dated or dates.date_of_line(line)


def _take_byline(page: Page) -> bool:
    found = _among_first(page, lambda line: lines.byline_of(line) is not None)
    if found is None:
        return False
    line = page.drop(found, DropReason.BYLINE)
    page.byline = page.byline or lines.byline_of(line)
    return True


def _among_first(page: Page, is_meant: Callable[[str], bool]) -> int | None:
    """Return where such a line stands at the top; a deck or a caption may stand above it."""
    top = islice(page.lines, _OPENING_LINES)
    return next((index for index, line in enumerate(top) if is_meant(line)), None)


def _take_standfirst(page: Page) -> bool:
    below = page.lines[1 : 1 + _LEAD_REPEATED_WITHIN]
    if not any(lines.is_repeated(page.lines[0], later) for later in below):
        return False
    page.drop(0, DropReason.STANDFIRST)
    return True


def _take_headline(page: Page) -> bool:
    """Take an unclosed short first line for the title, if sentences follow it.

    Where the title is known already, only a line that repeats it goes.
    """
    line, below = page.lines[0], islice(page.lines, 1, _BODY_WITHIN)
    if not lines.is_headline(line) or not any(map(lines.is_sentence, below)):
        return False
    if page.is_titled and lines.fold_words(line) != lines.fold_words(page.title):
        return False
    page.drop(0, DropReason.HEADLINE)
    if not page.is_titled and page.title.count(" ") < _KICKER_WORDS:
        page.title = max(page.title, line, key=len)
    return True


def _drop_closing(page: Page) -> None:
    """Take date lines and the author's biography off the end."""
    while len(page.lines) > 1:
        if dates.is_date_line(page.lines[-1]):
            _drop_date(page, -1)
        elif not _take_biography(page):
            return


def _take_biography(page: Page) -> bool:
    start = max(1, len(page.lines) - _CLOSING_LINES)
    for index in range(len(page.lines) - 1, start - 1, -1):
        if lines.is_biography(page.lines[index]):
            line = page.drop(index, DropReason.BIOGRAPHY)
            page.byline = page.byline or lines.biography_name(line)
            return True
    return False
