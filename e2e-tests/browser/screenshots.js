import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startChromium } from './stack.js';
import { walk } from './walk.js';

/** Every page in both languages, on a phone and on a desk, as pictures in a folder: screenshots.js folder [kind] */
const [, , target = 'screenshots', wanted] = process.argv;
const folder = resolve(target);
const chromium = await startChromium();
const kinds = [
  { name: 'ru-phone', locale: 'ru-RU', viewport: { width: 360, height: 740 }, colorScheme: 'light' },
  { name: 'en-phone-dark', locale: 'en-GB', viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
  { name: 'en-desk', locale: 'en-GB', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
];
try {
  for (const { name, ...kind } of kinds.filter(({ name }) => !wanted || name === wanted)) {
    await mkdir(join(folder, name), { recursive: true });
    const context = await chromium.newContext(kind);
    let number = 10;
    await walk(context, (page, tab) =>
      tab.screenshot({ path: join(folder, name, `${number++}-${page}.png`), fullPage: true }),
    );
    await context.close();
  }
} finally {
  await chromium.close();
}
console.log(`The pictures are in ${folder}`);
