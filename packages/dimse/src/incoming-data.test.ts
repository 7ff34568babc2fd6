import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataPipe } from './incoming-data.ts';

const HIGH_WATER = 100;

function pipe() {
  const flow = {
    pauses: 0,
    pause() {
      flow.pauses += 1;
    },
    resume() {
      flow.pauses -= 1;
    },
  };
  return { flow, data: new DataPipe(flow, HIGH_WATER) };
}

async function iterate(data: DataPipe): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of data) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function sink(data: DataPipe, wait: boolean): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const keep = (chunk: Buffer) => {
    chunks.push(chunk);
    return wait ? Promise.resolve() : undefined;
  };
  await data.forEach(keep);
  return Buffer.concat(chunks);
}

const READERS = {
  iteration: iterate,
  'a sink': (data: DataPipe) => sink(data, false),
  'a sink that waits': (data: DataPipe) => sink(data, true),
};

describe.each(Object.entries(READERS))('data read by %s', (_name, read) => {
  test('come whole and in order, however pushes and turns of the loop mix', async () => {
    const steps = fc.array(fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 90 }), fc.constant('turn' as const)), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (list, readFirst) => {
        const { flow, data } = pipe();
        const reading = readFirst ? read(data) : undefined;
        const sent: Buffer[] = [];
        for (const step of list) {
          if (step === 'turn') await Promise.resolve();
          else {
            sent.push(Buffer.from(step));
            data.push(Buffer.from(step));
          }
        }
        data.end();
        expect(await (reading ?? read(data))).toEqual(Buffer.concat(sent));
        expect(data.consumed).toBe(true);
        expect(flow.pauses).toBe(0);
      }),
      { numRuns: 300, seed: 20261124 },
    );
  });

  test('end with the error when they break off', async () => {
    const { data } = pipe();
    const reading = read(data);
    data.push(Buffer.from('begun'));
    data.fail(new Error('gone'));
    await expect(reading).rejects.toThrow('gone');
    expect(data.consumed).toBe(false);
  });

  test('can be read once only', async () => {
    const { data } = pipe();
    data.end();
    await read(data);
    await expect((async () => read(data))()).rejects.toThrow('only once');
  });
});

describe('back-pressure', () => {
  test('a queue over the mark pauses the flow, a read one resumes it', async () => {
    const { flow, data } = pipe();
    data.push(Buffer.alloc(60));
    expect(flow.pauses).toBe(0);
    data.push(Buffer.alloc(60));
    data.push(Buffer.alloc(60));
    expect(flow.pauses).toBe(1);
    data.end();
    expect(await iterate(data)).toHaveLength(180);
    expect(flow.pauses).toBe(0);
  });

  test('a sink that waits gets one chunk at a time', async () => {
    const { flow, data } = pipe();
    const gates: (() => void)[] = [];
    const wait = () => new Promise<void>((resolve) => gates.push(resolve));
    const done = data.forEach(wait);
    for (let count = 0; count < 3; count += 1) data.push(Buffer.alloc(60));
    data.end();
    expect(gates).toHaveLength(1);
    expect(flow.pauses).toBe(1);
    for (let count = 1; count <= 3; count += 1) {
      gates.at(-1)?.();
      await new Promise((resolve) => setImmediate(resolve));
      expect(gates).toHaveLength(Math.min(3, count + 1));
    }
    await done;
    expect(flow.pauses).toBe(0);
  });
});

describe('a reader that gives up', () => {
  test.each([
    [
      'throws',
      () => {
        throw new Error('disk');
      },
    ],
    ['rejects', () => Promise.reject(new Error('disk'))],
  ])('when its sink %s, hears its own error, and the rest can be drained', async (_name, failing) => {
    const { flow, data } = pipe();
    const reading = data.forEach(failing);
    data.push(Buffer.alloc(80));
    await expect(reading).rejects.toThrow('disk');
    data.push(Buffer.alloc(80));
    data.push(Buffer.alloc(80));
    const drained = data.drain();
    data.push(Buffer.alloc(80));
    data.end();
    await drained;
    expect(data.failure).toBeUndefined();
    expect(flow.pauses).toBe(0);
  });

  test('is cut off by draining', async () => {
    const { data } = pipe();
    const never = () => new Promise<void>(() => undefined);
    const reading = data.forEach(never);
    data.push(Buffer.alloc(10));
    const drained = data.drain();
    data.end();
    await drained;
    await expect(reading).rejects.toThrow('no longer read');
  });
});
