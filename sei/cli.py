"""Subcommands of the syntax layer: inspect."""

import click

COMMANDS: list[click.Command] = []
