"""CleanArticle → AnnotatedArticle; pure: no database, network or clock."""
