"""The tables of the first version; never edited once released."""

ARTICLES = """
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, -- stable number, shown to users
    url TEXT, -- as submitted; NULL for pasted text and files
    canonical_url TEXT, -- as the page names itself
    address TEXT, -- canonical_url, else url, without scheme, www, tracking and fragment: what a second copy is told by
    title TEXT NOT NULL, -- never empty: the first sentence when the source has none
    folded_title TEXT NOT NULL, -- title without case, accents and full stops, for look-up and completion
    byline TEXT, -- who wrote it
    publisher TEXT, -- name of the site or paper
    published_on TEXT, -- ISO date; NULL when unknown
    date_origin TEXT NOT NULL CHECK (date_origin IN ('metadata', 'text', 'curator', 'unknown')), -- where published_on came from
    date_note TEXT, -- set when the text contradicts the date
    day TEXT NOT NULL, -- what lists are ordered by: published_on, else the UTC date of added_at
    body TEXT NOT NULL, -- the cleaned text; every offset refers to it
    language TEXT NOT NULL, -- ISO 639-1
    n_words INTEGER NOT NULL, -- words in body
    content_hash TEXT NOT NULL, -- SHA-256 of body, white space folded
    source TEXT NOT NULL, -- file name, address or 'pasted text'
    copy_of INTEGER REFERENCES articles(id), -- the article this one repeats nearly word for word
    added_at TEXT NOT NULL, -- ISO 8601, UTC
    added_by INTEGER, -- Discord user id; NULL from the command line
    removed_at TEXT -- ISO 8601, UTC; NULL while the article counts
) STRICT;
CREATE UNIQUE INDEX articles_by_address ON articles(address) WHERE address IS NOT NULL AND removed_at IS NULL;
CREATE UNIQUE INDEX articles_by_content ON articles(content_hash) WHERE removed_at IS NULL;
CREATE INDEX articles_by_day ON articles(day, id) WHERE removed_at IS NULL;
CREATE INDEX articles_by_published ON articles(published_on) WHERE removed_at IS NULL;
CREATE INDEX articles_by_added ON articles(added_at) WHERE removed_at IS NULL;
CREATE INDEX articles_by_title ON articles(folded_title, id) WHERE removed_at IS NULL;
CREATE TABLE dropped_lines (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- the article it was cut from
    position INTEGER NOT NULL, -- order in the source
    text TEXT NOT NULL, -- the line
    reason TEXT NOT NULL, -- why it is not the article
    PRIMARY KEY (article_id, position)
) STRICT;
"""

