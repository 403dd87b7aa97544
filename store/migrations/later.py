"""Tables that later versions added or made anew, in the order of their steps."""

FOLLOWS = """
CREATE TABLE follows (
    id INTEGER PRIMARY KEY, -- in the order they were asked for
    user_id INTEGER NOT NULL, -- Discord user id of the member who follows
    entity_id INTEGER NOT NULL REFERENCES entities(id), -- whom, as asked for; names.home_id leads on to who is meant now
    after_article_id INTEGER NOT NULL, -- highest article when it was asked for: only later ones are new
    created_at TEXT NOT NULL, -- ISO 8601, UTC
    UNIQUE (user_id, entity_id)
) STRICT;
CREATE INDEX follows_by_entity ON follows(entity_id);
CREATE TABLE followers (
    user_id INTEGER PRIMARY KEY, -- Discord user id of a member who follows somebody
    seen_article_id INTEGER NOT NULL, -- everything up to this article was told, or held nothing
    stopped_at TEXT, -- ISO 8601, UTC: not written to since; NULL while they are
    stop_reason TEXT CHECK (stop_reason IN ('closed', 'left')), -- no direct messages, or left the server
    told_at TEXT -- ISO 8601, UTC: when they were told that it stopped
) STRICT;
CREATE INDEX followers_by_seen ON followers(seen_article_id, user_id) WHERE stopped_at IS NULL;
CREATE INDEX followers_to_tell ON followers(user_id) WHERE stopped_at IS NOT NULL AND told_at IS NULL;
CREATE INDEX followers_gone ON followers(stopped_at) WHERE stop_reason = 'left';
CREATE TABLE follow_letters (
    id INTEGER PRIMARY KEY, -- the ledger: one row per message to a follower, kept for 30 days
    user_id INTEGER NOT NULL, -- Discord user id
    after_article_id INTEGER NOT NULL, -- it tells of articles after this one
    upto_article_id INTEGER NOT NULL, -- and up to this one
    state TEXT NOT NULL CHECK (state IN ('claimed', 'sent', 'missed', 'uncertain', 'silent', 'failed')), -- where it stands
    nonce TEXT NOT NULL, -- what Discord tells repeats by
    created_at TEXT NOT NULL, -- ISO 8601, UTC: first claimed
    claimed_at TEXT NOT NULL, -- ISO 8601, UTC; renewed by a retry
    first_tried_at TEXT NOT NULL, -- ISO 8601, UTC: start of Discord's nonce window; renewed only when the last try surely left nothing
    attempts INTEGER NOT NULL DEFAULT 1, -- times it was claimed, for the back-off
    sent_at TEXT, -- ISO 8601, UTC
    message_id INTEGER, -- Discord's id of the message
    note TEXT, -- why it was missed, failed or is uncertain
    UNIQUE (user_id, upto_article_id)
) STRICT;
CREATE INDEX follow_letters_open ON follow_letters(user_id, upto_article_id) WHERE state IN ('claimed', 'failed');
CREATE INDEX follow_letters_by_time ON follow_letters(user_id, created_at);
"""

DECIDED_NAMES = """
CREATE TABLE names (
    id INTEGER PRIMARY KEY, -- one row per distinct fullest name and type an article uses
    name TEXT NOT NULL, -- the fullest form within an article
    type TEXT NOT NULL, -- type within that article
    namesake INTEGER NOT NULL DEFAULT 0, -- 0, or a running number where a curator told bearers of one name apart
    block TEXT NOT NULL, -- linking looks only at names of the same block (link.block_of)
    n_articles INTEGER NOT NULL DEFAULT 0, -- articles that count and use it; linking leaves a name without any alone
    entity_id INTEGER REFERENCES entities(id), -- the entity it is linked to; NULL only until its first linking
    home_id INTEGER UNIQUE REFERENCES entities(id), -- the entity first made for this name, so that a name that stands alone again gets its old number
    pinned_to INTEGER REFERENCES entities(id), -- the entity a curator gave it to; NULL: linking decides
    is_alias INTEGER NOT NULL DEFAULT 0 CHECK (is_alias IN (0, 1)), -- 1: a curator added it, whether an article uses it or not
    UNIQUE (name, type, namesake)
) STRICT;
CREATE INDEX names_by_block ON names(block, n_articles);
CREATE INDEX names_by_entity ON names(entity_id);
CREATE INDEX names_by_pin ON names(pinned_to) WHERE pinned_to IS NOT NULL;
CREATE TABLE namesakes (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- the article
    base_id INTEGER NOT NULL REFERENCES names(id), -- the name as written there, namesake 0
    name_id INTEGER NOT NULL REFERENCES names(id), -- whose it is there, by a curator's decision
    PRIMARY KEY (article_id, base_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX namesakes_by_name ON namesakes(name_id);
CREATE INDEX quotations_fixed ON quotations(speaker_id) WHERE is_fixed = 1;
"""

