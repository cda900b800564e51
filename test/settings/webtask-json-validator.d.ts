/** What is used of webtask-json-validator, which brings no types. */

declare module 'webtask-json-validator' {
  export function validate(
    data: unknown,
    isSilent: boolean,
  ): { readonly isValid: boolean; readonly errors: readonly object[] | null };
}
