/** ImagingStudy as FHIR R5 shapes it (hl7.org/fhir/R5/imagingstudy.html), of what R4 says of the same study. */
import type { Bundle, ImagingStudy, ImagingStudySeries, Resource } from '@medplum/fhirtypes';

const toSeries = ({ modality, bodySite, laterality, ...same }: ImagingStudySeries): object => ({
  ...same,
  ...(modality && { modality: { coding: [modality], ...(modality.display && { text: modality.display }) } }),
  ...(bodySite && { bodySite: { concept: conceptOf(bodySite) } }),
  ...(laterality && { laterality: { coding: [laterality] } }),
});

/** A body part that is no code is its words only. */
const conceptOf = ({ display, ...coding }: NonNullable<ImagingStudySeries['bodySite']>): object =>
  coding.code === undefined && coding.system === undefined
    ? { text: display }
    : { coding: [{ ...coding, ...(display !== undefined && { display }) }] };

const toStudy = ({ modality, reasonCode, series, ...same }: ImagingStudy): object => ({
  ...same,
  ...(modality && { modality: modality.map((coding) => ({ coding: [coding] })) }),
  ...(reasonCode && { reason: reasonCode.map((concept) => ({ concept })) }),
  ...(series && { series: series.map(toSeries) }),
});

/** A study, or a Bundle with studies in it, in R5; what else is in it is alike in both for what we say of it. */
export const toR5 = (resource: Resource): object => {
  if (resource.resourceType === 'ImagingStudy') return toStudy(resource);
  if (resource.resourceType !== 'Bundle') return resource;
  const { entry, ...same }: Bundle = resource;
  return {
    ...same,
    ...(entry && {
      entry: entry.map(({ resource: inner, ...about }) => ({ ...about, ...(inner && { resource: toR5(inner) }) })),
    }),
  };
};
