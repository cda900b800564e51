/** A row about a run, for tests of how it is sent. */

import type { LogRecord } from '../../src/engine/walls.ts';

/** Every column of it, with texts that a service which guesses would take for something else. */
export const HEALTH_ROW: LogRecord = {
  run_id: '5b9f2c1e-7a40-4d63-9e1b-0c8d2f6a3e71',
  started_at: '2026-11-01T13:59:40.000Z',
  ended_at: '2026-11-01T13:59:50.000Z',
  trigger: 'schedule',
  destination: 'logs-ingestion',
  outcome: 'stopped',
  reason: '2026-11-01 is the day',
  logs: 12,
  dead_letters: 0,
  lag_seconds: 7,
  gap: false,
  warnings: 'Zoë warned.',
  version: '0.1.0',
  auth0_domain: 'tenant.eu.auth0.com',
};
