// Writes the pages that are made from the code: `npm run docs`. A test compares them with what stands in docs/.
import { writeFileSync } from 'node:fs';
import { CATALOGUE } from '../src/check/catalogue.ts';
import { checksPage } from '../src/report/checks-page.ts';

writeFileSync(new URL('../docs/checks.md', import.meta.url), checksPage(CATALOGUE));
