/** The order that a study of elsewhere is imported under, laid over a header on its way out (IHE IRWF.b, PS3.3 C.12.1.1.9). */
import { Dataset, type Tag, tags } from '@throughline/dicom';
import type { LocalOrder } from '../../db/index.ts';
import { dropGroupLengths, makeEncodable, modification } from './overlay.ts';

/** What is laid over, and nothing else. */
export const orderTags: readonly Tag[] = [
  tags.AccessionNumber,
  tags.IssuerOfAccessionNumberSequence,
  tags.ProcedureCodeSequence,
  tags.RequestAttributesSequence,
];

const itemIn = (dataset: Dataset): Dataset => new Dataset({ littleEndian: dataset.littleEndian, parent: dataset });

const codeItem = (dataset: Dataset, { procedureCode }: LocalOrder): readonly Dataset[] =>
  procedureCode === null
    ? []
    : [
        itemIn(dataset)
          .set(tags.CodeValue, procedureCode.code)
          .set(tags.CodingSchemeDesignator, procedureCode.scheme)
          .set(tags.CodeMeaning, procedureCode.meaning),
      ];

const requestItem = (dataset: Dataset, order: LocalOrder): Dataset => {
  const item = itemIn(dataset).set(tags.AccessionNumber, order.accessionNumber);
  if (order.requestedProcedureId !== null) item.set(tags.RequestedProcedureID, order.requestedProcedureId);
  if (order.description !== null) item.set(tags.RequestedProcedureDescription, order.description);
  const code = codeItem(dataset, order);
  return code.length === 0 ? item : item.set(tags.RequestedProcedureCodeSequence, code);
};

const textsOf = ({ accessionNumber, accessionIssuer, requestedProcedureId, description, procedureCode }: LocalOrder) =>
  [accessionNumber, accessionIssuer, requestedProcedureId, description, ...Object.values(procedureCode ?? {})].filter(
    (text) => text !== null,
  );

/** Changes the data set in memory; the object stays as it is. */
export const applyLocalOrder = (dataset: Dataset, order: LocalOrder): void => {
  makeEncodable(dataset, textsOf(order));
  const code = codeItem(dataset, order);
  // A procedure that has no code keeps the one that was performed.
  const changed = orderTags.filter((tag) => tag !== tags.ProcedureCodeSequence || code.length > 0);
  const original = modification(dataset, order.since.toISOString(), changed, 'COERCE');
  dataset
    .set(tags.AccessionNumber, order.accessionNumber)
    .set(tags.RequestAttributesSequence, [requestItem(dataset, order)])
    .set(tags.OriginalAttributesSequence, [...dataset.items(tags.OriginalAttributesSequence), original]);
  if (code.length > 0) dataset.set(tags.ProcedureCodeSequence, code);
  if (order.accessionIssuer === null) dataset.delete(tags.IssuerOfAccessionNumberSequence);
  else {
    const issuer = itemIn(dataset).set(tags.LocalNamespaceEntityID, order.accessionIssuer);
    dataset.set(tags.IssuerOfAccessionNumberSequence, [issuer]);
  }
  dropGroupLengths(dataset);
};
