/** Why nobody should stay with the Data Collector for ever. */

import type { Child } from '#html/jsx-runtime';
import { Notice } from '../layout/notice.tsx';

export function EndOfSupport({ children }: { readonly children?: Child }) {
  return (
    <Notice tone="warning">
      This export uses the HTTP Data Collector API. Microsoft ended its support on 14 September
      2026: it still takes data, without a promise and without a date at which it is switched off.
      Should it refuse one day, the export stops, says so, and keeps its place. {children}
    </Notice>
  );
}
