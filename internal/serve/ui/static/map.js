// The map: named points as dots, vague places as the circles they may lie in,
// and what is known only to lie in a country as a tint of that country.
'use strict';
(() => {
  const box = document.getElementById('map');
  if (!box || !window.L) return;
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const map = L.map(box, { worldCopyJump: true, minZoom: 1, maxZoom: 14, zoomSnap: 0.5, attributionControl: true });
  map.attributionControl.setPrefix(false).addAttribution('Natural Earth');
  map.setView([25, 30], 2);
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { maxZoom: 18 }).addTo(map);

  map.createPane('world').style.zIndex = 300; // below the dots, which must stay clickable
  const canvas = L.canvas({ pane: 'world' });
  const shapes = L.layerGroup().addTo(map);
  const spots = L.layerGroup().addTo(map);
  let world = null, names = {}, tint = {}, fine = false, divisions = null, moved = false;

  function drawWorld() {
    shapes.clearLayers();
    if (!world) return;
    const ink = css('--line'), land = css('--land'), accent = css('--accent');
    L.geoJSON(world, {
      pane: 'world', renderer: canvas,
      style: (f) => {
        const n = tint[(names[f.id] || [])[0]];
        return { color: ink, weight: 1, fillColor: n ? accent : land, fillOpacity: n ? 0.25 : (box.dataset.tiles ? 0 : 1) };
      },
      onEachFeature: (f, layer) => {
        const [code, name] = names[f.id] || ['', f.properties.name];
        const n = tint[code];
        const label = document.createElement('span');
        label.textContent = n ? name + ': ' + n + ' ' + box.dataset.incidents + ' ' + box.dataset.vague : name;
        layer.bindTooltip(label, { sticky: true });
        if (code) layer.on('click', () => choose('country', code));
      },
    }).addTo(shapes);
    if (!divisions || map.getZoom() < near) return;
    L.geoJSON(divisions, { pane: 'world', renderer: canvas, interactive: false, style: { color: ink, weight: 0.75, dashArray: '3 3', fill: false } }).addTo(shapes);
    box.dataset.divisions = 'drawn';
  }
  const near = 5; // from this zoom on provinces are drawn

  // loadDivisions fetches the borders of provinces when the map is close enough.
  function loadDivisions() {
    if (divisions || map.getZoom() < near) return;
    divisions = { type: 'FeatureCollection', features: [] }; // on its way
    fetchJSON(box.dataset.divisionShapes).then((t) => { divisions = topojson.feature(t, t.objects.admin1); drawWorld(); }).catch(() => { divisions = null; });
  }

  // choose sets one filter of the form and shows the result.
  function choose(name, value) {
    const form = document.getElementById('filters');
    const field = form.elements[name];
    if (field.tagName === 'SELECT' && !Array.from(field.options).some((o) => o.value === value)) return;
    field.value = value;
    form.dispatchEvent(new Event('change', { bubbles: true }));
  }

  function popup(s) {
    const div = document.createElement('div');
    const head = document.createElement('strong');
    head.textContent = s.name;
    const line = document.createElement('div');
    line.textContent = s.n + ' ' + box.dataset.incidents + (s.exact ? '' : ', ' + box.dataset.within + ' ' + Math.round(s.km) + ' km');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = box.dataset.show;
    button.addEventListener('click', () => {
      const d = 0.0005;
      choose('box', [s.lat - d, s.lon - d, s.lat + d, s.lon + d].map((x) => x.toFixed(4)).join(','));
      map.closePopup();
    });
    div.append(head, line, button);
    return div;
  }

  function drawSpots(list) {
    spots.clearLayers();
    const accent = css('--accent'), warn = css('--warn');
    const bounds = [];
    list.slice().sort((a, b) => (b.km || 0) - (a.km || 0)).forEach((s) => {
      const at = [s.lat, s.lon];
      bounds.push(at);
      const colour = s.killed ? warn : accent;
      const layer = s.exact
        ? L.circleMarker(at, { radius: 4 + 2 * Math.log2(s.n), color: css('--card'), weight: 1, fillColor: colour, fillOpacity: 0.9 })
        : L.circle(at, { radius: 1000 * s.km, color: colour, weight: 1, dashArray: '4 4', fillColor: colour, fillOpacity: 0.12 });
      layer.bindPopup(() => popup(s)).addTo(spots);
    });
    box.dataset.drawn = String(list.length);
    if (bounds.length && !moved) map.fitBounds(bounds, { padding: [30, 30], maxZoom: 7, animate: false });
  }
  map.on('mousedown wheel touchstart keydown zoomstart', (e) => { if (e.originalEvent) moved = true; });

  const fetchJSON = (url) => fetch(url, { headers: { Accept: 'application/json' } }).then((r) => { if (!r.ok) throw new Error(r.status); return r.json(); });

  function load() {
    const q = document.getElementById('results').dataset.query;
    fetchJSON(box.dataset.src + (q ? '?' + q : '')).then((d) => {
      tint = d.countries;
      drawWorld();
      drawSpots(d.spots);
    }).catch(() => { box.dataset.drawn = 'failed'; });
  }
  function loadWorld(url) {
    return fetchJSON(url).then((t) => { world = topojson.feature(t, t.objects.countries); drawWorld(); });
  }
  map.on('zoomend', () => {
    if (!fine && map.getZoom() >= 4) { fine = true; loadWorld(box.dataset.fine); }
    if (box.dataset.divisions) drawWorld();
    loadDivisions();
  });
  fetchJSON(box.dataset.countries).then((n) => { names = n; if (!fine) return loadWorld(box.dataset.shapes); });
  load();
  document.addEventListener('htmx:afterSwap', (e) => { if (e.detail.target && e.detail.target.id === 'results' || document.getElementById('results') === e.detail.elt) { moved = false; load(); } });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => load());
})();