ENTITIES = """
CREATE TABLE entities (
    id INTEGER PRIMARY KEY, -- stable number
    name TEXT NOT NULL, -- canonical name: the fullest common form, unless a curator chose one
    folded TEXT NOT NULL, -- name without case and accents, for look-up
    type TEXT NOT NULL CHECK (type IN ('PERSON', 'ORG', 'GPE', 'LOC', 'NORP', 'FAC', 'EVENT', 'PRODUCT')), -- kind of thing
    named_by TEXT NOT NULL DEFAULT 'link' CHECK (named_by IN ('link', 'curator')), -- who chose the name
    n_mentions INTEGER NOT NULL DEFAULT 0, -- mentions in articles that count
    n_articles INTEGER NOT NULL DEFAULT 0, -- articles that count and mention it
    n_quotations INTEGER NOT NULL DEFAULT 0, -- quotations by it in articles that count
    first_day TEXT, -- ISO date of its first dated article
    last_day TEXT -- ISO date of its latest dated article
) STRICT;
CREATE INDEX entities_by_folded ON entities(folded, id);
CREATE INDEX entities_by_weight ON entities(n_mentions DESC, id);
CREATE INDEX entities_by_type ON entities(type, n_mentions DESC, id);
CREATE INDEX entities_by_quotations ON entities(n_quotations DESC, id);
CREATE TABLE names (
    id INTEGER PRIMARY KEY, -- one row per distinct fullest name and type an article uses
    name TEXT NOT NULL, -- the fullest form within an article
    type TEXT NOT NULL, -- type within that article
    block TEXT NOT NULL, -- linking looks only at names of the same block (link.block_of)
    n_articles INTEGER NOT NULL DEFAULT 0, -- articles that count and use it; linking leaves a name without any alone
    entity_id INTEGER REFERENCES entities(id), -- the entity it is linked to; NULL only until its first linking
    home_id INTEGER UNIQUE REFERENCES entities(id), -- the entity first made for this name, so that a name that stands alone again gets its old number
    pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)), -- 1: a curator decided, linking keeps off
    UNIQUE (name, type)
) STRICT;
CREATE INDEX names_by_block ON names(block, n_articles);
CREATE INDEX names_by_entity ON names(entity_id);
CREATE TABLE name_words (
    word TEXT NOT NULL, -- a word of the name, without case and accents
    name_id INTEGER NOT NULL REFERENCES names(id) ON DELETE CASCADE, -- the name it is part of
    is_last INTEGER NOT NULL CHECK (is_last IN (0, 1)), -- 1: the name's last word, as a person's family name
    PRIMARY KEY (word, name_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE article_entities (
    id INTEGER PRIMARY KEY, -- one row per entity of an article
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- the article
    name_id INTEGER NOT NULL REFERENCES names(id), -- its fullest name there; names.entity_id tells who it is
    n_mentions INTEGER NOT NULL -- mentions in this article
) STRICT;
CREATE INDEX article_entities_by_article ON article_entities(article_id);
CREATE INDEX article_entities_by_name ON article_entities(name_id);
CREATE TABLE mentions (
    id INTEGER PRIMARY KEY, -- one row per mention
    article_entity_id INTEGER NOT NULL REFERENCES article_entities(id) ON DELETE CASCADE, -- whom it mentions, and where
    start INTEGER NOT NULL, -- offset into articles.body
    "end" INTEGER NOT NULL, -- offset into articles.body, exclusive
    kind TEXT NOT NULL CHECK (kind IN ('name', 'nominal', 'pronoun')), -- how it refers
    rule TEXT NOT NULL -- what decided it
) STRICT;
CREATE INDEX mentions_by_article_entity ON mentions(article_entity_id);
CREATE TABLE aliases (
    entity_id INTEGER NOT NULL REFERENCES entities(id) ON DELETE CASCADE, -- who is meant
    form TEXT NOT NULL, -- as written
    folded TEXT NOT NULL, -- form without case and accents, for look-up and completion
    n_mentions INTEGER NOT NULL, -- how often, in articles that count
    source TEXT NOT NULL DEFAULT 'text' CHECK (source IN ('text', 'curator')), -- read, or added by a curator
    PRIMARY KEY (entity_id, form)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_by_folded ON aliases(folded, entity_id);
CREATE TABLE article_roles (
    article_entity_id INTEGER NOT NULL REFERENCES article_entities(id) ON DELETE CASCADE, -- whose role, and where
    role TEXT NOT NULL, -- as written, without determiner
    PRIMARY KEY (article_entity_id, role)
) STRICT, WITHOUT ROWID;
CREATE TABLE entity_days (
    entity_id INTEGER NOT NULL REFERENCES entities(id) ON DELETE CASCADE, -- roll-up: mentions per day
    day TEXT NOT NULL, -- ISO date; undated articles have no row
    n_mentions INTEGER NOT NULL, -- mentions on that day
    PRIMARY KEY (entity_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_days_by_day ON entity_days(day, entity_id, n_mentions);
CREATE TABLE companions (
    entity_id INTEGER NOT NULL REFERENCES entities(id) ON DELETE CASCADE, -- roll-up: who appears with whom, both ways
    other_id INTEGER NOT NULL REFERENCES entities(id) ON DELETE CASCADE, -- the other
    n_paragraphs INTEGER NOT NULL, -- paragraphs that mention both
    PRIMARY KEY (entity_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX companions_by_weight ON companions(entity_id, n_paragraphs DESC, other_id);
"""

