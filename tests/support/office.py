"""LibreOffice without a screen, as people's own program that opens our files."""

import subprocess


def converted(path, kind):
    """Return the file that LibreOffice makes of it, of that kind ("pdf", "xlsx").

    Fails where LibreOffice cannot open the file as it is: nobody is there to say yes
    to a repair.
    """
    folder = path.parent / "converted"
    profile = path.parent / "profile"
    command = [
        "soffice",
        f"-env:UserInstallation=file://{profile}",
        "--headless",
        "--norestore",
        "--convert-to",
        kind,
        "--outdir",
        folder,
        path,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    [made] = folder.iterdir()
    return made
