"""The list of takes and its dialogs."""
