/** What a reader was shown of completeness is kept as it changes, and told again for any time. */
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject, inChunks } from '../../../test/objects.ts';
import { startWebSource, type WebSource } from '../../../test/web-source.ts';
import { gatherPerson, rankPriors } from '../priors/index.ts';
import { putSource } from '../sources/index.ts';
import { storeInstance } from '../store/index.ts';
import { getReading, statementHistory } from './index.ts';

const principal = testPrincipal();
let later = 0;
let context: TestContext;
let source: WebSource;

beforeAll(async () => {
  source = await startWebSource();
  context = await createTestContext({ clock: () => new Date(Date.now() + later) });
});
afterAll(async () => {
  await context?.close();
  await source?.close();
});

it('tells what stood there at a time, once for each change, and to whom it was shown first', async () => {
  const study = newUid();
  const named = { patientId: 'P1', patientName: 'VORLAND^HEDWIG', birthDate: '19440404' };
  await storeInstance(context, principal, {
    body: inChunks(ctObject({ ...named, study })),
    receivedFrom: 'CT',
    issuer: 'HOME',
  });
  // When it has come whole and nothing moves.
  later += 60_000;
  await getReading(context, principal, study);
  later += 60_000;
  await getReading(context, principal, study);
  const between = context.clock();

  later += 3_600_000;
  await putSource(context, principal, 'home', {
    siteName: 'Home Hospital',
    issuer: 'HOME',
    dicomwebUrl: source.dicomwebUrl,
    queryBy: 'qido',
    retrieveBy: 'wado',
  });
  const { personId } = await rankPriors(context, principal, study);
  const request = { personId, trigger: 'person' as const, studyInstanceUid: study };
  await gatherPerson(context, principal, request, new AbortController().signal, () => undefined);
  await getReading(context, principal, study);

  const { shown } = await statementHistory(context, principal, study);
  expect(shown.map(({ statement }) => statement.reasons.map(({ code }) => code).includes('no-sources'))).toEqual([
    false,
    true,
  ]);
  expect(shown.map(({ subject }) => subject)).toEqual([principal.subject, principal.subject]);
  const then = await statementHistory(context, principal, study, between);
  expect(then.shown).toEqual(shown.slice(1));
  const stranger = { ...principal, records: new Set<string>() };
  await expect(statementHistory(context, stranger, study)).rejects.toMatchObject({ code: 'not-found' });
});
