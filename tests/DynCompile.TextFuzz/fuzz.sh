#!/bin/sh
# Fuzzes one reader of files for some time: fuzz.sh TARGET [SECONDS] [SEED]. TARGET is parser, compiler, safetensors, npy or npz.
# With FUZZER=afl it runs afl-fuzz (Debian's afl++), else the loop of its own. Both see the branches of instrumented assemblies; nothing
# in the source tree is written. Findings lie in the folder that is printed first.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=$1 seconds=${2:-60} seed=${3:-1}

work=$(mktemp -d "${TMPDIR:-/tmp}/textfuzz-$target-XXXXXX")
echo "$work"
dotnet build -c Release -v q --nologo "$here/DynCompile.TextFuzz.csproj" >"$work/build.log" 2>&1 || {
    cat "$work/build.log" >&2
    exit 1
}
cp -R "$here/bin/Release/net10.0" "$work/bin"
export DYNCOMPILE_ROOT="$here"
# An input that wants more memory than this ends in an exception, which is a finding.
export DOTNET_GCHeapHardLimit=0xC0000000
# What waits for a hot loop to be compiled again is no slow input.
export DOTNET_TieredPGO=0

fuzz="$work/bin/DynCompile.TextFuzz"
"$fuzz" instrument "$work/bin/DynCompile.Compiler.dll" "$work/bin/DynCompile.Tensors.dll"

if [ "${FUZZER:-}" != afl ]; then
    exec "$fuzz" "$target" --seconds "$seconds" --seed "$seed" --out "$work/findings"
fi
dictionary=$target
[ "$target" != compiler ] || dictionary=parser
"$fuzz" "$target" --seeds "$work/seeds"
export AFL_SKIP_BIN_CHECK=1 AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_AFFINITY=1
exec timeout -s INT "$seconds" afl-fuzz -i "$work/seeds" -o "$work/findings" -s "$seed" -t 5000 -m none \
    -x "$work/bin/dictionaries/$dictionary.dict" "$fuzz" "$target" --afl
