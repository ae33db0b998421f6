#!/usr/bin/env bash
# Makes the virtual environment in .venv with a Python of 3.11 or later, or says in one sentence what is missing.
set -euo pipefail

python=""
for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11 or later is missing: install it, or say where it is with PYTHON=/path/to/python3." >&2
    exit 1
fi

make_it() {
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv .venv
    elif "$python" -c 'import virtualenv' 2>/dev/null; then
        "$python" -m virtualenv -q .venv
    elif command -v uv >/dev/null; then
        uv venv -q --seed --python "$python" .venv
    else
        return 1
    fi
}

if ! make_it; then
    # Debian keeps Python's venv module in a package of its own; where we may, we install it.
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Python's venv module is missing: installing the package python3-venv."
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } >/dev/null || true
    fi
    if ! make_it; then
        echo "Python's venv module is missing: install it with 'sudo apt install python3-venv', then try again." >&2
        exit 1
    fi
fi
