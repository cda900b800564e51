/** The document around every page: head, navigation, and who is signed in. */

import { raw } from 'hono/html';
import type { Child } from '#html/jsx-runtime';
import { ActionForm } from './action-form.tsx';
import { Button } from './button.tsx';
import type { Frame, Section } from './frame.ts';

const SECTIONS: readonly (readonly [section: Section, path: string, title: string])[] = [
  ['overview', '/', 'Overview'],
  ['runs', '/runs', 'Runs'],
  ['dead-letters', '/dead-letters', 'Dead letters'],
  ['actions', '/actions', 'Actions'],
  ['settings', '/settings', 'Settings'],
];

interface DocumentProps {
  readonly frame: Frame;
  readonly title: string;
  readonly section?: Section;
  /** The page follows what happens: its parts marked as live are fetched anew now and then. */
  readonly isLive?: boolean;
  readonly children?: Child;
}

export function Document({ frame, title, section, isLive, children }: DocumentProps) {
  const { prefix, nonce, style, visitor } = frame;
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{`${title} · Auth0 logs to Azure`}</title>
          <link rel="icon" href="data:," />
          <style nonce={nonce}>{raw(style)}</style>
          {visitor !== undefined && <script nonce={nonce} src={`${prefix}/page.js`} defer />}
        </head>
        <body data-live={isLive}>
          <a class="skip" href="#content">
            Skip to the content
          </a>
          <header class="top">
            <p class="brand">Auth0 logs to Azure</p>
            {visitor !== undefined && (
              <>
                <nav aria-label="Pages">
                  {SECTIONS.map(([one, path, title]) => (
                    <a href={prefix + path} aria-current={one === section && 'page'}>
                      {title}
                    </a>
                  ))}
                </nav>
                <div class="visitor">
                  <span>{visitor.administrator.name}</span>
                  <ActionForm frame={frame} path="/logout">
                    <Button class="quiet">Sign out</Button>
                  </ActionForm>
                </div>
              </>
            )}
          </header>
          <main id="content" tabindex={-1}>
            {children}
          </main>
        </body>
      </html>
    </>
  );
}
