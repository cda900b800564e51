/** Terms and what they are, side by side. */

import type { Child } from '#html/jsx-runtime';

/** A term and its fact; one that is not known is left out. */
export type Fact = readonly [term: string, fact: Child];

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts card">
      {facts
        .filter(([, fact]) => fact !== undefined)
        .map(([term, fact]) => (
          <>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </>
        ))}
    </dl>
  );
}
