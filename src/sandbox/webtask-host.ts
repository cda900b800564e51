/** Runs a built extension as the platform does: compiled by its runtime, a storage for each request. */

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { basename, dirname, resolve } from 'node:path';
import { compile, createHandler } from 'webtask-runtime';
import { errorText } from './http/error-text.ts';
import { perform, toCall } from './http/serve-replies.ts';
import { quietRuntimeWarning } from './runtime-warning.ts';
import { controlStorage } from './storage-control.ts';
import { type StorageOptions, WebtaskDocument } from './webtask-storage.ts';

export type UrlFormat = 1 | 2 | 3;

export interface HostOptions {
  readonly bundlePath: string;
  /** What `ctx.secrets` holds. */
  readonly secrets: Readonly<Record<string, string>>;
  /** 1 `/api/run/{container}/{name}`, 2 `/{container}/{name}`, 3 `/{name}`; default 3. */
  readonly urlFormat?: UrlFormat;
  /** Whether the platform reads and parses the body before the extension sees it; default 0. */
  readonly bodyParsing?: 0 | 1;
  /** A document, or how to make one. */
  readonly storage?: WebtaskDocument | StorageOptions;
  /** Adds WT_URL and PUBLIC_WT_URL with the host's own URL to the secrets. */
  readonly givesPublicUrl?: boolean;
  readonly port?: number;
}

export interface Host {
  /** The extension's root, without a slash at the end. */
  readonly url: string;
  readonly storage: WebtaskDocument;
  stop(): Promise<void>;
}

const CONTAINER = 'sandbox-tenant';
const NAME = 'sandbox-extension';

const ROOTS: Readonly<Record<UrlFormat, string>> = {
  1: `/api/run/${CONTAINER}/${NAME}`,
  2: `/${CONTAINER}/${NAME}`,
  3: `/${NAME}`,
};

const doNothing = (): void => {};

/** The runtime would print headers and errors, and with them secrets. */
const SILENT = { debug: doNothing, info: doNothing, warn: doNothing, error: doNothing };

type Webtask = Parameters<typeof createHandler>[0];

async function compileBundle(bundlePath: string): Promise<Webtask> {
  const path = resolve(bundlePath);
  const code = await readFile(path, 'utf8');
  const place = { dirname: dirname(path), filename: basename(path), logger: SILENT };
  const webtask = await new Promise<Webtask>((accept, refuse) => {
    compile(code, place, (error, compiled) =>
      error === null || error === undefined ? accept(compiled) : refuse(error),
    );
  });
  if (webtask.length !== 3) {
    throw new Error(`${bundlePath} exports a function of ${webtask.length} parameters, not of 3.`);
  }
  return webtask;
}

async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  storage: WebtaskDocument,
): Promise<void> {
  try {
    perform(controlStorage(await toCall(request), storage), response);
  } catch (error) {
    response.writeHead(500).end(errorText(error));
  }
}

export async function startHost(options: HostOptions): Promise<Host> {
  quietRuntimeWarning();
  const webtask = await compileBundle(options.bundlePath);
  const { storage: chosen } = options;
  const storage = chosen instanceof WebtaskDocument ? chosen : new WebtaskDocument(chosen);
  const urlFormat = options.urlFormat ?? 3;
  let secrets = options.secrets;
  let requestNumber = 0;

  const runWebtask = (request: IncomingMessage, response: ServerResponse): void => {
    requestNumber += 1;
    const call = {
      container: CONTAINER,
      jtn: NAME,
      url_format: urlFormat,
      ectx: secrets,
      pctx: {},
      meta: {},
      pb: options.bodyParsing ?? 0,
      mb: false,
      req_id: `sandbox-${requestNumber}`,
    };
    request.headers['x-wt-params'] = Buffer.from(JSON.stringify(call)).toString('base64');
    const run = createHandler(webtask, {
      storage: storage.open(),
      logger: SILENT,
      shortcutFavicon: true,
    });
    try {
      run(request, response);
    } catch {
      // The runtime itself throws at some targets and headers; the platform survives that, too.
      response.writeHead(500).end();
    }
  };
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/sandbox/')) void answerControl(request, response, storage);
    else runWebtask(request, response);
  });
  await new Promise<void>((ready, fail) => {
    server.once('error', fail);
    server.listen(options.port ?? 0, '127.0.0.1', ready);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The host has no port.');
  const url = `http://127.0.0.1:${address.port}${ROOTS[urlFormat]}`;
  if (options.givesPublicUrl === true) secrets = { ...secrets, WT_URL: url, PUBLIC_WT_URL: url };
  return {
    url,
    storage,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
