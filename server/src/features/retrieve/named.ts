/** Objects that another names by UID, found by where it says that they are (PS3.3 C.12.2). */
import { type Dataset, type Part10, tags } from '@throughline/dicom';
import type { ServedInstance } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import type { Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { keptHeader } from './header.ts';
import { listInstances } from './instances.ts';
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

/** By UID; those that are not here, or not for this principal, are not in it. */
export const namedInstances = async (
  context: Context,
  principal: Principal,
  from: Dataset,
  uids: ReadonlySet<string>,
  places: readonly Series[] = placesOf(from),
): Promise<ReadonlyMap<string, ServedInstance>> => {
  const found = new Map<string, ServedInstance>();
  for (const { instances, ...selector } of places) {
    if (instances.size > 0 && instances.isDisjointFrom(uids)) continue;
    for (const instance of await listInstances(context, principal, selector))
      if (uids.has(instance.sop_instance_uid)) found.set(instance.sop_instance_uid, instance);
  }
  return found;
};

export const headerOf = ({ objects }: Context, instance: ServedInstance): Promise<Part10> =>
  keptHeader(objects, instance);

/** The registration that a presentation state names. */
export const namedRegistration = async (
  context: Context,
  principal: Principal,
  state: Dataset,
  { sopInstanceUid, studyInstanceUid }: RegistrationReference,
): Promise<Dataset> => {
  const places = studyInstanceUid === undefined ? undefined : [{ studyInstanceUid, instances: new Set<string>() }];
  const found = await namedInstances(context, principal, state, new Set([sopInstanceUid]), places);
  const instance = found.get(sopInstanceUid);
  return instance
    ? (await headerOf(context, instance)).dataset
    : fail('not-acceptable', 'The registration that this presentation state names is not here.');
};
