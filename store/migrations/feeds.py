"""The tables of feeds."""

TABLES = """
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- stable number, shown to curators; never given twice
    url TEXT NOT NULL, -- as it is asked
    address TEXT NOT NULL, -- without scheme, www, tracking and fragment: what a second one is told by
    title TEXT NOT NULL, -- as the feed names itself, else its site
    added_at TEXT NOT NULL, -- ISO 8601, UTC
    removed_at TEXT, -- ISO 8601, UTC; NULL while it is followed
    paused_at TEXT, -- ISO 8601, UTC; NULL while it is asked
    pause_reason TEXT, -- why it was given up; NULL when a curator paused it
    checked_at TEXT, -- ISO 8601, UTC: when it was asked last
    next_at TEXT NOT NULL, -- ISO 8601, UTC: when it is to be asked next
    n_failures INTEGER NOT NULL DEFAULT 0, -- times in a row that it did not answer
    last_error TEXT, -- why, the last time; NULL when it answered
    etag TEXT, -- what it said last time, to be sent back
    last_modified TEXT -- likewise
) STRICT;
CREATE UNIQUE INDEX feeds_by_address ON feeds(address) WHERE removed_at IS NULL;
CREATE INDEX feeds_due ON feeds(next_at, id) WHERE removed_at IS NULL AND paused_at IS NULL;
CREATE TABLE feed_items (
    id INTEGER PRIMARY KEY, -- one row per item of a feed; noted before it is read
    feed_id INTEGER NOT NULL REFERENCES feeds(id), -- where it was seen
    address TEXT NOT NULL, -- without scheme, www, tracking and fragment: what it is known by
    url TEXT NOT NULL, -- the article it links to
    title TEXT NOT NULL, -- as the feed has it; may be empty
    published_on TEXT, -- ISO date, as the feed has it
    seen_at TEXT NOT NULL, -- ISO 8601, UTC: when the feed held it last
    state TEXT NOT NULL CHECK (state IN ('known', 'waiting', 'added', 'refused')), -- older than the feed's adding, to be read, in the record, or of no use
    next_at TEXT NOT NULL, -- ISO 8601, UTC: when it is to be read
    n_tries INTEGER NOT NULL DEFAULT 0, -- times that it could not be fetched
    article_id INTEGER REFERENCES articles(id), -- the article it became, or was already
    note TEXT, -- why it could not be read
    UNIQUE (feed_id, address)
) STRICT;
CREATE INDEX feed_items_by_state ON feed_items(feed_id, state, seen_at);
CREATE INDEX feed_items_waiting ON feed_items(next_at, id) WHERE state = 'waiting';
CREATE INDEX articles_removed ON articles(id) WHERE removed_at IS NOT NULL;
CREATE INDEX feed_items_by_article ON feed_items(article_id) WHERE article_id IS NOT NULL;
"""

REMOVED_ARTICLES = """
CREATE INDEX articles_removed_by_address ON articles(address) WHERE address IS NOT NULL AND removed_at IS NOT NULL;
CREATE INDEX articles_removed_by_content ON articles(content_hash) WHERE removed_at IS NOT NULL;
"""
