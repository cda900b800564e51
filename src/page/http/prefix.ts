/** The path under which the platform serves the extension, which links and cookies begin with. */

/** Names of containers and webtasks: nothing that a browser would take for another host. */
const PREFIX = /^(?:\/[\w.~-]+)*$/;

/**
 * What comes before `path` in the path that was asked for; `undefined` when the two do not fit
 * together, as when a name only begins like that of the extension.
 */
export function prefixOf(askedPath: string, path: string): string | undefined {
  const isRoot = path === '/' && !askedPath.endsWith('/');
  if (!isRoot && !askedPath.endsWith(path)) return undefined;
  const prefix = isRoot ? askedPath : askedPath.slice(0, askedPath.length - path.length);
  return PREFIX.test(prefix) ? prefix : undefined;
}
