import fc from 'fast-check';
import pg from 'pg';
import { expect, it } from 'vitest';
import { readTimestamp } from './timestamps.ts';

const driver = pg.types.getTypeParser(1184, 'text') as (text: string) => Date;

/** As the database writes it: as many digits of a second as are needed. */
const written = (at: Date, micros: number): string => {
  const fraction = `${String(at.getUTCMilliseconds()).padStart(3, '0')}${String(micros).padStart(3, '0')}`.replace(
    /0+$/,
    '',
  );
  return `${at.toISOString().slice(0, 19).replace('T', ' ')}${fraction === '' ? '' : `.${fraction}`}+00`;
};

it('reads a time as the driver does', () => {
  const between = { min: new Date('1600-01-01'), max: new Date('9999-12-31'), noInvalidDate: true };
  fc.assert(
    fc.property(fc.date(between), fc.integer({ min: 0, max: 999 }), (at, micros) => {
      const text = written(at, micros);
      expect(readTimestamp(text)?.getTime()).toBe(driver(text).getTime());
      expect(readTimestamp(text)?.getTime()).toBe(at.getTime());
    }),
  );
});

it.each([
  'infinity',
  '2026-11-27 02:05:09+01',
  '2026-11-27 02:05:09.5+05:30',
  '0044-03-15 12:00:00+00 BC',
  '0044-03-15 12:00:00+00',
  '12026-11-27 02:05:09+00',
  '2026-11-27 02:05+00',
  'x026-11-27 02:05:09+00',
])('leaves %s to the driver', (text) => {
  expect(readTimestamp(text)).toBeUndefined();
});
