"""Print the counts of a test report; fail where nothing ran, or where CI=true and something was skipped."""

import os
import sys
from pathlib import Path
from xml.etree import ElementTree


def main(report: Path) -> int:
    """Print "N passed, N failed, N skipped" and return the exit status."""
    if not report.exists():
        print("No test ran.", file=sys.stderr)
        return 1
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))  # noqa: S314  # our own pytest wrote it
    total, failures, errors, skipped = (
        sum(int(suite.get(name, "0")) for suite in suites) for name in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    print(f"{total - failed - skipped} passed, {failed} failed, {skipped} skipped")
    if skipped and os.environ.get("CI") == "true":
        print("In CI every test must run; the reasons stand above.", file=sys.stderr)
        return 1
    return 1 if failed or total == skipped else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
