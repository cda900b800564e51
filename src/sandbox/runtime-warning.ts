/** Keeps one known and harmless warning of webtask-runtime out of the extension's own output. */

const HARMLESS = "property 'PARSE_ON_ARITY' of module exports inside circular dependency";

let isQuiet = false;

/**
 * The runtime's modules require each other in a circle, and Node says so on every request. All other
 * warnings pass.
 */
export function quietRuntimeWarning(): void {
  if (isQuiet) return;
  isQuiet = true;
  const emitWarning = process.emitWarning;
  process.emitWarning = (warning: string | Error, ...rest: readonly unknown[]): void => {
    if (String(warning).includes(HARMLESS)) return;
    Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
}
