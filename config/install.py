"""Makes the folder `.venv` from a lock file; run by `bin/with-environment` with whatever Python the machine has.

Standard library only, since nothing is installed yet. uv where it works, else venv and pip; both verify every hash.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
OLDEST = (3, 11)


def main(lock: str) -> int:
    """Bring `.venv` to what requirements/<lock>.txt says; `dev` contains `base`, so a dev environment serves both."""
    if sys.version_info < OLDEST:
        print(
            f"Python {sys.version.split()[0]} is too old: this needs 3.11 or newer ({sys.executable}).", file=sys.stderr
        )
        return 2
    # The lock is held on a file that is always there; two commands at once must not install into one folder.
    with (ROOT / "requirements" / "base.txt").open() as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if _is_installed(lock):
            return 0
        lock = "dev" if lock == "dev" or _installed().startswith("dev ") else "base"
        print(f"Making the environment {VENV.name}/ from requirements/{lock}.txt …", file=sys.stderr)
        try:
            _install(lock)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"The environment could not be made: {error}", file=sys.stderr)
            return 2
        STAMP.write_text(_wanted(lock))
    return 0


def _wanted(lock: str) -> str:
    """Name of the lock, hash of its text, and the place, since an environment that was moved does not work."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_bytes()
    return f"{lock} {hashlib.sha256(text).hexdigest()} {ROOT}\n"


def _installed() -> str:
    return STAMP.read_text() if STAMP.exists() else ""


def _is_installed(lock: str) -> bool:
    answers = [_wanted("dev")] if lock == "dev" else [_wanted("base"), _wanted("dev")]
    return _installed() in answers and PYTHON.exists()


def _install(lock: str) -> None:
    requirements = str(ROOT / "requirements" / f"{lock}.txt")
    if not _runs(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
    if _uv_works():
        if not VENV.exists():
            subprocess.run(["uv", "venv", "--quiet", "--python", sys.executable, str(VENV)], check=True)
        order = ["uv", "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON), requirements]
        subprocess.run(order, check=True)
    else:
        if not (VENV / "bin" / "pip").exists() and subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode:
            raise OSError("python3 -m venv failed; on Debian it needs the package python3-venv.")
        order = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*order, "-r", requirements], check=True)
    # The check-out itself becomes importable from any working folder.
    packages = next((VENV / "lib").glob("python3.*/site-packages"))
    (packages / "japacar-checkout.pth").write_text(f"{ROOT}\n")


def _runs(python: Path) -> bool:
    """False for an environment whose Python was removed, or was another version."""
    want = f"{sys.version_info[0]}.{sys.version_info[1]}"
    question = "import sys; print('%d.%d' % sys.version_info[:2], sys.prefix)"
    try:
        answer = subprocess.run([python, "-c", question], capture_output=True, text=True)
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.strip() == f"{want} {VENV}"


def _uv_works() -> bool:
    """A uv on PATH may be an empty shim of a version manager, so it is asked."""
    return shutil.which("uv") is not None and subprocess.run(["uv", "--version"], capture_output=True).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
