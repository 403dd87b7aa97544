"""Tell what a line of a page is when it is not the article.

One job: rules on single lines. Each rule looks at one line and names the reason to leave it
out; store/clean.py decides where in the text a rule may be applied. A rule must never match
a sentence of an article: the patterns are anchored at both ends, or name words that only
pages use. Checked on the 840 articles of a news corpus by reading every line dropped there.
"""

from __future__ import annotations

import re
from typing import Final

from store.records import DropReason

# No line of a page's furniture is longer; also keeps every pattern's time bounded.
_LONGEST_FURNITURE: Final = 400
_LONGEST_BIOGRAPHY: Final = 700
_LONGEST_HEADLINE: Final = 200
_MOST_HEADLINE_WORDS: Final = 25
_FEWEST_CAPITAL_WORDS: Final = 4  # "WATCHDOG MEMO" heads a section, it is no link
_LONGEST_CONTACT: Final = 8  # words: "Jane Smith, Director of Communications"
_FEWEST_LEAD_WORDS: Final = 6  # shorter lines are repeated by chance


def _whole(*forms: str, closing: str = ".!:»→>") -> re.Pattern[str]:
    """Match a line that is one of the forms and nothing else."""
    return re.compile("(?:" + "|".join(forms) + rf")\s*[{closing}]*$", re.IGNORECASE)


_SITES: Final = (
    r"(?:twitter|facebook|instagram|x|threads|linkedin|youtube|telegram|whatsapp|google news)"
)
_STORIES: Final = r"(?:articles?|stor(?:y|ies)|news|posts?|topics?|links?|content)"
_PROMOTIONS: Final = _whole(
    r"(?:please )?click (?:here|on the link|below|through)\b.*",
    r"tap here\b.*",
    r"(?:also )?read (?:more|also|next|it all here|this next|now|on)\b"
    r"\s*(?::.*|from .*|at .*|here|on .*|about .*|»)?",
    rf"(?:also read|see also|must read|related(?: {_STORIES})?|up next|don[’']t miss"
    r"|more (?:news|stories|on this story|on this|from [^.]{1,60})"
    r"|you (?:may|might) also like|recommended(?: for you)?|trending(?: now)?"
    r"|most (?:read|popular))(?:\s*[:|–—-].*)?",
    r"read the (?:rest|full|original|entire|whole|latest)\b.{0,80}"
    r"\b(?:here|story|article|post|report|at|on|below|above)\b.{0,60}",
    r"(?:watch|listen to|see|view) (?:the|a|an|it)\b.{0,80}\b(?:above|below|here)",
    r"sign up (?:here|now|today|below|for|to (?:get|receive))\b.*",
    r"subscribe (?:here|now|today|below|to)\b.*",
    r"(?:get|have) (?:the|our|all)\b.{0,80}\b(?:in|to) your (?:inbox|e-?mail|phone)\b.*",
    r"(?:download|get|install) (?:the|our) .{0,40}\bapp\b.*",
    rf"follow .{{0,120}}(?:\bon {_SITES}\b|@\w+).*",
    rf"(?:like|find|join|connect with) us on {_SITES}\b.*",
    r"(?:support|donate to) (?:our|independent) journalism\b.*",
    r"(?:become a|start your) (?:member|subscriber|subscription|free trial)\b.*",
    r"already a (?:member|subscriber)\?.*|subscribe|continue reading(?: the main story)?",
    r"(?:this|the|our) .{0,40}newsletters?|get (?:unlimited|full) access\b.*",
    r"(?:support|fund) quality journalism\b.*",
    rf"join (?:our|us on) .{{0,30}}\b(?:{_SITES}|channel|group|community)\b.*",
    r"(?:have|got) an? (?:news |story )?tip\b.*|new!? you can now listen to\b.*",
    r"(?:see |view )?(?:latest|recent|popular|recommended|top|more|editor[’']?s[’']?|our)"
    rf" (?:picks|videos?|{_STORIES})",
    r"(?:(?:this|the) )?(?:story|article) continues(?: (?:below|after)\b.*)?",
)

