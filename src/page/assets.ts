/** What browsers get besides HTML. The build makes texts of both. */

import { text as style } from './browser/page.css?text';
import { text as script } from './browser/page-script.ts?text';

export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

export const pageAssets: PageAssets = { script, style };
