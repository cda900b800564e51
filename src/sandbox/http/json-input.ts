/** Reading JSON that a test or a person posts to a control endpoint. */

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of JSON text, or `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The object in a body; an empty body is an empty object, anything else is `undefined`. */
export function readObject(body: Buffer): JsonObject | undefined {
  if (body.length === 0) return {};
  const value = parseJson(body.toString('utf8'));
  return isObject(value) ? value : undefined;
}

export const numberIn = (object: JsonObject, name: string): number | undefined => {
  const value = object[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

export const textIn = (object: JsonObject, name: string): string | undefined => {
  const value = object[name];
  return typeof value === 'string' ? value : undefined;
};
