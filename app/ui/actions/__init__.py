"""The commands of the window: each one once, with its text, icon, keys and rule."""
