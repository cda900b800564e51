/** A server that plays both ends of the Logs Ingestion API, and the destination that speaks to it. */

import { gunzipSync } from 'node:zlib';
import {
  createEntraTokens,
  entraTokenPurpose,
} from '../../../src/destinations/logs-ingestion/entra-tokens.ts';
import { createLogsIngestion } from '../../../src/destinations/logs-ingestion/logs-ingestion.ts';
import { createLogsIngestionRowSender } from '../../../src/destinations/logs-ingestion/row-sender.ts';
import type { RowSender } from '../../../src/destinations/row-sender.ts';
import type { Destination } from '../../../src/engine/walls.ts';
import type { HttpClient } from '../../../src/http/http-client.ts';
import { createHttpClient } from '../../../src/http/node-fetch-client.ts';
import {
  SANDBOX_AZURE_CLIENT_ID,
  SANDBOX_AZURE_CLIENT_SECRET,
  SANDBOX_AZURE_TENANT_ID,
  SANDBOX_RULE_ID,
  SANDBOX_STREAM,
} from '../../../src/sandbox/credentials.ts';
import {
  type Ingestion,
  type IngestionOptions,
  startIngestion,
} from '../../../src/sandbox/ingestion/start-ingestion.ts';
import { createSeal } from '../../../src/seal/seal.ts';
import type { TokenSource } from '../../../src/tokens/token-source.ts';
import { createFakeClock, type FakeClock } from '../../fake-clock.ts';
import {
  answerWith,
  type HeardRequest,
  type Responder,
  type TestServer,
  withHttp,
} from '../../http-server.ts';
import { logsIngestionWith } from '../../settings/valid-values.ts';

export const TIMEOUT_MS = 5_000;
export const MAX_RECORDS = 1_000;
export const CLIENT_SECRET = SANDBOX_AZURE_CLIENT_SECRET;

/** The settings by which an emulation at an address is reached. */
export function ingestionValues(url: string): Readonly<Record<string, string>> {
  return {
    LOGANALYTICS_DESTINATION: 'logs-ingestion',
    LOGANALYTICS_DCR_ENDPOINT: url,
    LOGANALYTICS_DCR_ID: SANDBOX_RULE_ID,
    LOGANALYTICS_DCR_STREAM: SANDBOX_STREAM,
    AZURE_TENANT_ID: SANDBOX_AZURE_TENANT_ID,
    AZURE_CLIENT_ID: SANDBOX_AZURE_CLIENT_ID,
    AZURE_CLIENT_SECRET: CLIENT_SECRET,
    AZURE_AUTHORITY_HOST: url,
  };
}

export interface Sending {
  readonly destination: Destination;
  readonly rowSender: RowSender;
  readonly tokens: TokenSource;
  readonly clock: FakeClock;
}

/** In the time of this clock no answer over the network takes long, so that nobody waits in vain for one. */
function createPatientClock(): FakeClock {
  return {
    ...createFakeClock(),
    sleep: (_, signal) =>
      new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true })),
  };
}

/** The destination as it is assembled for a run. */
export function sendingTo(
  url: string,
  http: HttpClient,
  clock: FakeClock,
  values: Readonly<Record<string, string>> = {},
): Sending {
  const settings = logsIngestionWith({ ...ingestionValues(url), ...values });
  const { application } = settings;
  const seal = createSeal(application.clientSecret, entraTokenPurpose(application));
  const tokens = createEntraTokens(application, http, seal, clock);
  const destination = createLogsIngestion(settings, MAX_RECORDS, http, tokens, clock);
  const rowSender = createLogsIngestionRowSender(settings, http, tokens, clock);
  return { destination, rowSender, tokens, clock };
}

/** Grants `token-1`, `token-2` and so on. */
export function grantTokens(others: object = { expires_in: 3599 }): Responder {
  let count = 0;
  return (request, response) => {
    count += 1;
    const grant = { token_type: 'Bearer', access_token: `token-${count}`, ...others };
    answerWith(200, JSON.stringify(grant))(request, response);
  };
}

export interface PlayedServer extends TestServer, Sending {
  readonly http: HttpClient;
  tokenRequests(): readonly HeardRequest[];
  uploads(): readonly HeardRequest[];
}

/** Runs `use` with a destination that sends to a server which answers as told. */
export function withPlayed(
  { token = grantTokens(), upload = answerWith(204) }: { token?: Responder; upload?: Responder },
  use: (server: PlayedServer) => Promise<void>,
): Promise<void> {
  const isToken = ({ path }: HeardRequest) => path.endsWith('/token');
  return withHttp(
    (request, response) => (isToken(request) ? token : upload)(request, response),
    (server, http) =>
      use({
        ...server,
        ...sendingTo(server.origin, http, createPatientClock()),
        http,
        tokenRequests: () => server.heard.filter(isToken),
        uploads: () => server.heard.filter((request) => !isToken(request)),
      }),
  );
}

/** Runs `use` with a destination that sends to the emulation, which checks on its own. */
export async function withIngestion(
  options: IngestionOptions,
  use: (sending: Sending, ingestion: Ingestion) => Promise<void>,
  values: Readonly<Record<string, string>> = {},
): Promise<void> {
  const clock = createPatientClock();
  const ingestion = await startIngestion({ now: clock.now, timeProperty: 'date', ...options });
  const http = createHttpClient();
  try {
    await use(sendingTo(ingestion.url, http, clock, values), ingestion);
  } finally {
    http.close();
    await ingestion.stop();
  }
}

/** The text of an upload. */
export function unpacked({ body }: HeardRequest): string {
  return gunzipSync(body).toString('utf8');
}
