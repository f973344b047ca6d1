#!/bin/sh
# Generates the parser from Dnn.g4 into compiler/DynCompile.Compiler/Syntax/Generated.
# With --check it generates into a temporary folder instead, and fails when the committed parser differs.
set -eu
cd "$(dirname "$0")"
target=../compiler/DynCompile.Compiler/Syntax/Generated

[ -x node_modules/.bin/antlr-ng ] || npm ci --no-audit --no-fund

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
node_modules/.bin/antlr-ng -Dlanguage=CSharp -v false -l false -p DynCompile.Syntax.Generated -o "$fresh/Generated" Dnn.g4 > "$fresh/log" 2>&1 || {
    cat "$fresh/log" >&2
    exit 1
}
# antlr-ng ends with 0 even when the grammar is wrong.
if grep -E '^(error|warning)\(' "$fresh/log" >&2; then
    exit 1
fi
# The tables for other tools are no part of the parser.
rm -f "$fresh"/Generated/*.interp "$fresh"/Generated/*.tokens

if [ "${1:-}" = "--check" ]; then
    diff -r "$fresh/Generated" "$target" || {
        echo "the committed parser differs from Dnn.g4: run grammar/generate.sh" >&2
        exit 1
    }
    exit 0
fi
rm -rf "$target"
cp -R "$fresh/Generated" "$target"
