/** Frames in another form, each made once before the first of them leaves: what is begun can be ended. */

/** Of one object, and of all that are on their way. What is over it is made a second time when its turn comes. */
const mostKeptBytes = 64 * 2 ** 20;
const mostKeptInAll = 256 * 2 ** 20;

let keptInAll = 0;

interface Kept {
  bytes: number;
}

const count = (kept: Kept, bytes: number): void => {
  kept.bytes += bytes;
  keptInAll += bytes;
};

/** Whoever goes away in the middle says nothing: what was kept for them counts until it is collected. */
const abandoned = new FinalizationRegistry<Kept>((kept) => count(kept, -kept.bytes));

/** Made at the same time. */
const together = 2;

/** Each begun while the one before it is on its way. */
async function* inOrder(last: number, take: (number: number) => Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  let coming: Promise<Uint8Array> | undefined = take(1);
  for (let number = 1; coming !== undefined; number += 1) {
    const frame: Uint8Array = await coming;
    coming = number < last ? take(number + 1) : undefined;
    // A failure is thrown when its turn comes, not while nobody waits for it.
    coming?.catch(() => undefined);
    yield frame;
  }
}

/**
 * The frames in order, once each of them could be made.
 *
 * @param last how many there are
 * @param make one frame, `number` from 1
 * @param signal fires when nobody waits for them any more: no other frame is begun then. Heeded until the first is given.
 * @throws what `make` throws, of whichever frame, or the reason of the signal
 */
export const provenFrames = async (
  last: number,
  make: (number: number) => Promise<Uint8Array>,
  signal?: AbortSignal,
): Promise<AsyncGenerator<Uint8Array>> => {
  const frames = new Map<number, Uint8Array>();
  const kept: Kept = { bytes: 0 };
  abandoned.register(frames, kept);
  let next = 1;
  const prove = async (): Promise<void> => {
    while (next <= last) {
      signal?.throwIfAborted();
      const number = next++;
      const frame = await make(number);
      if (kept.bytes + frame.length > mostKeptBytes || keptInAll + frame.length > mostKeptInAll) continue;
      count(kept, frame.length);
      frames.set(number, frame);
    }
  };
  await Promise.all(
    Array.from({ length: together }, () =>
      prove().catch((error: unknown) => {
        // The others need not go on.
        next = last + 1;
        throw error;
      }),
    ),
  );
  const taken = async (number: number): Promise<Uint8Array> => {
    const frame = frames.get(number);
    if (frame === undefined) return make(number);
    frames.delete(number);
    count(kept, -frame.length);
    return frame;
  };
  return inOrder(last, taken);
};
