import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Clock, paceOf } from './pace.ts';

/** Time that passes only by waiting. */
const still = () => {
  let now = 0;
  const clock: Clock = {
    now: () => now,
    wait: async (milliseconds) => {
      now += milliseconds;
    },
  };
  return { clock, time: () => now };
};
const never = new AbortController().signal;

it('no stretch of time carries more than the limit and one burst', async () => {
  const chunks = fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(chunks, fc.integer({ min: 1024, max: 10_000_000 }), async (sizes, limit) => {
      const { clock, time } = still();
      const pace = paceOf({ paidUntil: Number.NEGATIVE_INFINITY }, limit, never, clock);
      let sent = 0;
      for (const size of sizes) {
        await pace.spend(size);
        sent += size;
        expect(sent).toBeLessThanOrEqual((limit * (time() + 250)) / 1000 + 1);
      }
      expect(time()).toBeLessThanOrEqual((sent / limit) * 1000 + 1e-6);
    }),
  );
});

it('two transfers of one source share its line', async () => {
  const { clock, time } = still();
  const account = { paidUntil: Number.NEGATIVE_INFINITY };
  const [one, other] = [paceOf(account, 1_000, never, clock), paceOf(account, 1_000, never, clock)];
  await one.spend(1_000);
  await other.spend(1_000);
  expect(time()).toBe(1_750);
});
