/** A form that changes something: it brings the token along that only this page can know. */

import type { Child } from '#html/jsx-runtime';
import type { Frame } from './frame.ts';

interface ActionFormProps {
  readonly frame: Frame;
  readonly path: string;
  readonly class?: string;
  /** What the button says while the answer is awaited. */
  readonly busyText?: string;
  readonly children?: Child;
}

export function ActionForm({ frame, path, class: className, busyText, children }: ActionFormProps) {
  return (
    <form method="post" action={frame.prefix + path} class={className} data-busy={busyText}>
      <input type="hidden" name="csrf" value={frame.visitor?.csrfToken} />
      {children}
    </form>
  );
}
