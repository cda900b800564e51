/** What every page of one request has in common. */

import type { Visitor } from '../sign-in/administrator.ts';

export type Section = 'overview' | 'runs' | 'dead-letters' | 'actions' | 'settings';

export interface Frame {
  /** The path that links and forms begin with. */
  readonly prefix: string;
  /** Names the script and the style of this answer to the browser. */
  readonly nonce: string;
  readonly style: string;
  /** Who is signed in, with the token that forms must bring along; absent on the pages before that. */
  readonly visitor?: Visitor;
}
