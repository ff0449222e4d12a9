import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import axe from 'axe-core';
import { startChromium } from '../stack.js';
import { walk } from '../walk.js';

let chromium;
before(async () => {
  chromium = await startChromium();
});
after(() => chromium.close());

for (const [locale, colorScheme] of [
  ['ru-RU', 'light'],
  ['en-GB', 'dark'],
]) {
  test(`every page keeps WCAG 2.2 AA and fits a phone (${locale}, ${colorScheme})`, async () => {
    const context = await chromium.newContext({ locale, colorScheme, viewport: { width: 360, height: 740 } });
    const seen = new Set();
    await walk(context, async (name, page) => {
      seen.add(name);
      // What the page may not load or run, the inspector may.
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() =>
        window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
      );
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
      assert.deepEqual(found, [], name);
      const { width, lang, text } = await page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        lang: document.documentElement.lang,
        text: document.body.innerText,
      }));
      assert.ok(width <= 360, `${name} is ${width} wide`);
      assert.equal(lang, locale.slice(0, 2), name);
      assert.doesNotMatch(text, /NOT_FOUND|\{[a-z]+:/, name);
    });
    assert.ok(seen.size >= 45, [...seen].join(' '));
    await context.close();
  });
}
