import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isIsoTime } from '../../src/records/iso-time.ts';

describe('isIsoTime', () => {
  it('accepts the times that Auth0 and its relatives write', () => {
    const times = [
      '2026-11-01T10:00:00.123Z',
      '2026-11-01T10:00:00Z',
      '2024-02-29T23:59:59.123456789+05:30',
      '2026-11-01T10:00:00',
    ];
    for (const time of times) assert.ok(isIsoTime(time), time);
  });

  it('refuses what a service would not parse', () => {
    const texts = [
      '',
      '2026-11-01',
      '2026-11-01 10:00:00Z',
      '2026-00-01T10:00:00Z',
      '2026-11-31T10:00:00Z',
      '2025-02-29T10:00:00Z',
      '1900-02-29T10:00:00Z',
      '2026-11-01T24:00:00Z',
      '2026-11-01T10:60:00Z',
      '2026-11-01T10:00:61Z',
      '0000-11-01T10:00:00Z',
      '+002026-11-01T10:00:00Z',
      '2026-11-01T10:00:00Z\n',
      '1730455200000',
    ];
    for (const text of texts) assert.ok(!isIsoTime(text), text);
  });
});
