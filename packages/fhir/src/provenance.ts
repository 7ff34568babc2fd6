/** Who changed what we tell of a patient or a study, when and why: corrections, and decisions about who is who. */
import type { Provenance } from '@medplum/fhirtypes';
import { textOf } from './values.ts';

export interface ProvenanceModel {
  readonly id: string;
  /** What was done, as `merge`, `link`, `correction`. */
  readonly kind: string;
  readonly targets: readonly { readonly type: 'Patient' | 'ImagingStudy'; readonly id: string }[];
  readonly reason: string;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly undoneBy: string | null;
  readonly undoneAt: Date | null;
}

const operations = 'http://terminology.hl7.org/CodeSystem/v3-DataOperation';
const agents = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';

export const toProvenance = (model: ProvenanceModel): Provenance => {
  const reason = textOf(model.reason);
  return {
    resourceType: 'Provenance',
    id: model.id,
    meta: { lastUpdated: (model.undoneAt ?? model.madeAt).toISOString() },
    target: model.targets.map(({ type, id }) => ({ reference: `${type}/${id}` })),
    recorded: model.madeAt.toISOString(),
    activity: {
      coding: [{ system: operations, code: 'UPDATE', display: 'revise' }],
      text: model.undoneAt === null ? model.kind : `${model.kind}, undone`,
    },
    ...(reason !== undefined && { reason: [{ text: reason }] }),
    agent: [
      {
        type: { coding: [{ system: agents, code: 'author', display: 'Author' }] },
        who: { display: textOf(model.madeBy) ?? 'unknown' },
      },
      ...(model.undoneBy === null
        ? []
        : [{ type: { text: 'Undone by' }, who: { display: textOf(model.undoneBy) ?? 'unknown' } }]),
    ],
  };
};
