/** Frames in another form, each made once before the first of them leaves: what is begun can be ended. */

/** Of one object. What is over it is made a second time when its turn comes. */
const mostKeptBytes = 64 * 2 ** 20;

/** Made at the same time. */
const together = 2;

/** Each begun while the one before it is on its way. */
async function* inOrder(count: number, take: (number: number) => Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  let coming: Promise<Uint8Array> | undefined = take(1);
  for (let number = 1; coming !== undefined; number += 1) {
    const frame: Uint8Array = await coming;
    coming = number < count ? take(number + 1) : undefined;
    // A failure is thrown when its turn comes, not while nobody waits for it.
    coming?.catch(() => undefined);
    yield frame;
  }
}

/**
 * The frames in order, once each of them could be made.
 *
 * @param make one frame, `number` from 1
 * @throws what `make` throws, of whichever frame
 */
export const provenFrames = async (
  count: number,
  make: (number: number) => Promise<Uint8Array>,
): Promise<AsyncGenerator<Uint8Array>> => {
  const kept = new Map<number, Uint8Array>();
  let [room, next] = [mostKeptBytes, 1];
  const prove = async (): Promise<void> => {
    while (next <= count) {
      const number = next++;
      const frame = await make(number);
      if (frame.length > room) continue;
      room -= frame.length;
      kept.set(number, frame);
    }
  };
  await Promise.all(
    Array.from({ length: together }, () =>
      prove().catch((error: unknown) => {
        // The others need not go on.
        next = count + 1;
        throw error;
      }),
    ),
  );
  const taken = async (number: number): Promise<Uint8Array> => {
    const frame = kept.get(number) ?? (await make(number));
    kept.delete(number);
    return frame;
  };
  return inOrder(count, taken);
};
