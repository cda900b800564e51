/** The history as a table. */

import type { Action } from '../../engine/actions.ts';
import { Outcome } from '../layout/outcome.tsx';
import { Place } from '../layout/place.tsx';
import { Time } from '../layout/time.tsx';
import { type Column, Row, WideTable } from '../layout/wide-table.tsx';
import { ACTION_WORDS, actorWords } from '../words/action-words.ts';
import { countOf, countText } from '../words/count.ts';
import { destinationName } from '../words/destination-name.ts';
import { durationFigures } from '../words/duration.ts';
import { outcomeWords, triggerWords } from '../words/run-words.ts';
import { oneLine } from '../words/text.ts';
import type { Entry } from './entries.ts';
import type { ListPage } from './list-page.ts';
import {
  batchesOf,
  concernOf,
  deadLettersOf,
  durationMs,
  isFailed,
  lagOf,
  logsOf,
  type Run,
  retriesOf,
} from './run.ts';
import { splitRun } from './run-at.ts';
import { StartLink } from './run-link.tsx';

function columnsOf(prefix: string): readonly Column<Run>[] {
  return [
    ['Started', (run) => <StartLink prefix={prefix} run={run} />],
    ['Outcome', (run) => <OutcomeAndLetters run={run} />],
    ['Began by', triggerWords, 'optional'],
    ['Took', (run) => durationFigures(durationMs(run)), 'number optional'],
    ['Logs', logsText, 'number'],
    ['Batches', (run) => countText(batchesOf(run)), 'number optional'],
    ['Retries', (run) => countText(retriesOf(run)), 'number optional'],
    ['Lag', (run) => durationFigures(lagOf(run)), 'number'],
    ['Checkpoint', Checkpoints, 'optional'],
  ];
}

/** Of an export to several destinations that got the same, what each of them got. */
function logsText(run: Run): string {
  const each = splitRun(run).map(logsOf);
  const isSame = each.length > 1 && new Set(each).size === 1;
  return `${countText(logsOf(run))}${isSame ? ' each' : ''}`;
}

/** Where the destinations of a run go on, once when it is the same place. */
function Checkpoints({ deliveries }: Run) {
  const places = new Set(deliveries.map(({ checkpoint }) => checkpoint));
  return [...places].map((id) => (
    <div>
      <Place id={id} />
    </div>
  ));
}

interface RunsPageProps {
  readonly prefix: string;
  readonly list: ListPage;
}

export function RunsPage({ prefix, list }: RunsPageProps) {
  const { filter, filters, entries } = list;
  const columns = columnsOf(prefix);
  return (
    <>
      <h1>Runs</h1>
      <nav class="filters" aria-label="Which runs">
        {filters.map(({ name, title, count }) => (
          <a href={`${prefix}/runs?show=${name}`} aria-current={name === filter && 'true'}>
            {title} ({countText(count)})
          </a>
        ))}
      </nav>
      <p class="hint" data-live-status role="status" />
      <div data-live-part="runs">
        {entries.length === 0 ? (
          <p class="card">{filter === 'all' ? 'No run yet.' : 'There is nothing of that kind.'}</p>
        ) : (
          <WideTable label="Runs" columns={columns}>
            {entries.map((entry) => (
              <EntryRow prefix={prefix} columns={columns} entry={entry} />
            ))}
          </WideTable>
        )}
        <Pages prefix={prefix} list={list} />
      </div>
    </>
  );
}

interface EntryRowProps {
  readonly prefix: string;
  readonly columns: readonly Column<Run>[];
  readonly entry: Entry;
}

function EntryRow({ prefix, columns, entry }: EntryRowProps) {
  if (entry.kind === 'run') return <Row columns={columns} item={entry.run} />;
  const isIdle = entry.kind === 'idle';
  return (
    <tr class={isIdle ? 'folded' : undefined}>
      <td>
        <Time atMs={isIdle ? entry.runs[0]?.startedAtMs : entry.action.atMs} />
      </td>
      <td colspan={columns.length - 1}>
        {isIdle ? (
          <IdleRuns prefix={prefix} runs={entry.runs} />
        ) : (
          <WhatWasDone action={entry.action} />
        )}
      </td>
    </tr>
  );
}

interface IdleRunsProps {
  readonly prefix: string;
  readonly runs: readonly Run[];
}

/** Runs that found nothing, which are opened out by a click. */
function IdleRuns({ prefix, runs }: IdleRunsProps) {
  return (
    <details>
      <summary>
        {countOf(runs.length, 'run')} since <Time atMs={runs.at(-1)?.startedAtMs} /> found nothing
        new
      </summary>
      <ul>
        {runs.map((run) => (
          <li>
            <StartLink prefix={prefix} run={run} /> took {durationFigures(durationMs(run))}
          </li>
        ))}
      </ul>
    </details>
  );
}

function WhatWasDone({ action }: { readonly action: Action }) {
  const { kind, detail } = action;
  return (
    <>
      <span class="badge">action</span> {actorWords(action)} {ACTION_WORDS[kind]}
      {detail === '' ? '' : `: ${oneLine(detail)}`}
    </>
  );
}

/** How a run ended; of several destinations that did not fare alike, for each of them. */
function OutcomeAndLetters({ run }: { readonly run: Run }) {
  const letters = deadLettersOf(run);
  const concern = concernOf(run);
  return (
    <>
      <Outcome run={run} />
      {concern !== '' && !isFailed(run) && <span class="badge warning">see why</span>}
      {letters > 0 && <span class="badge warning">{countOf(letters, 'dead letter')}</span>}
      {concern !== '' && <div class="hint">{oneLine(concern, 90)}</div>}
      <Differences runs={splitRun(run)} />
    </>
  );
}

/** What each destination got of one run, unless all got the same and it ended alike for them. */
function Differences({ runs }: { readonly runs: readonly Run[] }) {
  const texts = runs.map((run) => `${countOf(logsOf(run), 'log')}, ${outcomeWords(run).text}`);
  if (new Set(texts).size < 2) return null;
  return (
    <>
      {runs.map(({ deliveries: [delivery] }, index) => (
        <div class="hint">
          {delivery && destinationName(delivery.destination)}: {texts[index]}
        </div>
      ))}
    </>
  );
}

function Pages({ prefix, list }: RunsPageProps) {
  const { filter, page, pages, first, last, total } = list;
  if (pages === 1) return null;
  const to = (number: number): string => `${prefix}/runs?show=${filter}&page=${number}`;
  return (
    <nav class="pages" aria-label="Pages of the list">
      {page > 1 && (
        <a href={to(page - 1)} rel="prev">
          Newer
        </a>
      )}
      <span>
        {first} to {last} of {countText(total)}
      </span>
      {page < pages && (
        <a href={to(page + 1)} rel="next">
          Older
        </a>
      )}
    </nav>
  );
}
