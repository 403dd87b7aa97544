"""Each rule on lines, with what it takes and the sentences nearest to it that it leaves."""

from __future__ import annotations

import pytest

from store import lines
from store.records import DropReason

FURNITURE = [
    "Leave a Reply", "Leave a comment", "Comments are closed.", "3 Comments", "Source link",
    "Embed from Getty Images", "Getty Images", "Advertisement", "Share", "Share this article",
    "Facebook Twitter WhatsApp", "Photo: Getty Images", "(Photo by Ann Other/AFP)", "___",
    "Image copyright Getty Images", "Skip to main content", "4.4k shares", "5 min read",
    "34 Reposts 5 Quotes 210 Likes", "1.2M views · 3 replies",
    "All rights reserved.", "Copyright 2009 The Associated Press.", "Tags: China, Russia",
    ".image-wrap img {", "width:100%;", "}", '<tweet id="1"><tweet/>', "Loading…",
    "We use cookies to improve your experience.", "Jump to comments", "Posted in World", "Name *",
    "Your email address will not be published. Required fields are marked *", "Listen", "5 min",
    "2 hours ago", "This article is more than 2 years old", "Print this article", "File photo",
    "pic.twitter.com/abc", "https://t.co/abc", "View this post on Instagram", "1 of 5 |",
    "Our Standards: The Thomson Reuters Trust Principles.", "Like Loading...", "Topics",
    "FOR IMMEDIATE RELEASE", "EMBARGOED UNTIL 10 A.M. MONDAY", "Media Contact: Ann Other, Elm City",
    "Contact: Ann Other, a.other@elm.example", "Phone: (202) 555-0143", "T: +44 20 7946 0000",
    "202-555-0143", "(202) 555-0143 ext. 7", "Email: ann@elm.example", "###", "# # #", "-30-",
    "- ENDS -", "View this email in your browser", "The Brief | View in browser | Unsubscribe",
    "Unsubscribe", "To unsubscribe, click here", "Was this newsletter forwarded to you? Sign up.",
    "You are receiving this email because you signed up at the fair.",
]  # fmt: skip
PROMOTION = [
    "CLICK HERE TO READ MORE FROM THE WASHINGTON EXAMINER", "Read more: Xi meets Putin",
    "READ MORE", "Read more about this here", "Related: What we know so far", "ALSO READ | Talks",
    "Sign up for our newsletter", "Subscribe to our podcast.", "Follow Ann Other on Twitter @ann.",
    "Like us on Facebook", "Watch the full interview below:", "VIDEO: Minister walks out",
    "Get the day’s top news in your inbox", "Story continues below advertisement",
    "Read the rest of the story at The Paper.", "Download our app", "You may also like",
    "Continue reading the main story", "Editor’s Picks", "Recommended Videos", "Latest news",
    "Support quality journalism", "Join our WhatsApp channel", "Have a news tip? Email us.",
]  # fmt: skip
CREDIT = [
    "AFP", "AP", "Reuters", "(AP)", "AFP/Reuters", "With AFP", "Associated Press", "- Reuters.",
    "(Reporting by Ann Other in Kyiv; Editing by Jo Bloggs)", "with agencies", "Source: Reuters",
    "Contributing: Ann Other, USA Today.", "h/t: The Paper", "Reporting by Ann Other; writing by X",
    "This article was originally published on The Conversation.",
    "The Associated Press contributed to this report.", "—With assistance from Ann Other.",
    "(This story has not been edited by our staff and comes from a feed.)",
]  # fmt: skip
SENTENCES = [
    "Read the constitution, he told them.",
    "Share prices fell after the announcement.",
    "Follow the money, prosecutors said.",
    "Related companies were told on Monday.",
    "The first published reports said two were dead.",
    "Copyright law is what the case is about, the judge said.",
    "Image by image, the film shows how it happened.",
    "Via train, he reached Kyiv in the morning.",
    "From Reuters:",
    "Reuters reported the deal first.",
    "AFP could not verify the claim.",
    "Poll: Clinton and Sanders in dead heat in California.",
    "Watch out, he said.",
    "Comments by the minister are closed to interpretation, he said.",
    "Sources said the deal was close.",
    "Search teams found the plane.",
    "Subscribers left in thousands.",
    "Advertisements for the party were pulled.",
    "See the people, he said.",
    "“Share,” he said.",
    "He contributed to this reporter’s understanding of the war.",
    "Latest news from the front was bad.",
    "Posted in the war’s first days, he said little.",
    "Name the price, he said.",
    "Two hours ago the talks broke off.",
    "Continue reading, she told them.",
    "With assistance from the army, they crossed.",
    "By 58%-33%, those surveyed said no.",
    "He told them to unsubscribe.",
    "Embargoes until now did little, he said.",
    "You received this money, the judge said.",
    "Contacts with Moscow: “none”, he said.",
    "Media inquiries followed.",
    "2024-03-05",
    "It ends.",
    "34 Reposts were deleted.",
    "Likes and quotes of hers were read out.",
    "Ends and means",
]


