import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Clock, paceOf, portionsAtPace } from './pace.ts';

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

it('asks for portions of what the source itself sends, no faster than its line, the first being one object', async () => {
  const { clock, time } = still();
  const [objects, size, rate] = [200, 5_000, 20_000];
  const held = { objects: 0 };
  const source = { id: 'by-c-move', bytes_per_second: rate };
  const pace = portionsAtPace(source, async () => held.objects * size, clock) ?? expect.fail();
  const portions: number[] = [];
  while (held.objects < objects) {
    const portion = Math.min(pace.portion(), objects - held.objects);
    portions.push(portion);
    held.objects += portion;
    await pace.paid(never);
    expect(held.objects * size).toBeLessThanOrEqual((rate * (time() + 250)) / 1_000 + 1);
  }
  expect(portions.slice(0, 3)).toEqual([1, 8, 8]);
  expect(time()).toBeLessThanOrEqual((objects * size * 1_000) / rate);
  expect(portionsAtPace({ id: 'free', bytes_per_second: null }, async () => 0)).toBeUndefined();
});