_BUTTONS: Final = (
    r"(?:share|tweet|print|e-?mail|save|copy link|whatsapp|facebook|twitter|pinterest|linkedin"
    r"|reddit|telegram|messenger|flipboard)"
)
_COUNTED: Final = r"(?:views?|shares?|likes?|retweets?|reposts?|quotes|replies|bookmarks?)"
_FURNITURE: Final = _whole(
    r"(?:print|save|e-?mail|bookmark) this (?:article|story|page)",
    r"leave a (?:reply|comment)(?: cancel reply)?|cancel reply",
    r"comments?(?: section)?|\d+ comments?|no comments(?: yet)?",
    r"(?:view|show|jump to|see)(?: all)?(?: \d+)? comments|be the first to comment",
    r"post (?:a )?comment|add a comment|join the (?:conversation|discussion)|log in to reply",
    r"you must be logged in to (?:post a )?comment|notify me of (?:follow-up|new) .{1,60}",
    r"your e-?mail address will not be published\b.*|required fields are marked\b.*",
    r"save my name, e-?mail,? and website in this browser\b.*|(?:name|e-?mail|website) ?\*?",
    r"this site uses akismet\b.*|like this|like loading(?:\.{3}|…)?",
    r"click to (?:share|print|e-?mail|tweet)\b.*|(?:link )?copied",
    r"posted (?:in|by) \w+(?: \w+){0,2}|posted on .{4,40} by \w+(?: \w+){0,2}|uncategori[sz]ed",
    r"view this post on \w+|a post shared by .{1,80}",
    r"(?:https?://|pic\.twitter\.com/|www\.)\S+",
    r"(?:listen|listen to this (?:article|story))(?:\s*\d+ min(?:utes?)?)?|\d+ min(?:utes?)?",
    r"(?:published|updated|posted)?:? ?(?:\d+|an?) (?:minute|hour|day|week|month|year)s? ago",
    r"this article is more than \d+ (?:month|year)s? old|\d+ of \d+ ?\|?",
    r"our standards: .{0,80}|file (?:photo|image|picture)|representative image",
    r"comments (?:are|have been) (?:now )?(?:closed|disabled|turned off)(?: (?:on|for) this .*)?",
    r"(?:embed(?:ded)? )?(?:from |via )?getty images(?:/.*)?",
    r"source(?: links?| article)?|(?:original|permanent) (?:source|article|link)s?",
    r"(?:via|original source)\s*:.{1,80}",
    r"advertise?ments?(?: continue reading .*)?|advertisement ?[-–—].*|ad",
    r"(?:sponsored|promoted)(?: content)?",
    rf"{_BUTTONS}(?:[ ,|/]+(?:{_BUTTONS}|and|on|via|this))*",
    r"share (?:this|on|via|with)\b"
    r"(?: (?:article|story|post|page|on|via|with|your|friends|facebook|twitter|x|e-?mail))*",
    r"(?:skip to (?:main )?content|back to top|go to homepage|main menu|menu|home|search)",
    r"log ?in|sign in|register|(?:loading|please wait)(?:\.{3}|…)?",
    r"(?:image|photo|picture|video) (?:source|credit|caption|copyright)s?"
    r"(?:\s*[:,].*|(?: [\w/]+){0,4})",
    r"(?:file )?(?:photo|image|picture|credit|photograph|video by)s?\s*"
    r"(?::.{1,100}|by (?-i:[A-Z])[^.]{1,60})",
    r"\((?:file )?(?:photo|image|picture|credit)s?\b.{0,120}\)",
    r"(?:tags?|filed under|categor(?:y|ies)|topics?|keywords?)(?:\s*:.*)?",
    r"(?:we use|(?:this|our) (?:web)?site uses) cookies\b.*",
    r"(?:accept|manage|reject)(?: all)? cookies",
    r"all rights reserved|(?:(?:©|\(c\))|copyright (?:©|\(c\)|\d{4}|by\b)).{0,160}",
    r"(?:this material|this content) may not be (?:published|reproduced)\b.*",
    r"\d+ (?:min(?:ute)?s?) read|reading time\s*:?.{0,20}",
    rf"{_COUNTED}|(?:\d[\d,.]*[km]? {_COUNTED}[ ·|,]*){{1,8}}",
    r"(?:previous|next) (?:article|post|story)(?:\s*[:»].*)?",
    r"\*{3,}|[-–—_=*•·]{2,}",
    r"<[a-z][^<>]{0,200}>(?:</?[a-z][^<>]{0,40}>)*",
)

