"""The takes of the session: recipes, sounds, undo; no widgets."""
