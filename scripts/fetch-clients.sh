#!/usr/bin/env bash
# Puts the newest clients that Debian has beside the installed ones, in .clients/unstable: the packages and versions that
# test/clients/clients.json names, from the unstable suite of the mirror that this machine uses. Nothing is installed.
#
# Unstable moves on. If it no longer has such a version, the one that it has is taken, and `npm run record -- --check` then shows
# what it sends otherwise, without failing. If there is none to be had, what needs it is left out, which is said. A package of that version with
# another checksum is an error.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD/.clients
unpacked=$root/unstable
pins=$(node -p 'require("./test/clients/clients.json").unstable.packages.map(({ name, version, sha256 }) => `${name} ${version} ${sha256}`).join("\n")')

# Each package is unpacked once for each version.
[[ -e $unpacked/pins && $(<"$unpacked/pins") == "$pins" ]] && exit 0

none() {
  echo "fetch-clients: $1; what needs these clients is left out" >&2
  exit 0
}
command -v apt-get >/dev/null || none 'this is no Debian'

# apt with lists and sources of its own: the mirror and key of this machine's main archive, with another suite.
apt=$root/apt
rm -rf "$unpacked" "$apt"
mkdir -p "$apt"/{lists/partial,cache/archives/partial,sources,packages}
targets=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(SIGNED_BY)' 'Created-By: Packages' 'Component: main' 'Origin: Debian')
read -r uri _ key < <(awk '$2 ~ /^[a-z]+$/' <<<"$targets") || none 'no Debian mirror is set up'
[[ $key == /* ]] && signed="Signed-By: $key" || signed=
printf 'Types: deb\nURIs: %s\nSuites: sid\nComponents: main\n%s\n' "$uri" "$signed" >"$apt/sources/sid.sources"
options=(
  -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache"
  -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$apt/sources"
  -o APT::Sandbox::User=root -qq
)
apt-get "${options[@]}" update || none 'the unstable suite cannot be reached'

cd "$apt/packages"
is_pinned=1
while read -r name version sha256; do
  if apt-get "${options[@]}" download "$name=$version" 2>/dev/null; then
    actual=$(sha256sum "$name"_*.deb)
    if [[ ${actual%% *} != "$sha256" ]]; then
      echo "fetch-clients: $name $version has the checksum ${actual%% *}, and test/clients/clients.json says $sha256" >&2
      rm -rf "$apt" "$unpacked"
      exit 1
    fi
  else
    apt-get "${options[@]}" download "$name" || none "$name cannot be had"
    echo "fetch-clients: $name $version is no longer to be had, $(echo "$name"_*.deb) is taken" >&2
    is_pinned=
  fi
  dpkg-deb -x "$name"_*.deb "$unpacked"
done <<<"$pins"
"$unpacked/usr/bin/docker" --version >/dev/null || { rm -rf "$unpacked"; none 'its docker does not run here'; }
if [[ $is_pinned ]]; then echo "$pins" >"$unpacked/pins"; fi
rm -rf "$apt" "$unpacked/usr/share"
