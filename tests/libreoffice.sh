#!/bin/sh
# LibreOffice for the tests that open workbooks in a real spreadsheet program; strace for the proof that the plain key never touches the disk.
command -v soffice >/dev/null 2>&1 && command -v pdftoppm >/dev/null 2>&1 && command -v Xvfb >/dev/null 2>&1 && command -v strace >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing LibreOffice and strace…"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends \
        libreoffice-calc python3-uno poppler-utils strace xvfb fonts-crosextra-carlito fonts-liberation >/dev/null && exit 0
fi
echo "LibreOffice or strace is missing and cannot be installed here: their tests will be skipped (apt-get install libreoffice-calc python3-uno poppler-utils strace xvfb)."
