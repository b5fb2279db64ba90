#!/usr/bin/env bash
# Times whole processes, from exec to printed snippets: chosin beside the sqlite3 shell on FTS5, on the same grown records.
# Usage: benches/one-shot.sh [RECORDS]    needs hyperfine and sqlite3
set -euo pipefail
cd "$(dirname "$0")/.."
records=${1:-100000}
folder=target/bench-$records
chosin=target/release/chosin
mkdir -p "$folder"

cargo build --release --quiet
[ -s "$folder/records.jsonl" ] || cargo bench --quiet --bench grow -- "$records" > "$folder/records.jsonl"
[ -e "$folder/index/current" ] || "$chosin" --index "$folder/index" ingest "$folder/records.jsonl"
if [ ! -s "$folder/fts.db" ]; then
    sqlite3 "$folder/fts.db" <<SQL
CREATE TABLE raw(line);
.mode ascii
.separator "\037" "\n"
.import $folder/records.jsonl raw
CREATE VIRTUAL TABLE fts USING fts5(id UNINDEXED, title, abstract, tokenize = 'porter unicode61');
INSERT INTO fts SELECT json_extract(line, '$.id'), json_extract(line, '$.title'), json_extract(line, '$.abstract') FROM raw;
INSERT INTO fts(fts) VALUES ('optimize');
DROP TABLE raw;
VACUUM;
SQL
fi

export CHOSIN_INDEX=$folder/index
sql() {
    printf "SELECT id, title, snippet(fts, 2, '[', ']', '…', 40) FROM fts WHERE fts MATCH '%s' ORDER BY bm25(fts, 0, 3, 1) LIMIT 10" "$1"
}
pair() {
    printf '\n## %s\n' "$1"
    hyperfine -N --warmup 20 --runs 200 --export-json /dev/stdout --style none \
        "$chosin search --no-history $1" "sqlite3 $folder/fts.db \"$(sql "$2")\"" 2>/dev/null |
        python3 -c 'import json, sys
for name, run in zip(("chosin", "sqlite3"), json.load(sys.stdin)["results"]):
    print(f"{name:8} median {run[\"median\"] * 1000:.2f} ms  min {run[\"min\"] * 1000:.2f}")'
}
uname -srm
grep -m1 'model name' /proc/cpuinfo
pair "armistice" "armistice"
pair "prisoner repatriation" "prisoner OR repatriation"
pair "inchon landing" "inchon OR landing"
pair "'\"cold war\"'" '\"cold war\"'
