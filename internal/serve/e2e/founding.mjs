// Walks from an empty store to an export: founding.mjs BASE FIRST-LINK CHROMIUM "" REPORT…
import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { accessible, base, end, first, mapDrawn, person, step } from './person.mjs';

const files = process.argv.slice(6);
const ann = await person();
ann.setDefaultTimeout(60000);
await step('first start', async () => {
  await ann.goto(base + first);
  await ann.fill('[name=name]', 'Ann');
  await ann.fill('[name=password]', 'correct horse battery');
  await ann.click('main button');
  await ann.waitForURL(base + '/');
  assert.match(await ann.locator('.empty').innerText(), /vigil read/);
});
await step('a source is added', async () => {
  await ann.goto(base + '/sources');
  await ann.fill('[name=url]', 'https://wire.example/feed.xml');
  await ann.locator('form[action="/sources"] [name=kind]').selectOption('feed');
  await ann.click('form[action="/sources"] button');
  await ann.waitForSelector('th:has-text("wire.example")');
});
await step('reports are read by upload', async () => {
  for (const file of files) {
    await ann.goto(base + '/reports');
    await ann.click('details.upload summary');
    await ann.setInputFiles('[name=file]', file);
    await ann.click('form[action="/reports"] button:has-text("Read it")');
    await ann.waitForSelector('main a[href^="/reports/"]');
  }
  await accessible(ann, 'uploaded');
});
await step('the strike on Jisr al-Shughour is found on the map', async () => {
  await ann.goto(base + '/?q=Shughour');
  await mapDrawn(ann);
  await ann.locator('#map path.leaflet-interactive').first().click({ force: true });
  assert.match(await ann.locator('.leaflet-popup').innerText(), /Shugh/);
  await ann.locator('.leaflet-popup button').click();
  await ann.waitForFunction(() => /box=/.test(location.search));
  await ann.locator('[data-list] a.row:has-text("strike")').first().click();
  await ann.waitForURL(/incidents/);
});
const strike = ann.url();
await step('a figure leads to its sentence, its report and the hash of its bytes', async () => {
  assert.match(await ann.locator('.telling code.hash').first().innerText(), /^[0-9a-f]{64}$/);
  await ann.locator('tr:has(th:text-is("killed")) .rivals a').first().click();
  assert.match(await ann.locator('.text').innerText(), /Shughour/);
  assert.ok(await ann.locator('#mark').isVisible());
  assert.match(await ann.locator('.facts code.hash').first().innerText(), /^[0-9a-f]{64}$/);
});
await step('it is corrected, exported, and the trail tells', async () => {
  await ann.goto(strike);
  const form = ann.locator('form[action$="/correct"]');
  await form.locator('[name=field]').selectOption('killed');
  await form.locator('[name=value]').fill('17');
  await form.locator('[name=reason]').fill('the list of names');
  await form.locator('button').click();
  await ann.waitForSelector('td:has-text("17")');
  await ann.goto(base + '/export');
  const [file] = await Promise.all([ann.waitForEvent('download'), ann.click('a[download="vigil.acled"]')]);
  const csv = readFileSync(await file.path(), 'utf8');
  assert.ok(/SYR\d+,.*Shugh.*,17,/.test(csv), csv);
  await ann.goto(base + '/trail');
  const trail = await ann.locator('main').innerText();
  for (const want of ['The chain holds', 'source added', 'upload', 'correct killed', 'export']) assert.ok(trail.includes(want), want);
});
await end();
