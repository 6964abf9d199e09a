"""Takes compared by phoneme, heard in turns and judged blind; no widgets."""
