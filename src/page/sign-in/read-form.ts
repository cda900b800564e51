/** The fields of a form that was sent. */

import type { Context } from '../http/context.ts';

/** The fields; none of a body that is no form. */
export async function readForm(c: Context): Promise<URLSearchParams> {
  const type = c.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return new URLSearchParams();
  return new URLSearchParams(await c.text());
}

/** The value of a field that is there exactly once. */
export function fieldOf(form: URLSearchParams, name: string): string | undefined {
  const values = form.getAll(name);
  return values.length === 1 ? values[0] : undefined;
}
