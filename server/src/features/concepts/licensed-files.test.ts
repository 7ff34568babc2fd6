/** Licensed files in a folder, as a site puts them there; what they hold here is made up. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conceptOf, loadLicensed, useLicensed } from '@throughline/terminology';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../test/context.ts';
import { takeLicensedFiles } from './index.ts';

let folder: string;
let context: TestContext;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vocabularies-'));
  context = await createTestContext({ environment: { THROUGHLINE_VOCABULARIES: folder } });
});
afterEach(() => useLicensed(loadLicensed([])));
afterAll(async () => {
  await context.close();
  await rm(folder, { recursive: true });
});

const put = (name: string, text: string) => writeFile(join(folder, name), text);

it('give LOINC codes that are not shipped, the RPID paired with them, and RadLex terms', async () => {
  const exam = { name: 'XR FINGER LEFT 3 VIEWS', modality: 'DX' };
  expect(conceptOf(exam).codes.filter((code) => code.of === 'exam')).toEqual([]);
  await put(
    'Loinc.csv',
    '"LOINC_NUM","CLASS","STATUS","LONG_COMMON_NAME"\n"99901-7","RAD","ACTIVE","XR Finger - left 3 Views"\n',
  );
  await put(
    'LoincRsnaRadiologyPlaybook.csv',
    'LoincNumber,LongCommonName,PartNumber,RPID,LongName\n99901-7,XR Finger - left 3 Views,LP1-1,RPID9001,XR Finger 3 Views Left\n',
  );
  await put('radlex.csv', 'finger,RID99,RID98\n');
  await takeLicensedFiles(context);
  const { codes } = conceptOf({ ...exam, name: 'XR LT FINGER 3 VIEWS' });
  const told = codes.map(({ scheme, code, of }) => `${scheme} ${code} ${of}`);
  expect(told).toEqual(expect.arrayContaining(['LN 99901-7 exam', 'RADLEX RPID9001 exam', 'RADLEX RID99 focus']));
});

it('stop the start when one of them is something else', async () => {
  await put('prices.csv', 'article,price\nfilm,1\n');
  await expect(takeLicensedFiles(context)).rejects.toThrow('neither LOINC nor RadLex');
});
