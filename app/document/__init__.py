"""The script: a text, its lines, and what each of them speaks with; plain data, no Qt."""
