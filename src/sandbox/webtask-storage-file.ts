/** Keeps a stored document in a file, written whole or not at all. */

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isObject, numberIn } from './http/json-input.ts';

export interface StoredDocument {
  /** Grows with every write. */
  readonly version: number;
  /** The document as JSON text, or nothing when there is none. */
  readonly text: string | undefined;
}

export const NOTHING_STORED: StoredDocument = { version: 0, text: undefined };

export function readStorageFile(path: string): StoredDocument {
  if (!existsSync(path)) return NOTHING_STORED;
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isObject(content)) throw new Error(`${path} holds no stored document.`);
  const { document } = content;
  return {
    version: numberIn(content, 'version') ?? 0,
    text: document === undefined ? undefined : JSON.stringify(document),
  };
}

export function writeStorageFile(path: string, { version, text }: StoredDocument): void {
  const content =
    text === undefined ? `{"version":${version}}` : `{"version":${version},"document":${text}}`;
  const temporary = `${path}.${process.pid}.new`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}
