/** A value with its unit as it was sent becomes a measurement: in the unit of its thing, or with the reason why not. */
import { findThing, type Thing } from './things.ts';
import type { Measurement, Quantity } from './types.ts';
import { convert, ucumOf } from './ucum.ts';

type Given = Omit<Measurement, 'thing' | 'canonical' | 'unreadable'>;

type Read = Pick<Measurement, 'canonical' | 'unreadable'>;

const unread = (unreadable: string): Read => ({ canonical: null, unreadable });
const read = (canonical: Quantity): Read => ({ canonical, unreadable: null });

const inUnitOf = (thing: Thing, value: number, unit: string): Read => {
  const ucum = ucumOf(unit);
  if (ucum === undefined) return unread(unit === '' ? 'no unit was given' : 'the unit is not known');
  const converted = convert(value, ucum, thing.unit);
  return converted === undefined
    ? unread(`the unit does not measure what this is (${thing.unit} expected)`)
    : read({ value: converted, unit: thing.unit });
};

const asSent = (value: number, unit: string): Read => {
  const ucum = ucumOf(unit);
  if (ucum !== undefined) return read({ value, unit: ucum });
  return unread(unit === '' ? 'no unit was given' : 'the unit is not known');
};

export const normalise = (given: Given): Measurement => {
  const thing = findThing(given.what, given.tracking.identifier);
  const { value, unit } = given;
  const said = thing === undefined ? asSent(value, unit) : inUnitOf(thing, value, unit);
  return { ...given, thing: thing?.id ?? null, ...said };
};
