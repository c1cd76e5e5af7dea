"""Pages of the management side that no declaration can say: boards, generated reports, previews and sheets."""
