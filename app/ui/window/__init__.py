"""The main window: bars, menus, layout, messages."""
