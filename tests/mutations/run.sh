#!/usr/bin/env bash
# Breaks the compiler in one line at a time and sees whether the fuzzer notices: tests/mutations/run.sh [PROGRAMS [WORDS]]
# With words, only the mutations whose first line has them. Works on a copy of the last commit. Exit code 1 when a mutation survives.
set -euo pipefail
programs=${1:-3000}
words=${2:-}
here=$(cd "$(dirname "$0")" && pwd)
copy=$(mktemp -d)
trap 'git -C "$here" worktree remove --force "$copy"' EXIT
git -C "$here" worktree add --quiet --detach "$copy" HEAD
fuzzer=$copy/tests/DynCompile.Fuzzing.Tests
caught=0
survived=0

mutate() { # file, text, replacement
    local content
    content=$(<"$copy/$1")
    if [[ $(grep -cF -- "$2" <<<"$content") != 1 ]]; then
        echo "error: \`$2\` is not on exactly one line of $1" >&2
        exit 2
    fi
    printf '%s\n' "${content/"$2"/"$3"}" >"$copy/$1"
}

while read -r what; do
    [[ -z $what || $what == \#* ]] && continue
    read -r file
    read -r change
    [[ $what == *"$words"* ]] || continue
    mutate "$file" "${change%% ==> *}" "${change##* ==> }"
    dotnet build "$fuzzer" -c Release -v q >"$copy/build.log" || { cat "$copy/build.log"; exit 2; }
    if dotnet run --project "$fuzzer" -c Release --no-build -- --fuzz "$programs" --seed 0 --stop-at 1 >"$copy/fuzz.log" </dev/null; then
        echo "SURVIVED  $what"
        survived=$((survived + 1))
    else
        echo "caught    $what"
        echo "          $(grep -m 1 -E '^seed [0-9]+:' "$copy/fuzz.log")"
        caught=$((caught + 1))
    fi
    git -C "$copy" checkout --quiet -- "$file"
done <"$here/mutations.txt"

echo "$caught caught, $survived survived"
[[ $survived == 0 ]]
