"""What a corpus tells, by names and not by numbers: equal for equal articles, however they came."""

from store.database import select


def partition_of(db):
    """Which names are one entity, what it is called, and everything that is counted of it."""
    return [sorted(map(tuple, select(db, query)), key=repr) for query in _QUERIES]


_QUERIES = (
    """
    SELECT e.name, e.type, e.n_mentions, e.n_articles, e.n_quotations, e.first_day, e.last_day,
        group_concat(n.name || '/' || n.type || '/' || n.n_articles, '; ') AS names
    FROM (SELECT * FROM names WHERE n_articles > 0 ORDER BY name, type) n
    JOIN entities e ON e.id = n.entity_id GROUP BY e.id
    """,
    "SELECT count(*) FROM entities WHERE n_articles > 0 OR n_mentions > 0 OR n_quotations > 0",
    """
    SELECT e.name, e.type, a.form, a.n_mentions
    FROM aliases a JOIN entities e ON e.id = a.entity_id
    """,
    """
    SELECT e.name, e.type, d.day, d.n_mentions, d.n_stories, d.n_story_mentions
    FROM entity_days d JOIN entities e ON e.id = d.entity_id
    """,
    """
    SELECT e.name, e.type, h.half, h.n_stories
    FROM entity_halves h JOIN entities e ON e.id = h.entity_id
    """,
    """
    SELECT e.name, e.type, o.name, o.type, c.n_paragraphs FROM companions c
    JOIN entities e ON e.id = c.entity_id JOIN entities o ON o.id = c.other_id
    """,
    """
    SELECT a.title, q.start, q.content, e.name, q.speaker_label
    FROM quotations q JOIN articles a ON a.id = q.article_id
    LEFT JOIN entities e ON e.id = q.speaker_id WHERE q.hidden_at IS NULL
    """,
    """
    SELECT a.title, q.start, e.name, b.day FROM quotation_about b
    JOIN quotations q ON q.id = b.quotation_id JOIN articles a ON a.id = q.article_id
    JOIN entities e ON e.id = b.entity_id
    """,
    """
    SELECT a.title, q.start FROM quotations_fts f
    JOIN quotations q ON q.id = f.rowid JOIN articles a ON a.id = q.article_id
    WHERE quotations_fts MATCH 'peace'
    """,
    """
    SELECT a.title FROM articles_fts f JOIN articles a ON a.id = f.rowid
    WHERE articles_fts MATCH 'spoke'
    """,
    "SELECT word, n_articles, n_quotations FROM word_counts",
    "SELECT day, kind, n, n_attributed FROM quotation_days",
    "SELECT e.name, r.role, r.day, r.n FROM entity_roles r JOIN entities e ON e.id = r.entity_id",
    """
    SELECT a.title FROM article_terms_fts f JOIN articles a ON a.id = f.rowid
    WHERE article_terms_fts MATCH '2026 OR 2025 OR 2024'
    """,
    """
    SELECT a.title, q.start FROM quotation_terms_fts f
    JOIN quotations q ON q.id = f.rowid JOIN articles a ON a.id = q.article_id
    WHERE quotation_terms_fts MATCH '2026 OR 2025 OR 2024'
    """,
)
