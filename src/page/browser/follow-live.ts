/** Fetches the page again now and then and takes over what has changed, so that nobody has to reload it. */

import { showLocalTimes } from './local-times.ts';

const SOON_MS = 3_000;
const LATER_MS = 15_000;
const TIMEOUT_MS = 20_000;

/** The parts that follow, by their names. */
function liveParts(root: ParentNode): Map<string, Element> {
  return new Map(
    [...root.querySelectorAll('[data-live-part]')].map((part) => [
      part.getAttribute('data-live-part') ?? '',
      part,
    ]),
  );
}

/** What was last taken over, as it came: what is shown has other times and is no measure. */
const shown = new Map([...liveParts(document)].map(([name, part]) => [name, part.innerHTML]));

/** Somebody reads what they opened there, or is about to press a button. */
function isInUse(part: Element): boolean {
  return part.contains(document.activeElement) || part.querySelector('details[open]') !== null;
}

/** Whether all that has changed could be taken over. */
function takeOver(fresh: Document): boolean {
  const here = liveParts(document);
  let isAllTaken = true;
  for (const [name, part] of liveParts(fresh)) {
    const target = here.get(name);
    const html = part.innerHTML;
    if (target === undefined || shown.get(name) === html) continue;
    if (isInUse(target)) {
      isAllTaken = false;
      continue;
    }
    shown.set(name, html);
    const nodes = [...part.childNodes].map((node) => document.importNode(node, true));
    target.replaceChildren(...nodes);
    showLocalTimes(target);
  }
  return isAllTaken;
}

/** The style is there already, and this document's policy would refuse that of another answer. */
function withoutStyle(html: string): string {
  return html.replace(/<style[^>]*>.*?<\/style>/s, '');
}

function tell(text: string): void {
  const status = document.querySelector('[data-live-status]');
  if (status !== null && status.textContent !== text) status.textContent = text;
}

/** `over`: nobody is signed in any more. */
async function refresh(): Promise<'fresh' | 'waiting' | 'failed' | 'over'> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await fetch(location.href, { cache: 'no-store', signal });
    if (answer.redirected) return 'over';
    if (!answer.ok) return 'failed';
    const html = withoutStyle(await answer.text());
    const isAllTaken = takeOver(new DOMParser().parseFromString(html, 'text/html'));
    return isAllTaken ? 'fresh' : 'waiting';
  } catch {
    return 'failed';
  }
}

const TEXTS = {
  fresh: `Updates by itself. Times are in ${Intl.DateTimeFormat().resolvedOptions().timeZone}; point at one for UTC.`,
  waiting: 'There is news; it waits until you leave what you are at.',
  failed: 'The extension does not answer at the moment; what you see may be old.',
  over: 'You are no longer signed in: reload the page to sign in again.',
};

export function followLive(): void {
  let isOver = false;

  async function look(): Promise<void> {
    if (isOver || document.visibilityState !== 'visible') return;
    const outcome = await refresh();
    tell(TEXTS[outcome]);
    isOver = outcome === 'over';
  }

  function lookLater(): void {
    const isUnderWay = document.querySelector('[data-under-way]') !== null;
    setTimeout(() => void look().then(lookLater), isUnderWay ? SOON_MS : LATER_MS);
  }

  tell(TEXTS.fresh);
  lookLater();
  document.addEventListener('visibilitychange', () => void look());
}