@pytest.mark.parametrize(
    ("line", "reason"),
    [(line, DropReason.FURNITURE) for line in FURNITURE]
    + [(line, DropReason.PROMOTION) for line in PROMOTION]
    + [(line, DropReason.CREDIT) for line in CREDIT],
)
def test_a_line_that_is_not_the_article_is_named(line, reason):
    assert lines.reason_anywhere(line) is reason


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_is_left_alone(line):
    assert lines.reason_anywhere(line) is None
    assert not lines.is_biography(line)
    assert lines.byline_of(line) is None


@pytest.mark.parametrize(
    ("line", "is_link"),
    [
        ("XI TO PUTIN: ‘WE ARE READY TO TEAM UP’", True),
        ("WATCHDOG MEMO", False),
        ("I AM NOT A CROOK AND NEVER WAS.", False),
        ("“DIVISIVE, STUPID AND WRONG”", False),
        ("Xi to Putin: we are ready", False),
    ],
)
def test_headlines_in_capitals(line, is_link):
    assert lines.is_all_capitals(line) is is_link


@pytest.mark.parametrize(
    ("line", "is_title"),
    [
        ("Beijing digs in behind Russia over Ukraine invasion", True),
        ("‘We are ready’", True),
        ("The minister said so.", False),
        ("Is it over?", False),
        ("“We will not give up", False),
        ("and then, after a while,", False),
        ("word " * 40, False),
        ("", False),
    ],
)
def test_headlines(line, is_title):
    assert lines.is_headline(line) is is_title


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("By JANE DOE", "Jane Doe"),
        (
            "By Jane Doe and John Smith, Associated Press",
            "Jane Doe and John Smith, Associated Press",
        ),
        ("By winning in Ohio, he took the lead", None),
        ("By Monday", None),
        ("Standing by Jane Doe", None),
    ],
)
def test_bylines(line, name):
    assert lines.byline_of(line) == name


@pytest.mark.parametrize(
    ("line", "is_about_author"),
    [
        ("Ann Other is a reporter at The Paper. You can reach her at ann@paper.example.", True),
        ("Ann de Vries covers trade. @anndevries", True),
        ("ann@paper.example", True),
        ("Follow him at @jo.", True),
        ("Donald Trump was quick to respond on Twitter.", False),
        ("Mr Smith is an editor who never gave in.", False),
        ("“Questions go to ann@paper.example,” the reporter said.", False),
        ("Ann Other is a doctor, and her address was a@b.example until the trial.", False),
    ],
)
def test_biographies(line, is_about_author):
    assert lines.is_biography(line) is is_about_author


def test_a_biography_names_its_author():
    line = "Ann de Vries is a reporter at The Paper, ann@paper.example."
    assert lines.biography_name(line) == "Ann de Vries"


def test_a_sign_off_names_the_reporters():
    line = "(Reporting by Ann Other and Jo Bloggs; Editing by X)"
    assert lines.credited_person(line) == "Ann Other and Jo Bloggs"


def test_a_repeated_line_must_stand_again_whole_and_in_order():
    lead = "Xi has assured Putin of support on ‘sovereignty’."
    assert lines.is_repeated(lead, "Xi has assured Putin of support on “sovereignty”, he said.")
    assert not lines.is_repeated(lead, "Putin has assured Xi of support on sovereignty.")
    assert not lines.is_repeated("Talks go on.", "Talks go on.")  # short lines repeat by chance
