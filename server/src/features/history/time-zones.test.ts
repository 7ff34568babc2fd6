import { expect, it } from 'vitest';
import { instantOf, offsetOfZone, readUtcOffset } from './time-zones.ts';

it.each([
  ['+0200', 120],
  ['-0530', -330],
  [' +0000 ', 0],
  ['+2', null],
  [null, null],
])('(0008,0201) %s is %s minutes', (text, minutes) => {
  expect(readUtcOffset(text)).toBe(minutes);
});

it.each([
  ['Europe/Berlin', '2026-01-15', '08:00', 60],
  ['Europe/Berlin', '2026-07-15', '08:00', 120],
  ['America/New_York', '2026-07-15', null, -240],
  ['Asia/Kolkata', '2026-07-15', '23:59', 330],
  // Clocks go forward at 02:00 and back at 03:00.
  ['Europe/Berlin', '2026-03-29', '01:59', 60],
  ['Europe/Berlin', '2026-03-29', '03:01', 120],
  ['Europe/Berlin', '2026-10-25', '01:30', 120],
  ['Europe/Berlin', '2026-10-25', '03:30', 60],
])('in %s on %s at %s clocks are %s minutes ahead', (zone, date, time, minutes) => {
  expect(offsetOfZone(zone, date, time)).toBe(minutes);
});

it('a later hour by an earlier clock may be before', () => {
  const berlin = { date: '2026-07-15', time: '10:00', utcOffset: 120 };
  const newYork = { date: '2026-07-15', time: '05:00', utcOffset: -240 };
  expect(instantOf(berlin)).toBeLessThan(instantOf(newYork) ?? 0);
  expect(instantOf({ ...berlin, utcOffset: null })).toBeUndefined();
});
