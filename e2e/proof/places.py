"""Where things are: the project, the tools that were installed, the scratch folder."""

import os
import shutil
from pathlib import Path

E2E = Path(__file__).resolve().parent.parent
PROJECT = E2E.parent
TOOLS = E2E / ".tools"
WORK = E2E / ".work"
SPECS = E2E / "specs"
EXAMPLES = PROJECT / "examples"
SCHEMA = PROJECT / "schema" / "hookweir.schema.json"
SECURITY = PROJECT / "docs" / "security.md"
REPORT = E2E / "report.md"
# Where cargo puts what it builds for the suite; a relative folder counts from the project.
BUILT = PROJECT / (os.environ.get("CARGO_TARGET_DIR") or "target")
HOOKWEIR = Path(os.environ.get("HOOKWEIR") or BUILT / "release" / "hookweir")

# The Velocity oracle and the Terraform provider's double live outside the project.
SHARED = Path(os.environ.get("HOOKWEIR_SHARED") or PROJECT.parent / "shared")


def fresh(*names):
    """An empty folder below the scratch folder."""
    folder = WORK.joinpath(*names)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
