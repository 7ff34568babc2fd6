import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Intent } from './interpret/index.ts';
import { partsOf } from './together.ts';

const patient = (id: string) => ({ issuer: 'X', id, name: null, birthDate: null, sex: null, otherIds: [] });
const register = (id: string): Intent => ({ kind: 'register', patient: patient(id) });
const merge = (id: string): Intent => ({ kind: 'merge', survivor: patient(id), absorbed: { issuer: 'X', id: 'old' } });
const message = (...intents: Intent[]) => ({ intents });

it('registers different patients together, and the same one again after the first', () => {
  const [a, b, again] = [message(register('1')), message(register('2')), message(register('1'))];
  expect(partsOf([a, b, again])).toEqual([[a, b], [again]]);
});

it('lets what may touch others stand alone, and nothing overtake it', () => {
  const [a, all, b] = [message(register('1')), message(merge('2')), message(register('3'))];
  expect(partsOf([a, all, b])).toEqual([[a], [all], [b]]);
});

it('keeps the order of receipt of a whole batch, and no patient twice in a part', () => {
  const one = fc.oneof(
    fc.nat(4).map((id) => message(register(String(id)))),
    fc.constant(message(merge('9'))),
  );
  fc.assert(
    fc.property(fc.array(one, { maxLength: 30 }), (batch) => {
      const parts = partsOf(batch);
      expect(parts.flat()).toEqual(batch);
      for (const part of parts) {
        const ids = part.map(({ intents: [first] }) => (first?.kind === 'register' ? first.patient.id : 'all'));
        expect(new Set(ids).size).toBe(ids.length);
        if (ids.includes('all')) expect(ids).toEqual(['all']);
      }
    }),
  );
});
