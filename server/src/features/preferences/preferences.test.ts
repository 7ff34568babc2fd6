/** What readers do with priors is recorded, proposes weights, and changes nothing before a person adopts it; then for whom it was adopted. */
import { newUid } from '@throughline/dicom';
import { readCaseFile } from '@throughline/relevance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks, type ObjectFields } from '../../../test/objects.ts';
import { calibrateOn } from '../../cli/eval/calibrate.ts';
import type { Principal } from '../access/index.ts';
import { rankPriors, readRecordedFeedback } from '../priors/index.ts';
import { giveFeedback } from '../reading/index.ts';
import { storeInstance } from '../store/index.ts';
import { adoptPack, listPacks, takeBackPack } from './index.ts';

let context: TestContext;
const admin = testPrincipal();
const colleague: Principal = { ...admin, subject: 'colleague' };
const since = new Date(0);
beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

const send = async (fields: ObjectFields): Promise<string> => {
  const study = newUid();
  const body = inChunks(ctObject({ issuer: 'COUNTY', ...fields, study }));
  await storeInstance(context, admin, { body, receivedFrom: 'CT1' });
  return study;
};

/** Kidneys that are read with an ultrasound of the liver, of which the built-in packs think little. */
const kidneysWithLiver = async (patientId: string) => {
  const about = { patientId, modality: 'US' };
  const current = await send({ ...about, description: 'US KIDNEYS', studyDate: '20260301' });
  const prior = await send({ ...about, description: 'US LIVER', studyDate: '20250601' });
  return { current, prior };
};

const tierOf = async (study: { readonly current: string }, reader = admin) =>
  (await rankPriors(context, reader, study.current)).priors[0]?.tier;

const cases = readCaseFile(
  '= a-1 x\n> DX | XR KNEE LEFT | KNEE | 2026-01-01 | 60Y F | pain\n3 DX | XR KNEE LEFT | KNEE | 2025-01-01 | last',
);

describe('recorded feedback', () => {
  it('proposes weights, and what is adopted holds for whom it was adopted, until it is withdrawn', async () => {
    const studies = await Promise.all(['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8'].map(kidneysWithLiver));
    const [first] = studies;
    if (first === undefined) throw new Error('no study');
    const before = await tierOf(first);
    expect(before).toBe('marginal');
    for (const study of studies) {
      const { current, prior } = study;
      // Opened, as it is before anybody can say anything of its priors.
      await tierOf(study);
      await giveFeedback(context, admin, current, { priorStudyInstanceUid: prior, verdict: 'opened' });
      await giveFeedback(context, admin, current, { priorStudyInstanceUid: prior, verdict: 'pulled-in' });
    }
    const feedback = await readRecordedFeedback(context, admin, { since });
    expect(feedback).toHaveLength(8);
    expect(feedback[0]?.candidates.map(({ outcome }) => outcome)).toEqual(['pulled-in']);
    expect(JSON.stringify(feedback)).not.toContain('DOE');
    const { pack, lines, result } = calibrateOn(feedback, cases, []);
    expect(lines[0]).toMatch(/^kidney read with liver: 0\.28 to 0\.\d+ \(8 of 8 wanted\)$/);
    expect([result.feedbackBefore.wantedShown, result.feedbackAfter.wantedShown]).toEqual([0, 1]);
    expect(await tierOf(first)).toBe(before);

    await adoptPack(context, admin, { pack, subject: 'colleague', reason: 'the kidney clinic wants livers' });
    expect([await tierOf(first), await tierOf(first, colleague)]).toEqual([before, 'relevant']);
    await adoptPack(context, admin, { pack, subject: '', reason: 'so does everybody' });
    expect(await tierOf(first)).toBe('relevant');
    expect(await adoptPack(context, admin, { pack, subject: '', reason: 'again' })).toMatchObject({ replaced: true });
    await takeBackPack(context, admin, { subject: '', name: 'calibrated' });
    await takeBackPack(context, admin, { subject: 'colleague', name: 'calibrated' });
    expect([await tierOf(first), await tierOf(first, colleague)]).toEqual([before, before]);
    await expect(takeBackPack(context, admin, { subject: '', name: 'calibrated' })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect((await listPacks(context, admin)).map((one) => [one.subject, one.withdrawn_at !== null])).toEqual([
      ['', true],
      ['', true],
      ['colleague', true],
    ]);
  });

  it('is for administrators, and a pack that is none is refused with the place', async () => {
    const reader = testPrincipal(['read', 'store']);
    await expect(readRecordedFeedback(context, reader, { since })).rejects.toMatchObject({ code: 'forbidden' });
    const adoption = { pack: {}, subject: '', reason: 'r' };
    await expect(adoptPack(context, reader, adoption)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(adoptPack(context, admin, adoption)).rejects.toThrow('pack.name: a text is wanted');
  });
});
