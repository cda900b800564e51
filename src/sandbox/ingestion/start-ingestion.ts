/** Starts an emulated Logs Ingestion API with the Entra tenant that signs its clients in. */

import type { Fault, FaultPlan } from '../http/fault-plan.ts';
import { makeSelfSigned } from '../http/self-signed.ts';
import { serveReplies } from '../http/serve-replies.ts';
import { audienceOf } from './clouds.ts';
import { controlIngestion } from './ingestion-control.ts';
import type { IngestionCounters, UploadNote } from './ingestion-counters.ts';
import { IngestionService } from './ingestion-service.ts';
import { DEFAULT_INGESTION_SETTINGS, type IngestionSettings } from './ingestion-settings.ts';
import type { IngestedRow, StreamTableSummary } from './stream-table.ts';

export interface IngestionOptions extends Partial<IngestionSettings> {
  /** For uploads, unless a path is named: an exact one, `ANY_UPLOAD` or `ANY_TOKEN`. */
  readonly faults?: readonly Fault[];
  readonly port?: number;
  /** Serves https with a certificate of its own; Microsoft's clients speak nothing else. */
  readonly hasTls?: boolean;
  /** The clock of both services, in milliseconds since 1970. */
  readonly now?: () => number;
}

export interface Ingestion {
  /**
   * The endpoint: uploads go to `/dataCollectionRules/{rule}/streams/{stream}?api-version=2023-01-01`
   * behind it. It is the authority's host as well: tokens come from `/{tenant}/oauth2/v2.0/token`.
   */
  readonly url: string;
  /** What a client has to trust, as PEM text; only with TLS. */
  readonly certificate: string | undefined;
  /** What a token's scope begins with, in the cloud that was chosen at the start. */
  readonly audience: string;
  readonly faults: FaultPlan;
  configure(changes: Partial<IngestionSettings>): void;
  /** Makes every token issued so far unknown. */
  revokeTokens(): void;
  /** That of the logs, and those of other streams that rows came to. */
  tables(): readonly StreamTableSummary[];
  /** The kept rows of a table, by default of that of the logs, or so many of the newest; oldest first. */
  rows(newest?: number, table?: string): readonly IngestedRow[];
  /** The distinct log ids in order of arrival. */
  logIds(): ReadonlySet<string>;
  /** Rows beyond the first of their log id. */
  duplicates(): number;
  /** By log id, how often it came again. */
  repeatedLogIds(): ReadonlyMap<string, number>;
  counters(): IngestionCounters;
  /** The newest uploads, oldest first. */
  requests(): readonly UploadNote[];
  /** Forgets rows, ids and counters, and begins the minute's limits anew. Tokens stay valid. */
  reset(): void;
  stop(): Promise<void>;
}

export async function startIngestion(options: IngestionOptions = {}): Promise<Ingestion> {
  const { faults = [], port = 0, hasTls = false, now = Date.now, ...chosen } = options;
  const settings: IngestionSettings = { ...DEFAULT_INGESTION_SETTINGS, ...chosen };
  const service = new IngestionService(settings, now, hasTls ? 'https' : 'http');
  service.faults.add(...faults);
  // Clients judge a certificate by their own clock, not by the emulated one.
  const tls = hasTls ? makeSelfSigned(Date.now()) : undefined;
  const server = await serveReplies(
    async (call) => controlIngestion(call, ingestion, service) ?? service.replyTo(call),
    { port, tls },
  );
  const { table, uploads } = service;
  const ingestion: Ingestion = {
    url: server.url,
    certificate: tls?.cert,
    audience: audienceOf(settings.cloud),
    faults: service.faults,
    configure: (changes) => service.configure(changes),
    revokeTokens: () => service.desk.revokeAll(),
    tables: () => service.tables(),
    rows: (newest, name) => service.rows(newest, name),
    logIds: () => table.ids.ids,
    duplicates: () => table.ids.repeatCount,
    repeatedLogIds: () => table.ids.repeats,
    counters: () => service.counters(),
    requests: () => uploads.recent,
    reset: () => service.clear(),
    stop: () => server.stop(),
  };
  return ingestion;
}
