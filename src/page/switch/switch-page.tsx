/** The way from the Data Collector API to the Logs Ingestion API, with where the user stands on it. */

import type { Child } from '#html/jsx-runtime';
import { Notice } from '../layout/notice.tsx';
import { Place } from '../layout/place.tsx';
import { Time } from '../layout/time.tsx';
import { type Column, ItemTable } from '../layout/wide-table.tsx';
import { SettingsTable } from '../settings/settings-table.tsx';
import { countText } from '../words/count.ts';
import { destinationName } from '../words/destination-name.ts';
import { comparisonQuery, NEW_TABLE } from './comparison-query.ts';
import { EndOfSupport } from './end-of-support.tsx';
import type { Side, Standing, SwitchStep } from './standing.ts';

interface SwitchPageProps {
  readonly prefix: string;
  readonly standing: Standing;
}

const COLUMNS: readonly Column<Side>[] = [
  ['Destination', ({ kind }) => destinationName(kind), 'name'],
  ['Logs', ({ logs }) => countText(logs), 'number'],
  ['Goes on after', ({ place }) => <Place id={place} />],
];

export function SwitchPage({ prefix, standing }: SwitchPageProps) {
  const { step: here, chosen, settings, sides, sinceMs, classicTable } = standing;
  const isBoth = chosen === 'both';
  return (
    <>
      <h1>Switch to the Logs Ingestion API</h1>
      {here === 'done' ? (
        <Notice tone="good">
          The switch is done: the logs go by the Logs Ingestion API only. It can be undone: with{' '}
          <code>both</code> or <code>data-collector</code>, the old destination goes on where it
          stopped, as far as Auth0 still has the logs.
        </Notice>
      ) : (
        <>
          {!isBoth && (
            <EndOfSupport>
              Step by step, no log is lost on the way to its successor: for a while both get all.
            </EndOfSupport>
          )}
          <ol class="steps">
            <Step here={here} step="deploy" title="1. Deploy the table and the rule">
              <p>
                The repository has a template that makes them; <code>deploy/azure/README.md</code>{' '}
                leads through it. What Azure needs stands in the README, chapter “Sending by the
                Logs Ingestion API”.
              </p>
            </Step>
            <Step here={here} step="set" title="2. Enter the settings">
              <p>
                In the Auth0 dashboard, enter what the deployment put out, and set{' '}
                <code>LOGANALYTICS_DESTINATION</code> to <code>both</code>; now it is{' '}
                <code>{String(chosen ?? 'not well-formed')}</code>. The new destination begins where
                the old one stands.
              </p>
              <SettingsTable settings={settings} />
            </Step>
            <Step here={here} step="compare" title="3. Compare">
              <p>
                <a href={`${prefix}/actions`}>Test the connections</a>, and wait until both are
                caught up.
              </p>
              {sinceMs !== undefined && (
                <>
                  <p>
                    What both got in the runs since <Time atMs={sinceMs} />:
                  </p>
                  <ItemTable label="Both destinations" columns={COLUMNS} items={sides} />
                </>
              )}
              <p>
                In Azure, this counts the logs of each hour in both tables; <code>OnlyOld</code> is
                what the new one lacks. New rows may take 15 minutes. Which name your new table has
                is not known here: <code>{NEW_TABLE}</code> is what the template proposes.
              </p>
              <pre tabindex={0}>{comparisonQuery(classicTable, sinceMs)}</pre>
            </Step>
            <Step title="4. Copy the history, if you want it">
              <p>
                What Auth0 still has of the time before can be sent to the new table, too. New logs
                reach it when the copy has caught up. The old table is not touched.
              </p>
              {isBoth && sinceMs !== undefined && (
                <p>
                  <a
                    class="button quiet"
                    href={`${prefix}/checkpoint?to=beginning&destination=logs-ingestion`}
                  >
                    Show what copying means
                  </a>
                </p>
              )}
            </Step>
            <Step here={here} step="switch" title="5. Switch over">
              <p>
                Set <code>LOGANALYTICS_DESTINATION</code> to <code>logs-ingestion</code>. It can be
                undone: the old destination goes on where it stopped.
              </p>
              <Moment standing={standing} />
            </Step>
          </ol>
        </>
      )}
    </>
  );
}

interface StepProps {
  readonly here?: SwitchStep;
  readonly step?: SwitchStep;
  readonly title: string;
  readonly children?: Child;
}

function Step({ here, step, title, children }: StepProps) {
  const isHere = step !== undefined && here === step;
  return (
    <li class="card" aria-current={isHere && 'step'}>
      <h2>
        {title} {isHere && <span class="badge busy">you are here</span>}
      </h2>
      {children}
    </li>
  );
}

function Moment({ standing: { step, chosen, obstacles } }: { readonly standing: Standing }) {
  if (step === 'switch') {
    return (
      <Notice tone="good">
        Now is a good moment: both are caught up at the same place, and no dead letter of the new
        one waits.
      </Notice>
    );
  }
  const reasons = chosen === 'both' ? obstacles : ['Both destinations have to be in use first.'];
  return (
    <Notice tone="warning" word="Not yet">
      {reasons.map((reason) => (
        <p>{reason}</p>
      ))}
    </Notice>
  );
}
