"""What the benchmark of the search measures: made-up records, engines that answer the same, clients of the API."""
