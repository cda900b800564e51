/** The log of a connection test, which can be told from every real one. */

import type { Log } from '../engine/walls.ts';

/** No type of Auth0's, and a word that a query can leave out. */
export const TEST_LOG_TYPE = 'exporter_test';

/** Makes the log of a test at this time. Its id is no id of Auth0's and tells the test apart from others. */
export function testLog(nowMs: number): Log {
  const date = new Date(nowMs).toISOString();
  return {
    log_id: `test-${date}`,
    date,
    type: TEST_LOG_TYPE,
    description:
      'A test record that the exporter sent when somebody tested the connections on its page. ' +
      'Nothing happened in the tenant.',
  };
}
