"""Subcommands of the generator layer: zoo. Nothing heavy is imported until a command runs."""

import click


@click.group()
def zoo() -> None:
    """Models and clips by name: members of published packages, checked by SHA-256."""


_cache = click.option("--cache", type=click.Path(file_okay=False), help="Cache folder (SEIGEN_CACHE).")
_own = click.option("--zoo", "own", type=click.Path(file_okay=False), help="Own folder (SEIGEN_ZOO).")
_offline = click.option("--offline", is_flag=True, default=None, help="Fetch nothing (SEIGEN_OFFLINE=1).")


@zoo.command("list")
@_cache
@_own
@click.option("--json", "as_json", is_flag=True, help="The catalogue as JSON.")
def zoo_list(cache: str | None, own: str | None, as_json: bool) -> None:
    """What there is, where it comes from, under which licence, and whether it is here."""
    from generators import zoo as store

    if as_json:
        import dataclasses
        import json

        click.echo(json.dumps([dataclasses.asdict(item) for item in store.catalogue().values()], indent=1))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("name", "kind", "what", "package", "MB", "licence", "here")
    for item in store.catalogue().values():
        here = "yes" if store.local(item, cache=cache, zoo=own) else ""
        source = f"{item.package} {item.version} ({item.registry})"
        table.add_row(
            item.name, item.kind, item.what, source, f"{item.size / 1e6:.1f}", item.licence, here
        )
    Console().print(table)


@zoo.command("fetch")
@click.argument("names", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="The whole catalogue.")
@_cache
@_own
@_offline
def zoo_fetch(
    names: tuple[str, ...], everything: bool, cache: str | None, own: str | None, offline: bool | None
) -> None:
    """Bring the named files here (default: the models), and print their paths."""
    from rich.console import Console

    from generators import zoo as store

    if everything:
        names = tuple(store.catalogue())
    elif not names:
        names = tuple(n for n, item in store.catalogue().items() if item.kind == "model")
    err = Console(stderr=True)
    with err.status("zoo") as status:
        paths = store.fetch(
            names, cache=cache, zoo=own, offline=offline, progress=lambda what: status.update(f"fetching {what}")
        )
    for path in paths:
        click.echo(path)


@zoo.command("path")
@click.argument("name")
@_cache
@_own
@_offline
def zoo_path(name: str, cache: str | None, own: str | None, offline: bool | None) -> None:
    """Print the path of one file, fetching it when it is not here."""
    from generators import zoo as store

    click.echo(store.path(name, cache=cache, zoo=own, offline=offline))


COMMANDS: list[click.Command] = [zoo]
