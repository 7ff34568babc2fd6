/**
 * A manifest as it is given to a Document Recipient: a DocumentReference that holds the document (IHE MHD Simplified Publish, ITI-105;
 * the format and what it is related to as IHE RAD MADO has them).
 */
import { createHash } from 'node:crypto';
import type { DocumentReference, Identifier, Organization, Patient, Reference } from '@medplum/fhirtypes';
import {
  accessionIdentifier,
  documentIdentifier,
  type ManifestModel,
  organizationOf,
  patientOf,
  studyIdentifier,
  toImagingManifest,
} from './imaging-manifest.ts';
import { type Root, systems } from './systems.ts';
import { dateTimeOf, textOf } from './values.ts';

const simplifiedPublish =
  'https://profiles.ihe.net/ITI/MHD/StructureDefinition/IHE.MHD.SimplifiedPublish.DocumentReference';

const format = {
  system: 'http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode',
  code: 'urn:ihe:rad:MADO:fhir-manifest:2026',
};

const kind = { coding: [{ system: systems.loinc, code: '18748-4', display: 'Diagnostic imaging study' }] };

/** By the identifier that its receiver knows (3.105.4.1.2.2); one without any is the patient that is told beside. */
const subjectOf = (patient: Patient): Reference<Patient> => {
  const [identifier] = patient.identifier ?? [];
  return identifier === undefined ? { reference: '#patient' } : { type: 'Patient', identifier };
};

const contextOf = (model: ManifestModel, at: Root): NonNullable<DocumentReference['context']> => {
  const started = dateTimeOf(model.date, model.time, model.timezone);
  const accession = accessionIdentifier(model, at);
  const related: Identifier[] = [studyIdentifier(model), ...(accession === undefined ? [] : [accession])];
  return {
    ...(started !== undefined && { period: { start: started } }),
    sourcePatientInfo: { reference: '#patient' },
    related: related.map((identifier) => ({ identifier })),
  };
};

/** In place of `replaces`, the DocumentReference of an earlier manifest of the study there, when there is one. */
export const toPublishedManifest = (model: ManifestModel, at: Root, replaces?: string): DocumentReference => {
  const document = Buffer.from(JSON.stringify(toImagingManifest(model, at)), 'utf8');
  const patient: Patient = { ...patientOf(model, at), id: 'patient' };
  const organization: Organization = { ...organizationOf(model), id: 'organization' };
  const title = textOf(model.description) ?? 'Imaging study';
  return {
    resourceType: 'DocumentReference',
    meta: { profile: [simplifiedPublish] },
    contained: [patient, organization],
    masterIdentifier: documentIdentifier(model),
    identifier: [documentIdentifier(model)],
    status: 'current',
    type: kind,
    category: [kind],
    subject: subjectOf(patient),
    date: model.at.toISOString(),
    author: [{ reference: '#organization' }],
    custodian: { reference: '#organization' },
    ...(replaces !== undefined && {
      relatesTo: [{ code: 'replaces', target: { reference: `DocumentReference/${replaces}` } }],
    }),
    content: [
      {
        attachment: {
          contentType: 'application/fhir+json',
          language: 'en',
          data: document.toString('base64'),
          size: document.length,
          // SHA-1, as the data type wants it (FHIR R4 2.24.0.6): it tells a transmission error, nothing else.
          hash: createHash('sha1').update(document).digest('base64'),
          title,
          creation: model.at.toISOString(),
        },
        format,
      },
    ],
    context: contextOf(model, at),
  };
};