QUOTATIONS = """
CREATE TABLE quotations (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- stable number, shown to users; never given twice
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- where it is reported
    day TEXT NOT NULL, -- the article's day, so that lists need no join
    kind TEXT NOT NULL CHECK (kind IN ('direct', 'mixed', 'indirect')), -- all, some or none of it in marks
    start INTEGER NOT NULL, -- the reported words, offset into articles.body
    "end" INTEGER NOT NULL, -- exclusive
    content TEXT NOT NULL, -- body[start:end]
    quoted TEXT NOT NULL, -- JSON [[start, end], …]: the stretches inside marks
    cue_start INTEGER, -- said, according to…; NULL when there is none
    cue_end INTEGER, -- exclusive
    speaker_start INTEGER, -- the words that name the speaker
    speaker_end INTEGER, -- exclusive
    article_entity_id INTEGER REFERENCES article_entities(id) ON DELETE SET NULL, -- the speaker as that article tells it
    speaker_id INTEGER REFERENCES entities(id) ON DELETE SET NULL, -- the speaker; NULL for a role without a name, and when nobody can be told
    speaker_label TEXT, -- what to show: the name, or the role's words
    speaker_folded TEXT, -- speaker_label without case and accents
    sentence_start INTEGER NOT NULL, -- the sentence(s) around it
    sentence_end INTEGER NOT NULL, -- exclusive
    rule TEXT NOT NULL, -- what found and attributed it
    is_fixed INTEGER NOT NULL DEFAULT 0 CHECK (is_fixed IN (0, 1)), -- 1: a curator set the speaker
    search_keys TEXT NOT NULL, -- 's' and the speaker's name id ('f' and entity id where a curator set the speaker), 'a' and the name id of everybody its words mention: lets full-text search filter by them
    hidden_at TEXT, -- ISO 8601, UTC: a curator said it is no quotation, or its article was removed
    hidden_by TEXT CHECK (hidden_by IN ('curator', 'removal')), -- which of the two; NULL while it is shown
    repeats INTEGER REFERENCES quotations(id) ON DELETE SET NULL -- the same words in the article this one copies
) STRICT;
CREATE INDEX quotations_by_day ON quotations(day, id, kind) WHERE hidden_at IS NULL AND repeats IS NULL;
CREATE INDEX quotations_by_speaker ON quotations(speaker_id, day, id, kind) WHERE hidden_at IS NULL AND repeats IS NULL;
CREATE INDEX quotations_by_label ON quotations(speaker_folded, day, id, kind) WHERE hidden_at IS NULL AND repeats IS NULL;
CREATE INDEX quotations_by_article ON quotations(article_id, start);
CREATE INDEX quotations_by_repeat ON quotations(repeats) WHERE repeats IS NOT NULL;
CREATE INDEX quotations_by_article_entity ON quotations(article_entity_id);
CREATE TABLE quotation_about (
    quotation_id INTEGER NOT NULL REFERENCES quotations(id) ON DELETE CASCADE, -- the quotation; only those that are shown have rows here
    entity_id INTEGER NOT NULL REFERENCES entities(id), -- somebody its words mention; the speaker is left out
    day TEXT NOT NULL, -- the quotation's day, so that lists need no join
    PRIMARY KEY (quotation_id, entity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX quotation_about_by_entity ON quotation_about(entity_id, day, quotation_id);
CREATE VIRTUAL TABLE articles_fts USING fts5(title, body, content='articles', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE quotations_fts USING fts5(content, speaker_label, search_keys, content='quotations', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE names_fts USING fts5(folded, content='', tokenize='trigram');
"""

