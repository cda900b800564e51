/** What an emulated workspace has been sent and has answered. */

import type { PostCounters } from '../intake/post-ledger.ts';

export type WorkspaceCounters = PostCounters;
