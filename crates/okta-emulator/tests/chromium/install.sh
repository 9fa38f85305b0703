#!/usr/bin/env bash
# Installs Debian's Chromium and its WebDriver where they are missing. The test calls it with CI=true alone: on a
# person's machine nothing is installed.
set -euo pipefail

if command -v chromium >/dev/null && command -v chromedriver >/dev/null; then
  exit 0
fi
become=()
[ "$(id -u)" = 0 ] || become=(sudo -n)
export DEBIAN_FRONTEND=noninteractive
# Another installation may be under way.
options=(-o DPkg::Lock::Timeout=300 --yes --quiet)
"${become[@]}" apt-get "${options[@]}" update
"${become[@]}" apt-get "${options[@]}" install --no-install-recommends chromium chromium-driver
