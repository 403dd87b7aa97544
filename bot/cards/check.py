"""What the record shows of a claimed quotation, as cards: the verdict, then the nearest record.

One job: say what the comparison found and not a word more. "Exact" is about words, not about
whether they are true; "not on record" is about this record, not about the world.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.cards.limits import cut
from bot.cards.quotations import card, speaker_name
from bot.cards.sources import counted
from bot.cards.text import one_line, quoted, shown
from store.records import QuotationKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.cards.quotations import Card
    from store.records import Change, Check, CheckedText

COLOURS = {
    Verdict.EXACT: 0x2A9D8F,
    Verdict.ALTERED: 0xE9A23B,
    Verdict.WRONG_SPEAKER: 0xC8553D,
    Verdict.PARTLY: 0xE9A23B,
    Verdict.NOT_ON_RECORD: 0x8D99AE,
}
_TITLES = {
    Verdict.EXACT: "Exact: on record word for word",
    Verdict.ALTERED: "Altered: on record, but not in these words",
    Verdict.WRONG_SPEAKER: "Wrong speaker?",
    Verdict.PARTLY: "Partly on record",
    Verdict.NOT_ON_RECORD: "Not on record",
}
_LEGEND = "**bold**: not in the record · ~~struck~~: in the record, not here"
_COMPARED = "-# Words are compared; punctuation and capitals are not."
_MAX_NAME = 80
_SHARE = 0.45  # of what is left for the comparison; the record's own card gets the rest
_MIN_WORDS = 60


def check_cards(checked: CheckedText, room: int) -> list[Card]:
    """The verdicts with their nearest records, in at most `room` characters together."""
    foot = _foot(checked)
    size = (room - len(foot)) // max(len(checked.checks), 1)
    cards = [card for check in checked.checks for card in _cards(check, size)]
    cards[0].add_item(ui.TextDisplay(foot))
    return cards


def sentence(check: Check) -> str:
    """What was found, in plain words."""
    if check.verdict is Verdict.EXACT:
        return "These words stand between quotation marks in an article on record, in this order."
    if check.verdict is Verdict.ALTERED:
        return _altered(check)
    if check.verdict is Verdict.WRONG_SPEAKER:
        return _by_another(check)
    if check.verdict is Verdict.PARTLY and _is_same(check):
        return "All these words are on record, but not all of them as a verbatim quotation."
    if check.verdict is Verdict.PARTLY:
        return "Some of these words are on record together; the rest is not there with them."
    return (
        "No quotation in this server's record comes close to these words. That does not mean"
        " that nobody said them."
        if check.nearest is None
        else "No quotation on record holds these words. The one below shares some of them, which"
        " may be chance."
    )


def _cards(check: Check, room: int) -> list[Card]:
    head = "\n".join([f"### {_TITLES[check.verdict]}", sentence(check), *_notes(check)])
    words = _comparison(check, max(int((room - len(head)) * _SHARE), _MIN_WORDS))
    verdict: Card = ui.Container(accent_colour=COLOURS[check.verdict])
    verdict.add_item(ui.TextDisplay(head))
    verdict.add_item(ui.TextDisplay(words))
    if check.nearest is None:
        return [verdict]
    return [verdict, card(check.nearest, max(room - len(head) - len(words), _MIN_WORDS))]


def _foot(checked: CheckedText) -> str:
    lines = [_COMPARED]
    if checked.n_absent:
        others = counted(checked.n_absent, "other sentence")
        are = "is" if checked.n_absent == 1 else "are"
        lines.append(f"-# Of this text, {others} {are} not on record word for word or nearly.")
    if checked.n_unchecked:
        lines.append(f"-# {counted(checked.n_unchecked, 'more quotation')} not shown: ask again.")
    return "\n".join(lines)


def _notes(check: Check) -> Iterator[str]:
    near = check.nearest
    if near is None or check.verdict is Verdict.NOT_ON_RECORD:
        return
    if near.kind is QuotationKind.INDIRECT:
        yield "The article reports this without quotation marks: it need not be the speaker's own."
    if check.verdict is Verdict.EXACT and len(near.content.split()) > len(check.claimed.split()):
        yield "They are part of a longer statement, which stands below."
    if check.claimed_speaker and check.verdict is not Verdict.WRONG_SPEAKER:
        asked = shown(check.claimed_speaker, _MAX_NAME)
        if near.speaker is None:
            whom = "a role without a name" if speaker_name(near) else "nobody"
            yield f"You name {asked}; the record names {whom}."
        elif check.verdict is Verdict.PARTLY:
            yield f"You name {asked}; the record has it from {_speaker(check)}."


def _altered(check: Check) -> str:
    if check.is_reordered:
        return "The nearest quotation on record has these words, or nearly, in another order."
    return f"The nearest quotation on record differs in {_n_different(check)}."


def _by_another(check: Check) -> str:
    asked = shown(check.claimed_speaker or "", _MAX_NAME)
    but = "" if _is_same(check) else f", but for {_n_different(check)},"
    but = ", in another order," if check.is_reordered else but
    return f"These words{but} are on record as said by {_speaker(check)}. You name {asked}."


def _speaker(check: Check) -> str:
    name = speaker_name(check.nearest) if check.nearest else None
    return f"**{shown(name, _MAX_NAME)}**" if name else "nobody named"


def _is_same(check: Check) -> bool:
    return all(change.is_same for change in check.changes)


def _n_different(check: Check) -> str:
    """How many words were changed, put in or left out; a changed one counts once."""
    different = [change for change in check.changes if not change.is_same]
    count = sum(max(len(c.claimed.split()), len(c.recorded.split())) for c in different)
    return counted(count, "word")


def _comparison(check: Check, limit: int) -> str:
    """The claim with the words that differ in bold and the record's missing words struck."""
    if not check.changes or _is_same(check):
        return quoted(shown(" ".join(check.claimed.split()), limit))
    legend = f"\n\n-# {_LEGEND}"
    return quoted(_marked(check.changes, max(limit - len(legend), _MIN_WORDS))) + legend


def _marked(changes: tuple[Change, ...], limit: int) -> str:
    pieces: list[str] = []
    left = limit - 2  # for " …"
    for text, mark in _pieces(changes):
        escaped = one_line(text)
        size = len(escaped) + 2 * len(mark) + 1
        if size > left:
            fits = cut(escaped, left - 2 * len(mark) - 1)
            pieces.append(f"{mark}{fits}{mark}" if fits.strip("…") else "…")
            break
        pieces.append(f"{mark}{escaped}{mark}")
        left -= size
    return " ".join(pieces)


def _pieces(changes: tuple[Change, ...]) -> Iterator[tuple[str, str]]:
    for change in changes:
        if change.is_same:
            yield change.claimed, ""
            continue
        if change.claimed:
            yield change.claimed, "**"
        if change.recorded:
            yield change.recorded, "~~"
