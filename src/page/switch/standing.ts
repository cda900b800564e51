/** Where a user stands on the way to the Logs Ingestion API, as far as settings and state tell. */

import sum from 'lodash/sum';
import { fateAt } from '../../engine/fates.ts';
import { exportsOf, type State, tailOf } from '../../engine/state.ts';
import { DESTINATION_KINDS, type DestinationKind } from '../../engine/walls.ts';
import { type DescribedSetting, describeSettings } from '../../settings/describe-settings.ts';
import { readRows } from '../../settings/read-rows.ts';
import { showValue } from '../../settings/show-value.ts';
import type { SettingName } from '../../settings/table.ts';
import type { Run } from '../runs/run.ts';
import { asCount, countOf } from '../words/count.ts';
import { destinationName } from '../words/destination-name.ts';
import { OUTCOME_WORDS } from '../words/run-words.ts';

/** Steps of the way; `done` once the new destination is the only one. */
export type SwitchStep = 'deploy' | 'set' | 'compare' | 'switch' | 'done';

/** What a destination got while both were in use. */
export interface Side {
  readonly kind: DestinationKind;
  readonly logs: number;
  /** The id that it goes on after. */
  readonly place: string | undefined;
}

export interface Standing {
  readonly step: SwitchStep;
  /** The setting as it is; `undefined` when it is wrong. */
  readonly chosen: unknown;
  /** The settings of the new destination, as if it were chosen. */
  readonly settings: readonly DescribedSetting[];
  readonly sides: readonly Side[];
  /** When the first of the runs began that sent to both; `undefined` before there was one. */
  readonly sinceMs: number | undefined;
  /** What speaks against leaving the old destination out now, each in a sentence. */
  readonly obstacles: readonly string[];
  /** The name of the old table. */
  readonly classicTable: string;
}

type Values = Readonly<Record<string, unknown>>;

/** The name that the README proposes. */
const USUAL_NAMESPACE = 'Auth0Logs';

const OF_NEW_DESTINATION = /^(?:LOGANALYTICS_DCR|AZURE)_/;

export function standing(values: Values, state: State): Standing {
  const chosen = settingOf(values, 'LOGANALYTICS_DESTINATION');
  const withBoth = { ...values, LOGANALYTICS_DESTINATION: 'both' };
  const settings = describeSettings(withBoth).filter(({ name }) => OF_NEW_DESTINATION.test(name));
  const runs = sharedRuns(state);
  const obstacles = obstaclesTo(state, runs[0]);
  return {
    step: stepOf(chosen, settings, obstacles),
    chosen,
    settings,
    sides: DESTINATION_KINDS.map((kind) => ({
      kind,
      logs: logsAt(runs, kind),
      place: tailOf(state, kind),
    })),
    sinceMs: runs.at(-1)?.startedAtMs,
    obstacles,
    classicTable: `${namespaceIn(withBoth)}_CL`,
  };
}

/** The usual name in place of one that holds a secret, which somebody may have pasted there. */
function namespaceIn(values: Values): string {
  const { secrets } = readRows(values);
  const namespace = settingOf(values, 'LOGANALYTICS_NAMESPACE');
  const isShown = showValue(namespace, secrets).startsWith('"');
  return typeof namespace === 'string' && isShown ? namespace : USUAL_NAMESPACE;
}

function settingOf(values: Values, name: SettingName): unknown {
  const outcome = readRows(values).rows.find(({ row }) => row.name === name)?.outcome;
  return outcome?.status === 'read' ? outcome.value : undefined;
}

function stepOf(
  chosen: unknown,
  settings: readonly DescribedSetting[],
  obstacles: readonly string[],
): SwitchStep {
  if (chosen === 'logs-ingestion') return 'done';
  if (settings.every(({ origin }) => origin === 'not-set')) return 'deploy';
  if (chosen !== 'both' || settings.some(({ problem }) => problem !== undefined)) return 'set';
  return obstacles.length > 0 ? 'compare' : 'switch';
}

/** The last exports, the newest first, as far back as all of them had both destinations. */
function sharedRuns(state: State): readonly Run[] {
  // One that came to no delivery had neither, and says nothing.
  const runs = exportsOf(state).filter(({ deliveries }) => deliveries.length > 0);
  const alone = runs.findIndex(({ deliveries }) => deliveries.length === 1);
  return alone === -1 ? runs : runs.slice(0, alone);
}

function logsAt(runs: readonly Run[], kind: DestinationKind): number {
  const deliveries = runs.flatMap((run) => run.deliveries);
  return sum(deliveries.map(({ destination, logs }) => (destination === kind ? asCount(logs) : 0)));
}

function obstaclesTo(state: State, last: Run | undefined): readonly string[] {
  if (last === undefined) return ['No run has sent to both destinations yet.'];
  const behind = DESTINATION_KINDS.flatMap((kind) => {
    const outcome = fateAt(last, kind)?.outcome;
    if (outcome === undefined || outcome === 'caught-up') return [];
    return `The last run to the ${destinationName(kind)} ended ${OUTCOME_WORDS[outcome].text}.`;
  });
  const [oldPlace, newPlace] = DESTINATION_KINDS.map((kind) => tailOf(state, kind));
  const letters = state.deadLetters.filter(({ destination }) => destination === 'logs-ingestion');
  return [
    ...behind,
    ...(oldPlace === newPlace ? [] : ['The two do not stand at the same place.']),
    ...(letters.length === 0
      ? []
      : [
          `At the Logs Ingestion API, ${countOf(letters.length, 'dead letter waits', 'dead letters wait')}.`,
        ]),
  ];
}
