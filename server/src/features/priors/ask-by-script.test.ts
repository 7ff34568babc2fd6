/** Persons whose names have no Latin letters, or who have no name: how a source that knows no number of theirs is asked. */
import { newUid } from '@throughline/dicom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext, testPrincipal } from '../../../test/context.ts';
import { ctObject } from '../../../test/objects.ts';
import { startWebSource, type WebSource } from '../../../test/web-source.ts';
import { registerPatientRecord } from '../patients/index.ts';
import { putSource } from '../sources/index.ts';
import { gatherPerson } from './gather.ts';
import { statePerson } from './state-person.ts';

const principal = testPrincipal();
const never = new AbortController().signal;
let context: TestContext;
let source: WebSource;
let people = 0;

beforeAll(async () => {
  source = await startWebSource();
  context = await createTestContext();
  await putSource(context, principal, 'far', {
    siteName: 'Far Hospital',
    issuer: 'FAR',
    dicomwebUrl: source.dicomwebUrl,
    queryBy: 'qido',
    retrieveBy: 'wado',
    timeoutMs: 5_000,
  });
});
afterAll(async () => {
  await context?.close();
  await source?.close();
});

const there = async (patientName: string, birthDate: string): Promise<string> => {
  people += 1;
  const study = newUid();
  await source.add(ctObject({ patientId: `F${people}`, patientName, birthDate, study }));
  return study;
};

const asked = async (name: string | null, birthDate: string | null, sex: string | null = 'F') => {
  people += 1;
  const statement = { issuer: 'HERE', id: `H${people}`, name, birthDate, sex, otherIds: [] };
  const { personId, patientRecordId } = await registerPatientRecord(context, principal, statement);
  const before = source.questions.length;
  await gatherPerson(context, principal, { personId, trigger: 'person' }, never, () => undefined);
  const statementNow = await statePerson(context, principal, patientRecordId);
  return { questions: source.questions.slice(before), statement: statementNow, source: statementNow.sources[0] };
};

it('asks by the ideographs as they are stored, and finds the person', async () => {
  await there('=山田^花子', '19630507');
  await there('=佐藤^美咲', '19630507');
  const { questions, source: said } = await asked('=山田^花子', '19630507');
  // By name, then by the number that was found: the question that is open for all of the day was not needed.
  expect(questions.filter((path) => path.endsWith('/studies'))).toHaveLength(2);
  expect(said).toMatchObject({ outcome: 'found', found: 1 });
});

it('finds by the day of birth whoever has a comparable name, and no namesake of the day', async () => {
  await there('WANG^FANG', '19640508');
  await there('=佐藤^美咲', '19640508');
  const { source: said, statement } = await asked('=王^芳', '19640508');
  expect(said).toMatchObject({ outcome: 'found', found: 1 });
  expect(statement.hidden).toEqual([]);
});

it('takes a few without a comparable name for review, and shows nothing of them', async () => {
  await there('MEIER^ANNA', '19650509');
  const { source: said, statement } = await asked(null, '19650509');
  expect(said).toMatchObject({ outcome: 'none' });
  expect(statement.hidden).toHaveLength(1);
  expect(statement.verdict).not.toBe('complete');
});

it('takes none of many whom nothing but the day of birth speaks for, and does not say that there is nothing', async () => {
  for (const name of ['ADLER^ANNA', 'BERG^BEATE', 'CZERNY^CLARA', 'DORN^DORA']) await there(name, '19660510');
  const { source: said, statement } = await asked(null, '19660510');
  expect(said).toMatchObject({ outcome: 'refused', found: null });
  expect(statement.hidden).toEqual([]);
  expect(statement.verdict).toBe('incomplete');
});

it('says whom it cannot ask about, and asks nothing', async () => {
  for (const [name, birthDate, sex] of [
    ['=山田^花子', null, 'F'],
    [null, null, 'F'],
    [null, '19670511', null],
  ] as const) {
    const { questions, source: said, statement } = await asked(name, birthDate, sex);
    expect(questions).toEqual([]);
    expect(said).toMatchObject({ outcome: 'not-asked' });
    expect(said?.text).toContain('cannot be asked');
    expect(statement.verdict).toBe('unknown');
  }
});
