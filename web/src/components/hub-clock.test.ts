// @vitest-environment node
import { expect, it, vi } from 'vitest';

vi.stubGlobal('document', { querySelector: () => null });
const { otherZone, timeOfDay, today, toTheMinute, toTheSecond } = await import('./hub-clock.ts');

const summer = '2026-07-01T10:00:05Z';
const winter = new Date('2026-12-31T23:30:00Z');

it.each([
  ['the hub and the reader in one zone', summer, 'Europe/Berlin', 'Europe/Berlin', '2026-07-01 12:00:05'],
  ['zones of two names with one clock', summer, 'Europe/Berlin', 'Europe/Paris', '2026-07-01 12:00:05'],
  ['a reader elsewhere', summer, 'Europe/London', 'Europe/Berlin', '2026-07-01 11:00:05 GMT+1'],
  ['another day there', winter, 'Asia/Tokyo', 'Europe/Berlin', '2027-01-01 08:30:00 GMT+9'],
  ['a hub on universal time', summer, 'UTC', 'America/New_York', '2026-07-01 10:00:05 UTC'],
] as const)('%s', (_name, at, hub, reader, told) => {
  expect(toTheSecond(at, hub, reader)).toBe(told);
});

it('is as short as is wanted, and never without the zone where that is another', () => {
  expect(toTheMinute(summer, 'UTC', 'Europe/Berlin')).toBe('2026-07-01 10:00 UTC');
  expect(timeOfDay(summer, 'UTC', 'Europe/Berlin')).toBe('10:00 UTC');
  expect(timeOfDay(summer, 'UTC', 'UTC')).toBe('10:00');
});

it('says nothing of a zone that the hub did not name', () => {
  expect(otherZone(summer, undefined, 'Asia/Tokyo')).toBeNull();
});

it('is the day of the hub, wherever the reader is', () => {
  expect([today(winter, 'Asia/Tokyo'), today(winter, 'UTC')]).toEqual(['2027-01-01', '2026-12-31']);
});
