"""Installs what the project needs; it runs before anything is installed, so on Python alone."""
