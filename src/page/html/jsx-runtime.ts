/**
 * What JSX becomes: HTML as text, at once, with everything escaped that is not HTML already. It
 * stands on the escaping of hono; hono's own runtime for JSX does far more (contexts, streams,
 * hooks), and would take a tenth of what the page may add to the bundle.
 */

import type { JSX as HonoJsx } from 'hono/jsx/jsx-runtime';
import { escapeToBuffer, type HtmlEscapedString, raw, type StringBuffer } from 'hono/utils/html';

/** What may stand between two tags. */
export type Child = string | number | boolean | null | undefined | readonly Child[];

type Props = Readonly<Record<string, unknown>>;
type Component = (props: Props) => HtmlEscapedString | null;

/** The types of the elements and their attributes are hono's. */
export declare namespace JSX {
  type Element = HtmlEscapedString;
  interface ElementChildrenAttribute {
    children: unknown;
  }
  type IntrinsicElements = {
    [Tag in keyof HonoJsx.IntrinsicElements]: Omit<HonoJsx.IntrinsicElements[Tag], 'children'> & {
      readonly children?: Child;
    };
  };
}

/** Elements without content, which have no end tag (HTML, section 13.1.2). */
const VOID_TAGS = ['br', 'hr', 'img', 'input', 'link', 'meta'];

/** Makes an element, or calls a component. */
export function jsx(tag: string | Component, props: Props): HtmlEscapedString | null {
  if (typeof tag === 'function') return tag(props);
  const { children, ...attributes } = props;
  const buffer: StringBuffer = [`<${tag}`];
  for (const [name, value] of Object.entries(attributes)) addAttribute(name, value, buffer);
  buffer[0] += '>';
  if (VOID_TAGS.includes(tag)) return raw(buffer[0]);
  addChild(children, buffer);
  return raw(`${buffer[0]}</${tag}>`);
}

export const jsxs = jsx;

/** What stands side by side without an element around it. */
export function Fragment({ children }: Props): HtmlEscapedString {
  const buffer: StringBuffer = [''];
  addChild(children, buffer);
  return raw(buffer[0]);
}

function addAttribute(name: string, value: unknown, buffer: StringBuffer): void {
  if (value === undefined || value === null || value === false) return;
  buffer[0] += ` ${name}="`;
  if (value !== true) escapeToBuffer(String(value), buffer);
  buffer[0] += '"';
}

function addChild(child: unknown, buffer: StringBuffer): void {
  if (Array.isArray(child)) {
    for (const one of child) addChild(one, buffer);
  } else if (isHtml(child)) {
    buffer[0] += child.toString();
  } else if (typeof child === 'string' || typeof child === 'number') {
    escapeToBuffer(String(child), buffer);
  }
}

/** Only what was marked by `raw` in this process is HTML: a mark cannot come in with data, which is text. */
function isHtml(child: unknown): child is HtmlEscapedString {
  return child instanceof String && (child as Partial<HtmlEscapedString>).isEscaped === true;
}
