"""The paper's figure, one part a file."""
