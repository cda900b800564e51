/** One run, in people's words. */

import type { DeliveryReport, RunReport } from '../../engine/report.ts';
import type { LineDelivery } from '../../engine/run-line.ts';
import { Facts } from '../layout/facts.tsx';
import { Id } from '../layout/id.tsx';
import { Notice } from '../layout/notice.tsx';
import { Outcome } from '../layout/outcome.tsx';
import { Time } from '../layout/time.tsx';
import { bytesText, countOf, countText } from '../words/count.ts';
import { destinationName } from '../words/destination-name.ts';
import { durationFigures } from '../words/duration.ts';
import { logTypeName } from '../words/log-type-name.ts';
import { outcomeWords, triggerWords } from '../words/run-words.ts';
import type { FoundRun } from './find-run.ts';
import { durationMs, isNote, isReport, lagOf, problemsOf, type Run, warningsOf } from './run.ts';
import { splitRun } from './run-at.ts';
import { RunLink } from './run-link.tsx';

interface RunPageProps {
  readonly prefix: string;
  readonly found: FoundRun;
}

export function RunPage({ prefix, found: { run, newerId, olderId } }: RunPageProps) {
  const endings = splitRun(run);
  return (
    <>
      <h1>
        Run of <Time atMs={run.startedAtMs} />
      </h1>
      <Ending run={run} />
      <Figures run={run} />
      {run.deliveries.map((delivery, index) => (
        <Delivery delivery={delivery} ending={endings[index]} />
      ))}
      {!isReport(run) && (
        <p class="hint">
          This run is so long ago that only its figures are kept; its warnings and types are gone.
        </p>
      )}
      <p class="row">
        <a
          class="button quiet"
          href={`${prefix}/runs/${encodeURIComponent(run.runId)}/report.json`}
          download
        >
          Download as JSON
        </a>
        {newerId !== undefined && (
          <RunLink prefix={prefix} runId={newerId}>
            The run after it
          </RunLink>
        )}
        {olderId !== undefined && (
          <RunLink prefix={prefix} runId={olderId}>
            The run before it
          </RunLink>
        )}
        <a href={`${prefix}/runs`}>All runs</a>
      </p>
    </>
  );
}

function Ending({ run }: { readonly run: Run }) {
  const { tone, meaning } = outcomeWords(run);
  const outcomes = new Set(splitRun(run).map(({ outcome }) => outcome));
  return (
    <>
      <Notice tone={tone}>
        <p>
          {outcomes.size > 1
            ? 'It ended in another way for each destination; the worse one is told first.'
            : meaning}
        </p>
        {run.reason !== undefined && <p>Why: {run.reason}</p>}
        {problemsOf(run).map((problem) => (
          <p>{problem}</p>
        ))}
      </Notice>
      {warningsOf(run).map((warning) => (
        <Notice tone={isNote(warning) ? 'busy' : 'warning'} word="Note">
          {warning}
        </Notice>
      ))}
    </>
  );
}

type ReportOnly = Partial<Pick<RunReport, 'pages' | 'pageRetries' | 'capacityLogs'>>;

function Figures({ run }: { readonly run: Run }) {
  // The short form of a report leaves some of it out.
  const { pages, pageRetries = 0, capacityLogs }: ReportOnly = run;
  return (
    <Facts
      facts={[
        ['Outcome', <Outcome run={run} />],
        ['Began by', triggerWords(run)],
        ['Took', durationFigures(durationMs(run))],
        [
          'Pages read',
          pages && `${countText(pages)}, with ${countOf(pageRetries, 'retry', 'retries')}`,
        ],
        ['Lag at its end', durationFigures(lagOf(run))],
        ['Last log exported', <Time atMs={run.lastExportedAtMs} />],
        ['One run can carry about', capacityLogs && countOf(capacityLogs, 'log')],
        ['Id', <Id id={run.runId} />],
      ]}
    />
  );
}

interface DeliveryProps {
  readonly delivery: DeliveryReport | LineDelivery;
  /** The run as this destination sees it, when there are several. */
  readonly ending: Run | undefined;
}

function Delivery({ delivery, ending }: DeliveryProps) {
  const { destination, logs = 0, batches = 0, retries = 0, deadLetters = 0 } = delivery;
  const { checkpoint, bytes, truncatedRecords, types }: Partial<DeliveryReport> = delivery;
  const size = bytes === undefined ? '' : ` (${bytesText(bytes)})`;
  return (
    <section>
      <h2>{destinationName(destination)}</h2>
      <Facts
        facts={[
          ['Outcome', ending && <Outcome run={ending} />],
          ['Why', ending?.reason],
          [
            'Delivered',
            `${countOf(logs, 'log')} in ${countOf(batches, 'batch', 'batches')}${size}`,
          ],
          ['Retries', countText(retries)],
          ['Shortened to fit', truncatedRecords && countOf(truncatedRecords, 'record')],
          ['Kept as dead letters', countText(deadLetters)],
          ['Lag at its end', ending && durationFigures(lagOf(ending))],
          ['Last log exported', ending && <Time atMs={ending.lastExportedAtMs} />],
          ['Goes on after', checkpoint && <Id id={checkpoint} />],
          ['Types', types && <Types types={types} />],
        ]}
      />
    </section>
  );
}

function Types({ types }: { readonly types: Readonly<Record<string, number>> }) {
  return (
    <ul>
      {Object.entries(types).map(([code, count]) => (
        <li>
          {countText(count)} × {logTypeName(code)}
        </li>
      ))}
    </ul>
  );
}
