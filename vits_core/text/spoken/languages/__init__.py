"""What is written in German, French, Spanish, Italian, Portuguese, Russian and Chinese texts, as it
is spoken there, one module a kind. What espeak-ng says right is left to it."""
