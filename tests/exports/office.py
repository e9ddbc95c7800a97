"""LibreOffice as a judge of tracked changes: the text of Word files once all are accepted, and once all are rejected.

It is asked over its own bridge (UNO), which only the system's Python has: this module runs itself with that.
"""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import_uno = importlib.import_module
SYSTEM_PYTHON = "/usr/bin/python3"
_WAYS = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}
_PATIENCE = 120


class Judged(NamedTuple):
    """What LibreOffice makes of a file: the words and styles of its paragraphs, and how many changes it has left."""

    texts: list[str]
    styles: list[str]
    left: int


def is_here() -> bool:
    """Whether there is a LibreOffice that can be asked."""
    if not shutil.which("soffice") or not Path(SYSTEM_PYTHON).exists():
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0


def judge(files: Sequence[Path]) -> list[dict[str, Judged]]:
    """What LibreOffice makes of each file, by "accept" and "reject"."""
    asked = [SYSTEM_PYTHON, str(Path(__file__)), *map(str, files)]
    said = subprocess.run(asked, capture_output=True, text=True, timeout=_PATIENCE + 3 * len(files), check=False)
    assert said.returncode == 0, said.stderr
    return [{way: Judged(*found) for way, found in ways.items()} for ways in json.loads(said.stdout)]


@contextmanager
def _run_office() -> Iterator[Any]:
    """Start LibreOffice with a profile of its own; yields what opens and changes documents."""
    uno = import_uno("uno")
    with tempfile.TemporaryDirectory() as profile:
        pipe = f"pipe,name={Path(profile).name}"
        options = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", f"--accept={pipe};urp;"]
        command = ["soffice", f"-env:UserInstallation=file://{profile}", *options]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            context = _connect(uno.getComponentContext(), f"uno:{pipe};urp;StarOffice.ComponentContext")
            yield context
            context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context).terminate()
            process.wait(_PATIENCE)
        finally:
            # Where something has failed, nobody has asked it to end.
            process.terminate()


def _connect(local: Any, address: str) -> Any:
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    is_nobody_there = import_uno("uno").getClass("com.sun.star.connection.NoConnectException")
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return resolver.resolve(address)
        except is_nobody_there:
            # It takes a while until somebody listens, and nothing tells when.
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _judge_one(context: Any, file: str, command: str) -> Judged:
    uno = import_uno("uno")
    hidden = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    hidden.Name, hidden.Value = "Hidden", True
    create = context.ServiceManager.createInstanceWithContext
    desktop, dispatcher = (create(f"com.sun.star.frame.{name}", context) for name in ("Desktop", "DispatchHelper"))
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(file), "_blank", 0, (hidden,))
    dispatcher.executeDispatch(document.getCurrentController().getFrame(), command, "", 0, ())
    paragraphs = list(_list(document.getText()))
    texts, styles = ([each.getString() for each in paragraphs], [each.ParaStyleName for each in paragraphs])
    judged = Judged(texts, styles, len(list(_list(document.getRedlines()))))
    document.close(True)
    return judged


def _list(holder: Any) -> Iterator[Any]:
    found = holder.createEnumeration()
    while found.hasMoreElements():
        yield found.nextElement()


if __name__ == "__main__":
    with _run_office() as context:
        # Each is opened anew: what LibreOffice takes back does not always have its styles again.
        found = [{way: _judge_one(context, file, command) for way, command in _WAYS.items()} for file in sys.argv[1:]]
    sys.stdout.write(json.dumps(found))
