"""What the scripts that play a whole scenario share: where the emulator is, and how they end."""

import sys

ENDPOINT = sys.argv[1]
HOST = ENDPOINT.split("://", 1)[1]


def not_installed(package):
    print(f"not installed: {package}")
    sys.exit(3)


def equal(found, expected):
    if found != expected:
        raise AssertionError(f"{found!r} is not {expected!r}")


def refused(code, kind, call):
    """The call must fail with an exception of this kind whose code is this one."""
    try:
        call()
    except kind as error:
        found = getattr(error, "error_code", None) or getattr(error, "code", None)
        if found != code:
            raise AssertionError(f"refused with {found!r}, not {code!r}") from error
    else:
        raise AssertionError(f"not refused with {code}")


def passed():
    print("passed", flush=True)
