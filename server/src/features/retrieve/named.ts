/** Objects that another names by UID, found by where it says that they are (PS3.3 C.12.2). */
import { type Dataset, type Part10, tags } from '@throughline/dicom';
import { areOnePerson, type ServedInstance } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { disclose, refuse } from './disclose.ts';
import { keptHeader } from './header.ts';
import { findInstances } from './instances.ts';
import type { RegistrationReference } from './render/registration.ts';

interface Series {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid?: string;
  /** none: they may be any. */
  readonly instances: ReadonlySet<string>;
}

const seriesOf = (study: Dataset, studyInstanceUid: string): readonly Series[] =>
  study.items(tags.ReferencedSeriesSequence).flatMap((item) => {
    const seriesInstanceUid = item.string(tags.SeriesInstanceUID);
    const named = item
      .items(tags.ReferencedInstanceSequence)
      .map((one) => one.string(tags.ReferencedSOPInstanceUID) ?? '');
    return seriesInstanceUid === undefined ? [] : [{ studyInstanceUid, seriesInstanceUid, instances: new Set(named) }];
  });

/** Where the object says that what it names is; else its own study, where anything may be. */
const placesOf = (from: Dataset): readonly Series[] => {
  const own =
    from.string(tags.StudyInstanceUID) ?? fail('not-acceptable', 'The object does not say of which study it is.');
  const others = from
    .items(tags.StudiesContainingOtherReferencedInstancesSequence)
    .flatMap((study) => seriesOf(study, study.string(tags.StudyInstanceUID) ?? own));
  const said = [...seriesOf(from, own), ...others];
  return said.length > 0 ? said : [{ studyInstanceUid: own, instances: new Set() }];
};

/** A presentation state: the object as it is filed, and what it says. */
export interface State {
  readonly instance: ServedInstance;
  readonly dataset: Dataset;
}

const isOfAnother = async ({ db }: Context, { tenantId }: Principal, state: ServedInstance, record: string) =>
  !(await db.read(tenantId, (trx) => areOnePerson(trx, state.patient_record_id, record)));

/**
 * Tells of what a state names, once it is known whose it is.
 *
 * @throws Failure not-acceptable when one of them is, by now, of somebody else than the state: nothing is told, and that is written down
 */
export const discloseNamed = async (
  context: Context,
  principal: Principal,
  state: ServedInstance,
  named: readonly ServedInstance[],
): Promise<void> => {
  const studies = Map.groupBy(named, (instance) => instance.study_instance_uid);
  const others: (readonly ServedInstance[])[] = [];
  for (const instances of studies.values()) {
    const [{ patient_record_id: record } = state] = instances;
    if (await isOfAnother(context, principal, state, record)) others.push(instances);
  }
  for (const instances of others) await refuse(context, principal, instances, 'another-patient');
  if (others.length > 0)
    fail('not-acceptable', 'This presentation state names what is of another patient: that is not drawn.');
  for (const instances of studies.values()) await disclose(context, principal, instances, 'instancesAccessed');
};

const findNamed = async (
  context: Context,
  principal: Principal,
  uids: ReadonlySet<string>,
  places: readonly Series[],
): Promise<ReadonlyMap<string, ServedInstance>> => {
  const found = new Map<string, ServedInstance>();
  for (const { instances, ...selector } of places) {
    if (instances.size > 0 && instances.isDisjointFrom(uids)) continue;
    for (const instance of await findInstances(context, principal, selector))
      if (uids.has(instance.sop_instance_uid)) found.set(instance.sop_instance_uid, instance);
  }
  return found;
};

/**
 * By UID; those that are not here, or not for this principal, are not in it.
 *
 * @throws Failure not-acceptable when one of them is of another patient
 */
export const namedInstances = async (
  context: Context,
  principal: Principal,
  state: State,
  uids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, ServedInstance>> => {
  const found = await findNamed(context, principal, uids, placesOf(state.dataset));
  await discloseNamed(context, principal, state.instance, [...found.values()]);
  return found;
};

export const headerOf = ({ objects }: Context, instance: ServedInstance): Promise<Part10> =>
  keptHeader(objects, instance);

/** The registration that a presentation state names, of which nobody is told yet. */
export const findRegistration = async (
  context: Context,
  principal: Principal,
  state: State,
  { sopInstanceUid, studyInstanceUid }: RegistrationReference,
): Promise<ServedInstance> => {
  const places =
    studyInstanceUid === undefined ? placesOf(state.dataset) : [{ studyInstanceUid, instances: new Set<string>() }];
  const found = await findNamed(context, principal, new Set([sopInstanceUid]), places);
  return (
    found.get(sopInstanceUid) ??
    fail('not-acceptable', 'The registration that this presentation state names is not here.')
  );
};

export const namedRegistration = async (
  context: Context,
  principal: Principal,
  state: State,
  reference: RegistrationReference,
): Promise<Dataset> => {
  const registration = await findRegistration(context, principal, state, reference);
  await discloseNamed(context, principal, state.instance, [registration]);
  return (await headerOf(context, registration)).dataset;
};
