/** Whatever happens to objects after they came, in whatever order: what is served is what a simple map says. */
import { newUid, tags } from '@throughline/dicom';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { correctAttributes, moveStudy, undoCorrection } from '../src/features/corrections/index.ts';
import { searchHoldings } from '../src/features/query/index.ts';
import { undoRejection } from '../src/features/rejections/index.ts';
import { requestDeletion, undelete } from '../src/features/retention/index.ts';
import { listInstances, openInstance, openOriginal } from '../src/features/retrieve/index.ts';
import { storeInstance } from '../src/features/store/index.ts';
import { createTestContext, type TestContext, testPrincipal } from './context.ts';
import { ctObject, inChunks } from './objects.ts';
import { rejectionNote } from './rejection-note.ts';

/** D15 */
const RUNS = process.env.THROUGHLINE_LOSS_DEPTH === 'deep' ? 1000 : 100;

let context: TestContext;
const principal = testPrincipal();
beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

interface Version {
  readonly bytes: Buffer;
  /** the deletions that it was marked by; the last one counts */
  deletion: string | undefined;
}

interface Thing {
  readonly uid: string;
  readonly versions: Version[];
  readonly rejectedBy: Set<string>;
}

interface Model {
  readonly study: string;
  readonly series: string;
  readonly run: string;
  readonly things: readonly Thing[];
  readonly descriptions: { id: string; value: string }[];
  readonly moves: { id: string; patient: string }[];
  readonly notes: string[];
  readonly deletions: string[];
}

const newModel = (): Model => ({
  study: newUid(),
  series: newUid(),
  run: newUid().slice(-12),
  things: Array.from({ length: 3 }, () => ({ uid: newUid(), versions: [], rejectedBy: new Set<string>() })),
  descriptions: [],
  moves: [],
  notes: [],
  deletions: [],
});

const isKnown = (model: Model): boolean => model.things.some((thing) => thing.versions.length > 0);
const patientOf = (model: Model): string => model.moves.at(-1)?.patient ?? `${model.run}-0`;
const isServed = (thing: Thing): boolean =>
  thing.versions.length > 0 && thing.versions[0]?.deletion === undefined && thing.rejectedBy.size === 0;

const collect = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const search = (model: Model) =>
  searchHoldings(context, principal, {
    level: 'study',
    keys: [{ tag: tags.StudyInstanceUID, match: 'exact', value: model.study }],
    include: 'all',
    fuzzy: false,
  });

/** Compares everything that can be seen with the model. */
const check = async (model: Model): Promise<void> => {
  const expected = model.things.filter(isServed);
  const { results } = await search(model);
  expect(results.length).toBe(expected.length > 0 ? 1 : 0);
  for (const { uid, versions } of model.things)
    for (const [at, version] of versions.entries()) {
      const original = await openOriginal(context, principal, uid, at + 1);
      expect(await collect(original.body)).toEqual(version.bytes);
    }
  if (expected.length === 0) return;
  const [study = {}] = results;
  expect(study['00201208']?.Value).toEqual([expected.length]);
  expect(study['00081030']?.Value).toEqual([model.descriptions.at(-1)?.value ?? 'CT CHEST']);
  expect(study['00100020']?.Value).toEqual([patientOf(model)]);
  const served = await listInstances(context, principal, { studyInstanceUid: model.study });
  expect(new Set(served.map((one) => one.sop_instance_uid))).toEqual(new Set(expected.map((thing) => thing.uid)));
  const isCorrected = model.descriptions.length + model.moves.length > 0;
  for (const instance of served) {
    const bytes = await collect(openInstance(context, instance));
    const thing = model.things.find((one) => one.uid === instance.sop_instance_uid);
    expect(bytes.equals(thing?.versions[0]?.bytes ?? Buffer.alloc(0))).toBe(!isCorrected);
    expect(bytes.includes(patientOf(model))).toBe(true);
  }
};

type Real = Record<string, never>;
class Step implements fc.AsyncCommand<Model, Real> {
  readonly #name: string;
  readonly #possible: (model: Model) => boolean;
  readonly #work: (model: Model) => Promise<void>;

  constructor(name: string, possible: (model: Model) => boolean, work: (model: Model) => Promise<void>) {
    this.#name = name;
    this.#possible = possible;
    this.#work = work;
  }

  check(model: Readonly<Model>): boolean {
    return this.#possible(model);
  }