# What offices put around a statement, and newsletters around their texts.
_EXTENSION: Final = r"(?:,? ?(?:x|ext\.?|extension) ?\d{1,6})?"
_TELEPHONE: Final = (
    r"(?:\+\d[\d ().-]{7,18}|\(\d{2,5}\) ?\d[\d .-]{4,12}|(?:1[.-])?\d{3}[.-]\d{3}[.-]\d{4})"
    rf"{_EXTENSION}"
)
_DESK: Final = (
    r"(?:for )?(?:media|press|news|public affairs|communications)(?: office| relations)?"
    r" (?:contacts?|inquiries|enquiries|queries)"
)
_ITS_LETTER: Final = r"(?:e-?mail|newsletter|message)"
_AROUND: Final = _whole(
    r"(?:for )?immediate release|not for (?:publication|broadcast) before\b.{0,80}",
    r"(?:under |strictly )?embargo(?:ed)?\b\s*(?:until|till|:).{1,80}",
    r"(?:tel|telephone|phone|ph|fax|mobile|cell|office|direct|t|m|o)\s*[.:]+\s*"
    rf"[+(]?\d[\d ().-]{{5,20}}{_EXTENSION}|{_TELEPHONE}",
    r"e-?mail\s*:\s*[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    rf"{_DESK}(?:\s*:.{{0,160}})?|contacts?\s*:[^?!“”\"]{{1,160}}",
    r"#(?:\s*#)+|[-–—]\s*30\s*[-–—]|[-–—]*\s*(?-i:ENDS?)\s*[-–—]*|end of (?:press|news) release",
    rf".{{0,60}}\b(?:view|read|open) (?:it |this )?(?:{_ITS_LETTER} )?in (?:your |a |the )?"
    r"(?:web )?browser\b.{0,60}",
    r"(?:[^.?!]{0,80}[|·•] ?)?(?:click here )?(?:to )?unsubscribe"
    r"(?:,? (?:here|click|from this|at any time)\b.{0,60})?(?:\s*[|·•].{0,80})?",
    rf"you(?:[’']re| are|[’']ve)? (?:receiving|received) this (?:{_ITS_LETTER}|because)\b.*",
    r"(?:manage|update|change) your (?:e-?mail )?(?:preferences|subscriptions?)"
    r"(?: here|\s*[|·•].*)?",
    rf"(?:was this {_ITS_LETTER} forwarded|forward(?:ed)? this {_ITS_LETTER})\b.{{0,120}}",
)
_CONTACTS: Final = _whole(_DESK, r"(?:for (?:more|further) information,? )?contacts?")

# Only where the line is not closed like a sentence: "Video: what we know." may be a headline.
_UNCLOSED_PROMOTIONS: Final = re.compile(
    r"(?:watch|video|listen|photos|gallery|slideshow)\s*:.{1,120}(?<![.?!…”\"])$", re.IGNORECASE
)

# A style sheet that came along with the text: a selector, a rule, a closing brace.
_STYLE_SHEET: Final = re.compile(
    r"[.#@][\w-][^\"“”{}]{0,150}\{$|[a-z-]{3,40}\s*:\s*[#\w.,%() !-]{1,80};$|\}$"
)

_AGENCY: Final = (
    r"(?:a\.?f\.?p\.?|agence france[- ]presse|a\.?p\.?|(?:the )?associated press|u\.?p\.?i\.?"
    r"|(?:thomson )?reuters|bloomberg(?: news)?|dpa|ansa|efe|(?:itar-)?tass|interfax|ria novosti"
    r"|xinhua|kyodo(?: news)?|yonhap|pti|ani|ians|aap|pa media|press association|ukrinform"
    r"|anadolu(?: agency)?|cnn|bbc(?: news)?|nyt|tca|tns|agenc(?:y|ies)|wires?|wire services?"
    r"|news services?|staff(?: (?:writers?|reporters?))?)"
)
_APPEARED: Final = r"(?:appeared|published)"
_CREDITS: Final = _whole(
    r"[-–—(\[]*\s*(?:sources?\s*:|with|from|by|via|credit\s*:|©)?\s*"
    rf"{_AGENCY}(?:\s*(?:/|,|&|and|with|\||-|–|—|\+)+\s*{_AGENCY})*\s*[)\]]*",
    r"\((?:additional |extra )?(?:reporting|writing|editing|compiled|translated) by\b.{0,300}\)",
    r"(?:additional )?reporting by\b[^“”\"]{1,160};.{0,160}",
    r"\(?(?:h/t|hat tip)\b\s*:?.{1,80}\)?",
    r"contributing\s*:.{1,160}|[-–—(]+ ?with (?:assistance|reporting) (?:from|by) .{1,160}",
    r"[^“”\"]{2,120} contributed (?:to this (?:report|story|article)|reporting)",
    r"\(this (?:story|article|report) has not been edited by\b.{1,200}\)",
    r"this (?:story|article|report|post|piece) (?:was )?"
    rf"(?:originally|first) {_APPEARED}\b.{{1,160}}",
    rf"originally {_APPEARED} (?:at|on|by|in)\b.{{1,80}}",
    r"the post .{1,160} appeared first on .{1,80}",
    r"sources?\s*:\s*https?://\S+",
    closing=".",  # "From Reuters:" introduces what the agency said
)

_CREDIT_OF_PERSONS: Final = re.compile(
    r"^\(?(?:Reporting|Writing) by ([^;()]{3,80}?)(?: in [A-Z]|;|\)|$)"
)

_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BARE_EMAIL: Final = re.compile(
    r"(?:e-?mail|contact)?\s*:?\s*[\w.+-]+@[\w-]+(?:\.[\w-]+)+[.]?", re.IGNORECASE
)
_HANDLE: Final = re.compile(r"(?:^|[\s(])@\w{2,}")
_QUOTE_MARKS: Final = re.compile('[“”"„«»]')
_NAME: Final = r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|de|van|von|der|al|bin|del|la)){1,4}"
_WRITES: Final = re.compile(
    r"\b(?:report(?:s|er|ing)|editor|writer|writes|correspondent|columnist|journalist|author|contributor|covers|"
    r"producer|intern|fellow|freelance|photographer|anchor|blogger|bureau)\b",
    re.IGNORECASE,
)
_BIOGRAPHY: Final = re.compile(rf"^[-–—*•]*\s*({_NAME}),? (?:is|covers|writes|reports|works)\b")
_REACH_THEM: Final = re.compile(
    r"^(?:you (?:can|may) )?(?:reach|contact|e-?mail|write to|follow|send)\b"
    r"|^(?:he|she|they|[A-Z][\w’'-]+) can be reached\b",
    re.IGNORECASE,
)

