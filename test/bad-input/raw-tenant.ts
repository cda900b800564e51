/** Stands before an emulated tenant, so that its logs can hold any JSON, not only what objects can express. */

import type { TestContext } from 'node:test';
import type { Answer, Call } from '../../src/sandbox/http/answer.ts';
import { serveReplies } from '../../src/sandbox/http/serve-replies.ts';
import type { Tenant } from '../../src/sandbox/tenant/start-tenant.ts';

/** The members of a log's JSON object, without its ids: text, or bytes that need not be UTF-8. */
export type Members = string | Buffer;

export interface RawTenant {
  readonly url: string;
  /** Takes in logs with these members now. Gives their ids. */
  addLogs(logs: readonly Members[]): readonly string[];
  /** Pages of logs wait from now on; resolves when one does. */
  holdPages(): Promise<void>;
  /** Those that wait are answered, and none waits any more. */
  releasePages(): void;
}

/** Stands in for the members in what the tenant holds. */
const FIELD = 'raw_members';

export async function startRawTenant(t: TestContext, tenant: Tenant): Promise<RawTenant> {
  const members: Members[] = [];
  let gate: { readonly opened: Promise<void>; readonly noteWaiting: () => void } | undefined;
  let releasePages = (): void => {};

  const { port: tenantPort } = new URL(tenant.url);
  const server = await serveReplies(async (call) => {
    const isPage = call.path === '/api/v2/logs';
    if (isPage && gate !== undefined) {
      gate.noteWaiting();
      await gate.opened;
    }
    const answer = await forward(call);
    return { kind: 'send', answer: isPage ? withMembers(answer, members) : answer };
  });
  t.after(() => server.stop());

  /** The audience of a token and the link to the next page name the port. */
  async function forward({ method, target, headers, body }: Call): Promise<Answer> {
    const response = await fetch(tenant.url + target, {
      method,
      headers: Object.fromEntries(
        ['authorization', 'content-type'].flatMap((name) => {
          const value = headers[name];
          return typeof value === 'string' ? [[name, value]] : [];
        }),
      ),
      ...(method === 'GET'
        ? {}
        : { body: body.toString().replaceAll(String(server.port), tenantPort) }),
    });
    const link = response.headers.get('link')?.replaceAll(tenantPort, String(server.port));
    return {
      status: response.status,
      headers: { 'content-type': 'application/json', ...(link === undefined ? {} : { link }) },
      body: Buffer.from(await response.arrayBuffer()),
    };
  }

  return {
    url: server.url,
    addLogs: (logs) =>
      tenant.addLogs(logs.map((each) => ({ [FIELD]: String(members.push(each) - 1) }))),
    holdPages: () =>
      new Promise((noteWaiting) => {
        const opened = new Promise<void>((open) => {
          releasePages = open;
        });
        gate = { opened, noteWaiting };
      }),
    releasePages: () => {
      gate = undefined;
      releasePages();
    },
  };
}

function withMembers(answer: Answer, members: readonly Members[]): Answer {
  if (answer.status !== 200) return answer;
  const logs: readonly Readonly<Record<string, unknown>>[] = JSON.parse(String(answer.body));
  const parts = logs.flatMap((log, index) => {
    const given = members[Number(log[FIELD])];
    const id = JSON.stringify(log['log_id']);
    const text =
      given === undefined
        ? [JSON.stringify(log)]
        : ['{', given, `${given.length === 0 ? '' : ','}"log_id":${id},"_id":${id}}`];
    return index === 0 ? text : [',', ...text];
  });
  const body = Buffer.concat(['[', ...parts, ']'].map((part) => Buffer.from(part as string)));
  return { ...answer, body };
}
