"""This software's version, which pyproject.toml takes from here."""

VERSION = "0.2.0"
