"""Public pages around rights: marks alike, firms, regions, technologies."""