_PARTICLE: Final = r"(?:and|of|de|van|von|der|al|bin|del|la|for|the|in|at)"
_WORD: Final = r"[A-Z][\w.’'&-]*"
_BYLINE: Final = re.compile(
    rf"^(?:Written |Reported )?[Bb][Yy]:? ({_WORD}(?:[ ,|/–—-]+(?:{_WORD}|{_PARTICLE})){{1,11}})$"
)

_SENTENCE_END: Final = re.compile(r"[.!?…:;,–—-][\"“”‘’'»)\]]*$")
_CLOSED: Final = re.compile(r"[.!?…][\"“”‘’'»)\]]*$")
_OPEN_MARK: Final = re.compile(r"^[“\"][^”\"]*(?:[”\"]$|$)")
_WORDS: Final = re.compile(r"\w+(?:[’'-]\w+)*")


def reason_anywhere(line: str) -> DropReason | None:
    """Name why a line is not the article wherever it stands, or None."""
    if len(line) > _LONGEST_FURNITURE:
        return None
    if _CREDITS.match(line):
        return DropReason.CREDIT
    if _PROMOTIONS.match(line) or _UNCLOSED_PROMOTIONS.match(line):
        return DropReason.PROMOTION
    if _FURNITURE.match(line) or _AROUND.match(line) or _STYLE_SHEET.match(line):
        return DropReason.FURNITURE
    return None


