import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOpenAt } from './hours.ts';

const nights = [{ days: [1, 2, 3, 4, 5], from: '19:00', to: '06:30' }];
const lunch = [{ days: [3], from: '12:00', to: '13:00' }];

describe('the hours of a source', () => {
  // 2026-11-23 is a Monday; Berlin is an hour ahead of UTC in winter and two in summer.
  it.each([
    ['Monday evening', nights, 'Europe/Berlin', '2026-11-23T18:00:00Z', true],
    ['a minute before', nights, 'Europe/Berlin', '2026-11-23T17:59:00Z', false],
    ['the morning after Friday', nights, 'Europe/Berlin', '2026-11-28T05:29:00Z', true],
    ['the end of that morning', nights, 'Europe/Berlin', '2026-11-28T05:30:00Z', false],
    ['Saturday evening', nights, 'Europe/Berlin', '2026-11-28T20:00:00Z', false],
    ['Monday before dawn, which is of Sunday', nights, 'Europe/Berlin', '2026-11-23T03:00:00Z', false],
    ['in summer', nights, 'Europe/Berlin', '2026-07-06T17:00:00Z', true],
    ['the same instant in winter time elsewhere', nights, 'America/New_York', '2026-07-06T17:00:00Z', false],
    ['Wednesday noon', lunch, 'UTC', '2026-11-25T12:30:00Z', true],
    ['Thursday noon', lunch, 'UTC', '2026-11-26T12:30:00Z', false],
    ['no hours at all', null, 'UTC', '2026-11-26T12:30:00Z', true],
  ])('%s', (_title, allowed_hours, time_zone, at, open) => {
    expect(isOpenAt({ allowed_hours, time_zone }, new Date(at))).toBe(open);
  });

  it('are all day, every day, when they end as they begin', () => {
    const always = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '08:00' }];
    const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    fc.assert(fc.property(instant, (at) => isOpenAt({ allowed_hours: always, time_zone: 'Asia/Kolkata' }, at)));
  });
});
