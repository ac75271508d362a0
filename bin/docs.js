#!/usr/bin/env node
// `npm run docs`: the pages that must say what the code says are made from its tables; `--check` only tells whether they do.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PAGES } from '../src/app/help/pages.ts';

const check = process.argv.includes('--check');
for (const [name, text] of Object.entries(PAGES)) {
  const path = fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
  if (!check) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(`docs/${name} is not what the code says: npm run docs`);
    process.exitCode = 1;
  }
}