def is_all_capitals(line: str) -> bool:
    """Tell whether a line is a headline in capitals: a link to another article.

    A sentence that ends like one ("I AM NOT A CROOK.") is what somebody wrote.
    """
    if (
        len(line) > _LONGEST_HEADLINE
        or not line.isupper()
        or _CLOSED.search(line)
        or _OPEN_MARK.match(line)
    ):
        return False
    return len(_WORDS.findall(line)) >= _FEWEST_CAPITAL_WORDS


def is_headline(line: str) -> bool:
    """Tell whether a first line is a headline: short, and not closed like a sentence."""
    if len(line) > _LONGEST_HEADLINE or _SENTENCE_END.search(line) or _OPEN_MARK.match(line):
        return False
    return 1 <= len(_WORDS.findall(line)) <= _MOST_HEADLINE_WORDS


def is_sentence(line: str) -> bool:
    """Tell whether a line reads as prose: several words, closed like a sentence."""
    return (
        bool(_CLOSED.search(line[-10:])) and len(_WORDS.findall(line[:400])) >= _FEWEST_LEAD_WORDS
    )


def is_repeated(line: str, later: str) -> bool:
    """Tell whether all of a line's words stand again, in order, in a later line."""
    words = fold_words(line)
    if len(line) > _LONGEST_BIOGRAPHY or words.count(" ") < _FEWEST_LEAD_WORDS - 1:
        return False
    return f" {words} " in f" {fold_words(later)} "


def fold_words(line: str) -> str:
    """Reduce a line to its words: no case, no marks, one space between."""
    return " ".join(_WORDS.findall(line.casefold().replace("’", "'")))


def byline_of(line: str) -> str | None:
    """Read the name out of "By Jane Doe, Chief Correspondent", or None."""
    found = _BYLINE.match(line) if len(line) <= _LONGEST_HEADLINE else None
    return _name_in_full(found[1]) if found else None


def credited_person(line: str) -> str | None:
    """Read the reporters' names out of an agency's sign-off, or None."""
    found = _CREDIT_OF_PERSONS.match(line)
    return found[1].strip() if found else None


def is_biography(line: str) -> bool:
    """Tell whether a closing line tells of the author and how to reach them."""
    if len(line) > _LONGEST_BIOGRAPHY:
        return False
    if _BARE_EMAIL.fullmatch(line):
        return True
    if _QUOTE_MARKS.search(line) or not (_EMAIL.search(line) or _HANDLE.search(line)):
        return False
    is_about = _BIOGRAPHY.match(line) and _WRITES.search(line)
    return bool(is_about or _REACH_THEM.match(line))


def is_contacts(line: str) -> bool:
    """Tell whether a line heads a list of whom to ask: "Media contact:"."""
    return bool(_CONTACTS.match(line))


def is_of_contacts(line: str) -> bool:
    """Tell whether a line may be one of such a list: a name, an office, a number, an end mark."""
    is_short = is_headline(line) and len(_WORDS.findall(line)) <= _LONGEST_CONTACT
    return is_short or reason_anywhere(line) is not None


def biography_name(line: str) -> str | None:
    """Read the author's name out of a biography, or None."""
    found = _BIOGRAPHY.match(line)
    return found[1] if found else None


def _name_in_full(name: str) -> str:
    """Write a name given in capitals as a name."""
    return name.title() if name.isupper() else name
