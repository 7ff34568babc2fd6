/** Rejection notes and conflicts: what is hidden, what is chosen, and that both can be taken back. */
import { type MatchKey, newUid, tags } from '@throughline/dicom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks, type ObjectFields } from '../../../test/objects.ts';
import { rejectionNote } from '../../../test/rejection-note.ts';
import { listConflicts, resolveConflict, undoResolution } from '../conflicts/index.ts';
import { rejectObjects } from '../key-objects/index.ts';
import { searchHoldings } from '../query/index.ts';
import { listInstances, openInstance } from '../retrieve/index.ts';
import { putSource } from '../sources/index.ts';
import { storeInstance } from '../store/index.ts';
import { listRejections, undoRejection } from './index.ts';

let context: TestContext;
const principal = testPrincipal();
beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

const send = (bytes: Uint8Array) => storeInstance(context, principal, { body: inChunks(bytes), receivedFrom: 'CT1' });
const served = async (study: string): Promise<readonly string[]> =>
  listInstances(context, principal, { studyInstanceUid: study }).then(
    (found) => found.map((one) => one.sop_instance_uid),
    () => [],
  );

describe('a rejection note', () => {
  const make = () => ({ study: newUid(), series: newUid(), one: newUid(), two: newUid(), note: newUid() });

  it.each(['113001', '113037', '113038', '113039'])(
    'of title %s hides what it names and itself, until it is undone',
    async (code) => {
      const { study, series, one, two, note } = make();
      for (const instance of [one, two]) await send(ctObject({ study, series, instance }));
      const bytes = rejectionNote({ study, code, instance: note, rejects: [{ series, instance: one }] });
      await send(bytes);
      expect(await served(study)).toEqual([two]);
      expect(await listRejections(context, principal, study)).toMatchObject([
        { note, code, instances: 1, undoneAt: null },
      ]);
      await undoRejection(context, principal, note);
      expect((await served(study)).toSorted()).toEqual([one, two].toSorted());
      expect((await send(bytes)).outcome).toBe('duplicate');
      expect((await served(study)).length).toBe(2);
      await expect(undoRejection(context, principal, note)).rejects.toMatchObject({ code: 'conflict' });
    },
  );

  it('of all that there is of a patient hides the patient, until it is undone', async () => {
    const { study, series, one, two, note } = make();
    const fields = { study, series, issuer: 'HIDDEN', patientId: 'HIDDEN-1' };
    for (const instance of [one, two]) await send(ctObject({ ...fields, instance }));
    const patients = async (...keys: readonly MatchKey[]) =>
      (await searchHoldings(context, principal, { level: 'patient', keys, include: [], fuzzy: false })).results.filter(
        (result) => result['00100020']?.Value?.[0] === 'HIDDEN-1',
      ).length;
    const named = { tag: tags.PatientID, match: 'exact', value: 'HIDDEN-1' } as const;
    const both = async () => [await patients(), await patients(named)];
    expect(await both()).toEqual([1, 1]);
    const rejects = [one, two].map((instance) => ({ series, instance }));
    await send(rejectionNote({ study, code: '113001', instance: note, rejects }));
    expect(await both()).toEqual([0, 0]);
    await undoRejection(context, principal, note);
    expect(await both()).toEqual([1, 1]);
  });

  it('hides also what comes after it, whatever its bytes', async () => {
    const { study, series, one, note } = make();
    await send(rejectionNote({ study, code: '113001', instance: note, rejects: [{ series, instance: one }] }));
    expect((await send(ctObject({ study, series, instance: one, value: 1 }))).outcome).toBe('stored');
    expect((await send(ctObject({ study, series, instance: one, value: 2 }))).outcome).toBe('conflict');
    expect(await served(study)).toEqual([]);
    await undoRejection(context, principal, note);
    expect(await served(study)).toEqual([one]);
  });

  it('of a source that is not our own hides what is filed under its issuer, and nothing of others', async () => {
    const partner = (trust: string) => ({
      ...{ siteName: 'Partner', issuer: 'PARTNER', queryBy: 'qido', retrieveBy: 'wado', trust },
      dicomwebUrl: 'http://127.0.0.1:9/dicom-web',
    });
    const { id: sourceId } = await putSource(context, principal, 'partner', partner('partner'));
    const fromPartner = (bytes: Uint8Array) =>
      storeInstance(context, principal, {
        ...{ body: inChunks(bytes), receivedFrom: 'partner', issuer: 'PARTNER', sourceId },
      });
    const [ours, theirs] = [make(), make()];
    await send(ctObject({ study: ours.study, series: ours.series, instance: ours.one }));
    await fromPartner(ctObject({ study: theirs.study, series: theirs.series, instance: theirs.one }));
    // Whatever study it says that they are of, ours stay, also those that come later.
    const rejects = [ours.one, ours.two].map((instance) => ({ series: ours.series, instance }));
    for (const { study, series, one, note } of [{ ...theirs, note: newUid() }, ours, theirs])
      await fromPartner(
        rejectionNote({ study, code: '113001', instance: note, rejects: [...rejects, { series, instance: one }] }),
      );
    await send(ctObject({ study: ours.study, series: ours.series, instance: ours.two }));
    expect(await served(theirs.study)).toEqual([]);
    expect(await served(ours.study)).toEqual(expect.arrayContaining([ours.one, ours.two]));
    await putSource(context, principal, 'partner', partner('own'));
    await fromPartner(rejectionNote({ study: ours.study, code: '113001', instance: newUid(), rejects }));
    const left = await served(ours.study);
    expect([ours.one, ours.two].filter((instance) => left.includes(instance))).toEqual([]);
  });

  it('of which there are two hides until both are undone', async () => {
    const { study, series, one } = make();
    await send(ctObject({ study, series, instance: one }));
    const notes = [newUid(), newUid()];
    for (const note of notes)
      await send(rejectionNote({ study, code: '113001', instance: note, rejects: [{ series, instance: one }] }));
    await undoRejection(context, principal, notes[0] ?? '');
    expect(await served(study)).toEqual([]);
    await undoRejection(context, principal, notes[1] ?? '');
    expect(await served(study)).toEqual([one]);
  });

  it('of our own hides what it is asked to and no more, and is undone as any', async () => {
    const { study, series, one, two } = make();
    for (const instance of [one, two]) await send(ctObject({ study, series, instance }));
    const asked = { studyInstanceUid: study, code: '113001' as const };
    const { note, instances } = await rejectObjects(context, principal, { ...asked, sopInstanceUids: [one] });
    expect([instances, await served(study)]).toEqual([1, [two]]);
    const unknown = { ...asked, sopInstanceUids: [two, newUid()] };
    await expect(rejectObjects(context, principal, unknown)).rejects.toMatchObject({ code: 'not-found' });
    await rejectObjects(context, principal, { ...asked, sopInstanceUids: [] });
    expect(await served(study)).toEqual([]);
    expect(await listRejections(context, principal, study)).toHaveLength(2);
    await undoRejection(context, principal, note);
    expect(await served(study)).toEqual([one]);
    const who = testPrincipal(['read', 'store']);
    await expect(rejectObjects(context, who, { ...asked, sopInstanceUids: [] })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('with another title hides nothing', async () => {
    const { study, series, one, note } = make();
    await send(ctObject({ study, series, instance: one }));
    await send(rejectionNote({ study, code: '113000', instance: note, rejects: [{ series, instance: one }] }));
    expect((await served(study)).toSorted()).toEqual([one, note].toSorted());
  });
});

describe('a conflict', () => {
  const bytesOf = async (fields: ObjectFields): Promise<Buffer> => {
    const [found] = await listInstances(context, principal, { studyInstanceUid: fields.study ?? '' });
    if (!found) throw new Error('It is not served.');
    const chunks: Uint8Array[] = [];
    for await (const chunk of openInstance(context, found)) chunks.push(chunk);
    return Buffer.concat(chunks);
  };

  it('is listed, decided, and decided anew', async () => {
    const fields = { study: newUid(), series: newUid(), instance: newUid() };
    const [first, second] = [1, 2].map((value) => Buffer.from(ctObject({ ...fields, value })));
    if (!first || !second) throw new Error('There are two.');
    await send(first);
    await send(second);
    const mine = async (open: boolean) =>
      (await listConflicts(context, principal, open)).filter((one) => one.sopInstanceUid === fields.instance);
    const [conflict] = await mine(true);
    const id = conflict?.id ?? '';
    expect(conflict).toMatchObject({ kind: 'other-bytes', versions: [1, 2], chosenVersion: 1, resolvedAt: null });
    await resolveConflict(context, principal, id, 2);
    expect(await bytesOf(fields)).toEqual(second);
    expect(await mine(true)).toEqual([]);
    expect(await mine(false)).toMatchObject([{ chosenVersion: 2, resolvedBy: 'tester' }]);
    await expect(resolveConflict(context, principal, id, 1)).rejects.toMatchObject({ code: 'conflict' });
    await undoResolution(context, principal, id);
    expect(await bytesOf(fields)).toEqual(first);
    expect(await mine(true)).toEqual([conflict]);
  });

  it('between studies serves the object where the chosen version belongs', async () => {
    const fields = { study: newUid(), series: newUid(), instance: newUid() };
    const other = { ...fields, study: newUid(), series: newUid() };
    await send(ctObject(fields));
    await send(ctObject(other));
    const [conflict] = (await listConflicts(context, principal, true)).filter(
      (one) => one.sopInstanceUid === fields.instance,
    );
    await resolveConflict(context, principal, conflict?.id ?? '', 2);
    expect([await served(fields.study), await served(other.study)]).toEqual([[], [fields.instance]]);
  });

  it('needs the right to decide', async () => {
    await expect(listConflicts(context, testPrincipal(['read']), true)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(undoRejection(context, testPrincipal(['read', 'store']), '1.2')).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