DIGEST_NAMES = """
CREATE TABLE digest_names (
    digest_id INTEGER NOT NULL REFERENCES digests(id) ON DELETE CASCADE, -- a digest about a few names; without any it is about everything
    entity_id INTEGER NOT NULL REFERENCES entities(id), -- one of them, as chosen; who that is now is told by names.home_id
    PRIMARY KEY (digest_id, entity_id)
) STRICT, WITHOUT ROWID;
"""

ENTITY_DAYS = """
DROP INDEX entity_days_by_day;
ALTER TABLE entity_days RENAME TO entity_days_before;
CREATE TABLE entity_days (
    entity_id INTEGER NOT NULL REFERENCES entities(id) ON DELETE CASCADE, -- roll-up: who is mentioned on which day
    day TEXT NOT NULL, -- ISO date; undated articles have no row
    n_mentions INTEGER NOT NULL, -- mentions on that day
    n_articles INTEGER NOT NULL, -- articles of that day that mention it
    PRIMARY KEY (entity_id, day)
) STRICT, WITHOUT ROWID;
INSERT INTO entity_days (entity_id, day, n_mentions, n_articles)
    SELECT b.entity_id, b.day, b.n_mentions, coalesce(c.n_articles, 1)
    FROM entity_days_before b LEFT JOIN (
        SELECT n.entity_id, a.published_on AS day, count(DISTINCT a.id) AS n_articles
        FROM articles a
        JOIN article_entities ae ON ae.article_id = a.id AND ae.n_mentions > 0
        JOIN names n ON n.id = ae.name_id
        WHERE a.removed_at IS NULL AND a.published_on IS NOT NULL
        GROUP BY n.entity_id, a.published_on
    ) c ON c.entity_id = b.entity_id AND c.day = b.day;
DROP TABLE entity_days_before;
CREATE INDEX entity_days_by_day ON entity_days(day, entity_id, n_articles, n_mentions);
"""

ABOUT_MEMBERS = """
CREATE INDEX articles_by_adder ON articles(added_by) WHERE added_by IS NOT NULL;
CREATE INDEX digests_by_maker ON digests(created_by);
CREATE INDEX saved_lists_by_user ON saved_lists(json_extract(params, '$.user')) WHERE json_extract(params, '$.user') IS NOT NULL;
"""

SKETCHES = """
CREATE TABLE sketches (
    shingle INTEGER NOT NULL, -- hash of five words in a row: one of the article's 16 smallest
    article_id INTEGER NOT NULL REFERENCES articles(id), -- whose they are; articles of before this table have none until they are annotated again
    PRIMARY KEY (shingle, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX articles_by_copy ON articles(copy_of) WHERE copy_of IS NOT NULL;
"""

ENTITY_ROLES = """
CREATE TABLE entity_roles (
    entity_id INTEGER NOT NULL REFERENCES entities(id) ON DELETE CASCADE, -- roll-up: whose role
    role TEXT NOT NULL, -- as written, without determiner
    day TEXT NOT NULL, -- ISO date of the articles; '' for undated ones
    n INTEGER NOT NULL, -- how many articles of that day use it
    PRIMARY KEY (entity_id, role, day)
) STRICT, WITHOUT ROWID;
INSERT INTO entity_roles (entity_id, role, day, n)
    SELECT n.entity_id, r.role, coalesce(a.published_on, ''), count(*)
    FROM article_roles r
    JOIN article_entities ae ON ae.id = r.article_entity_id
    JOIN names n ON n.id = ae.name_id
    JOIN articles a ON a.id = ae.article_id
    WHERE a.removed_at IS NULL AND n.entity_id IS NOT NULL
    GROUP BY n.entity_id, r.role, coalesce(a.published_on, '');
"""

