"""LibreOffice without a screen, as people's own program that opens our files."""

import subprocess
import tempfile
from pathlib import Path


def profile():
    """Return the folder that LibreOffice keeps its settings in, one for all tests."""
    return Path(tempfile.gettempdir()) / "libreoffice"


def office(*arguments):
    """Run LibreOffice, which makes its profile when it starts for the first time."""
    command = [
        "soffice",
        f"-env:UserInstallation={profile().as_uri()}",
        "--headless",
        "--norestore",
        *arguments,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def converted(path, kind):
    """Return the file that LibreOffice makes of it, of that kind ("pdf", "xlsx").

    Fails where LibreOffice cannot open the file as it is: nobody is there to say yes
    to a repair.
    """
    folder = path.parent / "converted"
    office("--convert-to", kind, "--outdir", folder, path)
    [made] = folder.iterdir()
    return made
