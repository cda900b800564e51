/** What a test of the connections found. */

import type { ConnectionStep } from '../../connections/test-connections.ts';
import { Notice } from '../layout/notice.tsx';
import { destinationName } from '../words/destination-name.ts';
import { BackToActions } from './back-to-actions.tsx';

interface ConnectionsPageProps {
  readonly prefix: string;
  readonly steps: readonly ConnectionStep[];
  /** Whether the history tells of the test. */
  readonly isNoted: boolean;
}

function titleOf({ what, destination }: ConnectionStep): string {
  const to = destination === undefined ? '' : ` to the ${destinationName(destination)}`;
  switch (what) {
    case 'sign-in':
      return 'Sign in to Auth0';
    case 'read-log':
      return 'Read one log';
    case 'deliver':
      return `Send a test record${to}`;
    case 'tell-health':
      return `Send a health row${to}`;
  }
}

export function ConnectionsPage({ prefix, steps, isNoted }: ConnectionsPageProps) {
  return (
    <>
      <h1>Test of the connections</h1>
      <ol class="steps">
        {steps.map((step) => (
          <li>
            <Notice tone={step.isOk ? 'good' : 'bad'}>
              <p>
                <strong>{titleOf(step)}</strong>
              </p>
              <p>{step.text}</p>
            </Notice>
          </li>
        ))}
      </ol>
      {!isNoted && <p class="hint">The test could not be recorded in the history.</p>}
      <BackToActions prefix={prefix} />
    </>
  );
}
