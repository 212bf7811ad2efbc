"""Renderers: one file a kind of report."""