SERVER = """
CREATE TABLE settings (
    key TEXT PRIMARY KEY, -- timezone, curator_role_id, log_channel_id
    value TEXT NOT NULL -- as text
) STRICT;
CREATE TABLE saved_lists (
    token TEXT PRIMARY KEY, -- in the custom_id of a list's buttons
    kind TEXT NOT NULL, -- which command draws it
    params TEXT NOT NULL, -- JSON object of strings: what was asked
    created_at TEXT NOT NULL -- ISO 8601, UTC; old ones are swept
) STRICT;
CREATE INDEX saved_lists_by_age ON saved_lists(created_at);
CREATE TABLE digests (
    id INTEGER PRIMARY KEY, -- stable number, shown to curators
    channel_id INTEGER NOT NULL, -- where it is posted: channel, thread or forum
    days TEXT NOT NULL CHECK (days IN ('daily', 'weekdays', 'weekly')), -- on which local days
    weekday INTEGER CHECK (weekday BETWEEN 0 AND 6), -- for weekly, 0 is Monday
    local_time TEXT NOT NULL, -- HH:MM in timezone
    timezone TEXT NOT NULL, -- IANA name
    role_id INTEGER, -- role to mention
    post_when_empty INTEGER NOT NULL DEFAULT 1 CHECK (post_when_empty IN (0, 1)), -- 1: a quotation from the record on an empty day; 0: silence
    created_by INTEGER NOT NULL, -- Discord user id
    created_at TEXT NOT NULL, -- ISO 8601, UTC
    active_from TEXT NOT NULL, -- ISO 8601, UTC: nothing due up to then is owed; set when scheduled and when a curator resumes it
    paused_at TEXT, -- ISO 8601, UTC; NULL while it runs
    pause_reason TEXT, -- why it paused itself; NULL when a curator did
    removed_at TEXT -- ISO 8601, UTC
) STRICT;
CREATE TABLE digest_posts (
    id INTEGER PRIMARY KEY, -- the ledger: one row per digest and local date
    digest_id INTEGER NOT NULL REFERENCES digests(id) ON DELETE CASCADE, -- the digest
    local_date TEXT NOT NULL, -- ISO date in the digest's zone
    due_at TEXT NOT NULL, -- ISO 8601, UTC
    state TEXT NOT NULL CHECK (state IN ('claimed', 'sent', 'missed', 'uncertain', 'silent', 'failed')), -- where it stands
    nonce TEXT NOT NULL, -- what Discord tells repeats by
    claimed_at TEXT NOT NULL, -- ISO 8601, UTC; renewed by a retry
    first_tried_at TEXT NOT NULL, -- ISO 8601, UTC: start of Discord's nonce window; renewed only when the last try surely left nothing
    attempts INTEGER NOT NULL DEFAULT 1, -- times it was claimed, for the back-off
    upto_article_id INTEGER NOT NULL, -- highest article when first claimed: later ones belong to the next digest
    sent_at TEXT, -- ISO 8601, UTC
    message_id INTEGER, -- Discord's id of the post
    note TEXT, -- why it was missed, failed or is uncertain
    UNIQUE (digest_id, local_date)
) STRICT;
CREATE INDEX digest_posts_open ON digest_posts(digest_id, local_date) WHERE state IN ('claimed', 'failed');
CREATE TABLE digest_shown (
    quotation_id INTEGER NOT NULL REFERENCES quotations(id) ON DELETE CASCADE, -- shown in a digest
    shown_at TEXT NOT NULL, -- ISO 8601, UTC
    PRIMARY KEY (quotation_id, shown_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, -- one row per change
    at TEXT NOT NULL, -- ISO 8601, UTC
    by_user INTEGER, -- Discord user id; NULL from the command line or the bot itself
    action TEXT NOT NULL, -- 'article.add', 'article.remove', 'digest.schedule', …
    subject TEXT NOT NULL, -- what was changed, as 'article:12'
    before TEXT, -- JSON; NULL when there was nothing
    after TEXT -- JSON; NULL when nothing is left
) STRICT;
CREATE INDEX audit_by_subject ON audit(subject, id);
"""
