"""What the scripts of the Python SDKs share: a call on each line of the input, what came of it on each line of the output."""

import json
import sys

HOST = sys.argv[1].removeprefix("http://")


def not_installed(package):
    print(f"not installed: {package}")
    sys.exit(3)


def serve(call):
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(call(json.loads(line))), flush=True)
