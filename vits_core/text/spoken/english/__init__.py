"""What is written in English texts, as it is spoken there, one module a kind."""
