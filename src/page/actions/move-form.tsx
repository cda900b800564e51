/** Asks where the export should go on. Nothing happens by it: the next page tells what it would mean. */

import type { State } from '../../engine/state.ts';
import { Button } from '../layout/button.tsx';
import { destinationName } from '../words/destination-name.ts';
import { movable } from './move.ts';

interface MoveFormProps {
  readonly prefix: string;
  readonly state: State;
  /** What was asked for before, and what is wrong with it. */
  readonly asked?: string;
  readonly destination?: string | undefined;
  readonly problem?: string;
}

export function MoveForm({ prefix, state, asked, destination, problem }: MoveFormProps) {
  const destinations = movable(state);
  return (
    <form method="get" action={`${prefix}/checkpoint`}>
      <label for="to">Where the export should go on</label>
      <p class="hint" id="to-hint">
        <code>beginning</code>, <code>now</code>, a date or time such as <code>2026-11-01</code> or{' '}
        <code>2026-11-01T08:00:00Z</code> (UTC unless it names a zone), an age such as{' '}
        <code>36h</code> or <code>7d</code>, or the id of a log.
      </p>
      {problem !== undefined && (
        <p class="bad" role="alert" id="to-problem">
          {problem}
        </p>
      )}
      <input
        type="text"
        id="to"
        name="to"
        value={asked}
        required
        autocomplete="off"
        spellcheck={false}
        aria-describedby={problem === undefined ? 'to-hint' : 'to-hint to-problem'}
      />
      {destinations.length > 1 && (
        <fieldset>
          <legend>For which destination</legend>
          {destinations.map((kind) => (
            <label class="choice">
              <input
                type="radio"
                name="destination"
                value={kind}
                checked={kind === destination}
                required
              />
              {destinationName(kind)}
            </label>
          ))}
        </fieldset>
      )}
      <Button class="quiet">Show what that means</Button>
    </form>
  );
}
