/** Whose patient records a message tells of. */
import { type CastMessage, type CastResource, issuerOf, systems } from '@throughline/fhir';
import { findRecord, findStudy, recordsByIdentifier, type Trx } from '../../db/index.ts';
import { type Principal, recordsOfContext } from '../access/index.ts';
import type { Context } from '../context.ts';

interface Identifier {
  readonly system?: unknown;
  readonly value?: unknown;
}

const identifiersOf = ({ identifier }: CastResource): readonly Identifier[] =>
  Array.isArray(identifier) ? identifier.slice(0, 50).filter((one) => typeof one === 'object' && one !== null) : [];

/** The Study Instance UID of an ImagingStudy; undefined: it names none. */
export const studyUidOf = (study: CastResource): string | undefined => {
  const found = identifiersOf(study).find(({ system }) => system === systems.uid)?.value;
  return typeof found === 'string' && found.startsWith('urn:oid:') ? found.slice('urn:oid:'.length) : undefined;
};

/** Identifiers as we know them; those without a system say nothing. `root` is the address of our FHIR server. */
export const namesOf = (resource: CastResource, root: string) =>
  identifiersOf(resource).flatMap(({ system, value }) =>
    typeof system === 'string' && typeof value === 'string' && system !== systems.uid
      ? [{ issuer: issuerOf(system, { root }), id: value }]
      : [],
  );

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Empty: nobody that is known here. */
export const recordsIn = async (trx: Trx, message: CastMessage, root: string): Promise<readonly string[]> => {
  const resources = message.event.context.flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
  const found = new Set<string>();
  for (const resource of resources) {
    if (resource.resourceType === 'Patient') {
      const names = namesOf(resource, root);
      const rows = names.length === 0 ? [] : await recordsByIdentifier(trx, names);
      for (const { id } of rows) found.add(id);
      // The id that we told of a patient, e.g. with a token; of anybody else's server it is another number.
      const own =
        typeof resource.id === 'string' && uuid.test(resource.id) ? await findRecord(trx, resource.id) : undefined;
      if (own !== undefined) found.add(own.id);
    }
    const uid = resource.resourceType === 'ImagingStudy' ? studyUidOf(resource) : undefined;
    const study = uid === undefined ? undefined : await findStudy(trx, uid);
    if (study !== undefined) found.add(study.patient_record_id);
  }
  return [...found];
};

/** Whether somebody who is bound to one patient may know of a message: all whom it tells of must be that patient. */
export const isOf = (bound: ReadonlySet<string> | undefined, records: readonly string[] | null): boolean =>
  bound === undefined || records === null || (records.length > 0 && records.every((record) => bound.has(record)));

/** What a subscription keeps of a patient context; null: there is none. */
export const patientOf = ({ records }: Principal): string | null =>
  records === undefined ? null : ([...records][0] ?? '');

/** The records that it stands for now: links may have changed. */
export const boundOf = async (
  context: Context,
  tenantId: string,
  patient: string | null,
): Promise<ReadonlySet<string> | undefined> =>
  patient === null ? undefined : recordsOfContext(context, tenantId, patient);