# A number means itself while articles mention it. After that the name it was first made for
# (names.home_id) tells who is meant, if articles mention that one; else nobody is.
ENTITIES_NOW = """
CREATE VIEW entities_now AS
SELECT e.id, iif(e.n_articles > 0, e.id, coalesce((
    SELECT t.id FROM names n JOIN entities t ON t.id = n.entity_id
    WHERE n.home_id = e.id AND t.n_articles > 0
), e.id)) AS entity_id
FROM entities e;
"""

STORIES = """
DROP INDEX articles_by_published;
CREATE INDEX articles_by_published ON articles(published_on, copy_of) WHERE removed_at IS NULL;
DROP INDEX entity_days_by_day;
ALTER TABLE entity_days RENAME TO entity_days_before;
CREATE TABLE entity_days (
    entity_id INTEGER NOT NULL REFERENCES entities(id) ON DELETE CASCADE, -- roll-up: who is mentioned on which day
    day TEXT NOT NULL, -- ISO date; undated articles have no row
    n_mentions INTEGER NOT NULL, -- mentions on that day
    n_stories INTEGER NOT NULL, -- articles of that day that mention it and are no version of another
    n_story_mentions INTEGER NOT NULL, -- mentions in them
    PRIMARY KEY (entity_id, day)
) STRICT, WITHOUT ROWID;
INSERT INTO entity_days (entity_id, day, n_mentions, n_stories, n_story_mentions)
    SELECT b.entity_id, b.day, b.n_mentions,
        b.n_articles - coalesce(c.n_articles, 0), b.n_mentions - coalesce(c.n_mentions, 0)
    FROM entity_days_before b LEFT JOIN (
        SELECT n.entity_id, a.published_on AS day,
            count(DISTINCT a.id) AS n_articles, sum(ae.n_mentions) AS n_mentions
        FROM articles a
        JOIN article_entities ae ON ae.article_id = a.id AND ae.n_mentions > 0
        JOIN names n ON n.id = ae.name_id
        WHERE a.copy_of IS NOT NULL AND a.removed_at IS NULL AND a.published_on IS NOT NULL
        GROUP BY n.entity_id, a.published_on
    ) c ON c.entity_id = b.entity_id AND c.day = b.day;
DROP TABLE entity_days_before;
CREATE INDEX entity_days_by_day ON entity_days(day, entity_id, n_stories) WHERE n_stories > 0;
CREATE TABLE entity_halves (
    half TEXT NOT NULL, -- roll-up of entity_days: the first day of half a month, the 1st or the 16th
    entity_id INTEGER NOT NULL REFERENCES entities(id) ON DELETE CASCADE, -- who is mentioned in it
    n_stories INTEGER NOT NULL, -- as in entity_days
    PRIMARY KEY (half, entity_id)
) STRICT, WITHOUT ROWID;
INSERT INTO entity_halves (half, entity_id, n_stories)
    SELECT substr(day, 1, 8) || iif(substr(day, 9) < '16', '01', '16') AS half, entity_id,
        sum(n_stories)
    FROM entity_days WHERE n_stories > 0 GROUP BY half, entity_id;
"""

UNSKETCHED = """
CREATE TABLE unsketched (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) -- an article of before sketches, until its near-copies were looked for
) STRICT;
INSERT INTO unsketched SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM sketches);
"""

FORMER_READINGS = """
CREATE TABLE former_readings (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE, -- the article that a curator had read again
    change_id INTEGER NOT NULL REFERENCES audit(id), -- the change that put another reading in this one's place
    kept_until TEXT NOT NULL, -- ISO 8601, UTC: deleted when an article is read again later than that
    reading BLOB NOT NULL -- what had been found in it: JSON (store/rereading.py), compressed with zlib
) STRICT;
CREATE INDEX former_readings_by_age ON former_readings(kept_until);
"""
