/** What the page does in a browser beyond HTML: local times, buttons that wait, and following what happens. */

import { followLive } from './follow-live.ts';
import { showLocalTimes } from './local-times.ts';
import { waitVisibly } from './wait-visibly.ts';

showLocalTimes(document);
waitVisibly(document);
if (document.body.dataset['live'] !== undefined) followLive();
