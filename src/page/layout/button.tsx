/** The button that sends a form. */

import type { Child } from '#html/jsx-runtime';

interface ButtonProps {
  readonly class?: string | false | undefined;
  readonly name?: string;
  readonly value?: string;
  /** Where the form is sent by this button, in place of its own address. */
  readonly formaction?: string;
  readonly children?: Child;
}

export function Button(props: ButtonProps) {
  return <button type="submit" {...props} />;
}
