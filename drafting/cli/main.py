"""The command ``drafting``: finds the command asked for and turns refusals into exit statuses."""

import gc
import sys
from importlib import import_module

import click

from drafting.errors import DraftingError

# Name of the command → the one line of its help. The module ``drafting.cli.NAME`` exposes it as ``command``
# and is imported only when asked for, so that a slow one costs the others nothing.
COMMANDS = {
    "amendments": "Read amendments from a Word file with tracked changes.",
    "answers": "List what recipients replied, or write it as the start of the next Bilanz.",
    "bench": "Measure the goals of performance and print a table.",
    "conference": "Create and list conferences.",
    "demo": "Fill a demonstration conference and serve it on this computer.",
    "letter": "Write the joint letter, the paper and its redline.",
    "mail": "Send what waits in the outbox, or show it.",
    "organizer": "Add organizers; prints their one-time sign-in link.",
    "paper": "Import a paper from Word, Markdown or plain text.",
    "people": "Import participants and issue access codes.",
    "polls": "Write the record of all polls to a file.",
    "publications": "List the public pages, or write one of their files.",
    "recipients": "Import and list the recipients of the letter.",
    "serve": "Serve the web interface.",
    "signatures": "Show who was asked to sign, or write the list of those who sign.",
    "text": "Compare, merge and carry over texts.",
    "verify": "Recompute the journal's chain.",
}
REFUSED = 2


class LazyGroup(click.Group):
    """A group whose commands are modules, imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command, without importing any."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command asked for."""
        if cmd_name not in COMMANDS:
            return None
        # Nothing of what is loaded is garbage; to look for some again and again takes a tenth of the time.
        gc.disable()
        try:
            command: click.Command = import_module(f"drafting.cli.{cmd_name}").command
        finally:
            gc.enable()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, so that ``--help`` stays quick."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.command(cls=LazyGroup)
@click.version_option(package_name="drafting", message="%(prog)s %(version)s")
def drafting() -> None:
    """From last year's position paper to one joint letter: amend, vote, merge, export."""


def main() -> None:
    """Run the command line; a refusal is one sentence on standard error and exit status 2."""
    try:
        drafting.main(prog_name="drafting")
    except DraftingError as error:
        click.echo(error.message, err=True)
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
