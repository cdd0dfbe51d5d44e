// Tolls as series: each source a line of its own, its lowest figure drawn and
// the band up to its highest filled.
'use strict';
(() => {
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colours = ['#0b7285', '#c2410c', '#5b21b6', '#15803d', '#be185d', '#854d0e', '#1d4ed8', '#475569'];
  document.querySelectorAll('.chart[data-plot]').forEach((box) => {
    const plot = JSON.parse(box.dataset.plot);
    const data = [plot.x], series = [{}], bands = [];
    plot.lines.forEach((l, i) => {
      const stroke = colours[i % colours.length];
      const dash = i >= colours.length ? [6, 4] : undefined;
      data.push(l.low);
      series.push({ label: l.name, stroke, width: 2, dash, spanGaps: true, points: { show: true, size: 7 } });
      if (l.high.every((x, k) => x === l.low[k])) return;
      bands.push({ series: [data.length, data.length - 1], fill: stroke + '33' });
      data.push(l.high);
      series.push({ label: l.name + ' ≤', stroke, width: 1, dash: [2, 3], spanGaps: true });
    });
    const axis = { stroke: css('--soft'), grid: { stroke: css('--line'), width: 1 }, ticks: { stroke: css('--line') } };
    const chart = new uPlot({ width: box.clientWidth, height: 260, legend: { live: false }, series, bands, axes: [axis, { ...axis, size: 70 }], scales: { y: { range: (u, lo, hi) => [0, (hi || 1) * 1.1] } } }, data, box);
    new ResizeObserver(() => chart.setSize({ width: box.clientWidth, height: 260 })).observe(box);
  });
})();
