// What the walks share: a browser, people in it, steps that are told.
import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import assert from 'node:assert/strict';

export const [base, first, executablePath, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const faults = [];
let steps = 0;

// person opens a browser of its own; whatever its pages complain of is a fault.
export async function person(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.on('pageerror', (e) => faults.push('page error at ' + page.url() + ': ' + e.message));
  page.on('console', (m) => { if (m.type() === 'error' && !/status of (404|403|422)/.test(m.text())) faults.push('console at ' + page.url() + ': ' + m.text()); });
  page.on('request', (r) => { if (!r.url().startsWith(base) && !r.url().startsWith('data:')) faults.push('asks elsewhere: ' + r.url()); });
  return page;
}
export async function step(name, f) {
  const start = Date.now();
  await f();
  steps++;
  console.log(`ok ${name} (${Date.now() - start} ms)`);
}
export async function accessible(page, where) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  const bad = found.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
  assert.deepEqual(bad.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120) + ' ' + n.any.map((x) => x.message).join(' ')).slice(0, 3).join(' | ')}`), [], 'axe at ' + where);
}
export async function shot(page, name) {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
}
export const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth + 1);
export const mapDrawn = (page) => page.waitForFunction(() => Number(document.getElementById('map').dataset.drawn) > 0);
// end closes the browser; whatever a page complained of fails the walk.
export async function end() {
  await browser.close();
  assert.deepEqual(faults, []);
  console.log(`${steps} passed, 0 failed`);
}
