/** What is given beside what was found: only what this principal could have read or searched by itself (H76). */

import type { Resource } from '@medplum/fhirtypes';
import type { Search } from '@throughline/fhir';
import { fail } from '../../../errors.ts';
import { reachOf } from '../../../features/access/index.ts';
import { readPatients, searchStudies } from '../../../features/chart/index.ts';
import { type Asking, kinds } from './kinds.ts';
import { patientOf, studyOf } from './models.ts';

const patientIds = (resources: readonly Resource[]): string[] =>
  resources.flatMap((resource) => {
    const reference = 'subject' in resource ? resource.subject : undefined;
    const text = reference && 'reference' in reference ? reference.reference : undefined;
    return text?.startsWith('Patient/') ? [text.slice('Patient/'.length)] : [];
  });

const mostStudies = 500;

/** All of them or an error that says so: a part would look like the whole. */
const studiesOf = async ({ context, principal, at }: Asking, patients: readonly Resource[]): Promise<Resource[]> => {
  if (!reachOf(principal, 'ImagingStudy', 's') || patients.length === 0) return [];
  const records = patients.map(({ id }) => id ?? '');
  const found = await searchStudies(context, principal, { records: [records] }, { limit: mostStudies });
  if (found.next !== undefined)
    fail('bad-request', 'There are too many studies to include: search them by themselves.');
  return found.items.map((row) => studyOf(row, at));
};

export const included = async (
  asking: Asking,
  search: Pick<Search, 'includes' | 'revIncludes'>,
  found: readonly Resource[],
): Promise<readonly Resource[]> => {
  const { context, principal, at } = asking;
  const wants = (name: string): boolean => search.includes.some((include) => include.endsWith(`:${name}`));
  const all: Resource[] = [];
  if ((wants('patient') || wants('subject')) && reachOf(principal, 'Patient', 'r'))
    all.push(...(await readPatients(context, principal, patientIds(found))).map((row) => patientOf(row, at)));
  if (wants('endpoint') && found.length > 0 && reachOf(principal, 'Endpoint', 'r'))
    for (const id of ['wado-rs', 'qido-rs']) all.push((await kinds.Endpoint.read(asking, id)) ?? fail('not-found'));
  if (search.revIncludes.includes('ImagingStudy:patient')) all.push(...(await studiesOf(asking, found)));
  return all;
};