  async run(model: Model): Promise<void> {
    await this.#work(model);
    await check(model);
  }

  toString(): string {
    return this.#name;
  }
}

const send = (bytes: Uint8Array) =>
  storeInstance(context, principal, { body: inChunks(bytes), receivedFrom: 'CT1', issuer: 'NORTH' });

const store = (which: number, value: number): Step =>
  new Step(
    `store ${which} with ${value}`,
    () => true,
    async (model) => {
      const thing = model.things[which];
      if (!thing) return;
      const { study, series, run } = model;
      const bytes = Buffer.from(ctObject({ study, series, instance: thing.uid, patientId: `${run}-0`, value }));
      const known = thing.versions.find((version) => version.bytes.equals(bytes));
      const { outcome } = await send(bytes);
      expect(outcome).toBe(known ? 'duplicate' : thing.versions.length > 0 ? 'conflict' : 'stored');
      if (known) known.deletion = undefined;
      else thing.versions.push({ bytes, deletion: undefined });
    },
  );

const correct = (value: string): Step =>
  new Step(`correct to ${value}`, isKnown, async (model) => {
    const input = { studyInstanceUid: model.study, attributes: { StudyDescription: value }, reason: 'test' };
    model.descriptions.push({ ...(await correctAttributes(context, principal, input)), value });
  });

const move = (number: number): Step =>
  new Step(
    `move to ${number}`,
    (model) => isKnown(model) && patientOf(model) !== `${model.run}-${number}`,
    async (model) => {
      const patientId = `${model.run}-${number}`;
      const input = { studyInstanceUid: model.study, issuer: 'NORTH', patientId, name: 'OTHER^PERSON', reason: 'test' };
      model.moves.push({ ...(await moveStudy(context, principal, input)), patient: patientId });
    },
  );

const reject = (which: number): Step =>
  new Step(`reject ${which}`, isKnown, async (model) => {
    const thing = model.things[which];
    if (!thing) return;
    const [note, { study, series, run }] = [newUid(), model];
    const rejects = [{ series, instance: thing.uid }];
    await send(rejectionNote({ study, patientId: `${run}-0`, code: '113001', instance: note, rejects }));
    thing.rejectedBy.add(note);
    model.notes.push(note);
  });

const undo = (name: 'descriptions' | 'moves'): Step =>
  new Step(
    `undo ${name}`,
    (model) => model[name].length > 0,
    async (model) => {
      await undoCorrection(context, principal, model[name].pop()?.id ?? '');
    },
  );

const undoReject = new Step(
  'undo a rejection',
  (model) => model.notes.length > 0,
  async (model) => {
    const note = model.notes.pop() ?? '';
    await undoRejection(context, principal, note);
    for (const thing of model.things) thing.rejectedBy.delete(note);
  },
);

const all = (model: Model): readonly Version[] => model.things.flatMap((thing) => thing.versions);

const remove = new Step(
  'delete',
  (model) => all(model).some((version) => version.deletion === undefined),
  async (model) => {
    const input = { studyInstanceUid: model.study, reason: 'test', graceDays: 1 };
    const { id } = await requestDeletion(context, principal, input);
    for (const version of all(model)) version.deletion ??= id;
    model.deletions.push(id);
  },
);

const bringBack = new Step(
  'undelete',
  (model) => model.deletions.length > 0,
  async (model) => {
    const id = model.deletions.pop() ?? '';
    await undelete(context, principal, id);
    for (const version of all(model)) if (version.deletion === id) version.deletion = undefined;
  },
);

it(
  'is served as the model says after every step',
  async () => {
    const which = fc.nat({ max: 2 });
    const commands = fc.commands(
      [
        fc.tuple(which, fc.nat({ max: 1 })).map(([thing, value]) => store(thing, value)),
        fc.constantFrom('ONE', 'TWO').map(correct),
        fc.constant(undo('descriptions')),
        fc.constantFrom(0, 1, 2).map(move),
        fc.constant(undo('moves')),
        which.map(reject),
        fc.constant(undoReject),
        fc.constant(remove),
        fc.constant(bringBack),
      ],
      { maxCommands: 16 },
    );
    await fc.assert(
      fc.asyncProperty(commands, (some) => fc.asyncModelRun(() => ({ model: newModel(), real: {} }), some)),
      { numRuns: RUNS },
    );
  },
  RUNS * 1200,
);
