/** Finds in the text of a query what binding cannot check: codes, paths and names inside JSON. */

/** The codes of event types that a query names, wherever it does. */
export function eventCodesIn(query: string): string[] {
  const lists = [
    ...query.matchAll(/Auth0Events\(ago\(\w+\), now\(\), dynamic\(\[(.*?)\]\)\)/g),
    ...query.matchAll(/let Failed = dynamic\(\[(.*?)\]\)/g),
    ...query.matchAll(/EventType !?in~? \((.*?)\)/g),
    ...query.matchAll(/EventType [!=]= ('.*?')/g),
  ].map(([, list]) => list ?? '');
  return lists.flatMap((list) =>
    [...list.matchAll(/['"]([^'"]*)['"]/g)].map(([, code]) => code ?? ''),
  );
}

/** Whether every use of the event's type was understood by `eventCodesIn`. */
export function unreadableUsesOfType(query: string): string[] {
  return [...query.matchAll(/EventType (?:[!=]=|=~|!?in~?|startswith|has|contains|matches) \S+/g)]
    .map(([use]) => use)
    .filter(
      (use) =>
        !/^EventType (?:[!=]= '|in \('|!in \('|in \(Failed\)|startswith 'f'|== EventName)/.test(
          use,
        ),
    );
}

/** Patterns with which a query looks at the path of a request to the Management API. */
export function pathPatternsIn(query: string): RegExp[] {
  return [
    ...[...query.matchAll(/Path startswith '([^']*)'/g)].map(
      ([, start]) => new RegExp(`^${(start ?? '').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}`, 'i'),
    ),
    ...[...query.matchAll(/Path matches regex @'\(\?i\)([^']*)'/g)].map(
      ([, pattern]) => new RegExp(pattern ?? '', 'i'),
    ),
  ];
}

/** The members of a dynamic column that a query reads, such as `request.body.enabled`. */
export function membersOf(column: string, query: string): string[] {
  const members = query.matchAll(new RegExp(`\\b${column}((?:\\.\\w+)+)`, 'g'));
  return [...members].map(([, path]) => (path ?? '').slice(1));
}

/** A span of time as KQL writes it (`20m`, `65m`, `1d`), or ISO 8601 (`PT15M`, `P1D`), in minutes. */
export function minutesOf(span: string): number {
  const [, iso, unit] = /^(?:PT?)?(\d+)([dhmDHM])$/.exec(span) ?? [];
  const minutesOfUnit = { d: 1440, h: 60, m: 1 }[(unit ?? '').toLowerCase()];
  if (iso === undefined || minutesOfUnit === undefined) throw new Error(`no span of time: ${span}`);
  return Number(iso) * minutesOfUnit;
}
