/** The CapabilityStatement and the OperationDefinitions, made of the table that routes. */
import type {
  CapabilityStatement,
  CapabilityStatementRestResource,
  OperationDefinition,
  OperationDefinitionParameter,
} from '@medplum/fhirtypes';
import type { OperationRow } from './operation-rows.ts';
import type { ResourceRow } from './resource-row.ts';
import { backport, subscriptionTopicNames, topicUrl } from './subscription.ts';
import type { Root } from './systems.ts';
import { resourceRows } from './tables.ts';

/** When what the table says was last changed. */
const published = '2026-11-28';

export const operationId = (row: ResourceRow, operation: OperationRow): string => `${row.type}-${operation.name}`;

const toResource = (row: ResourceRow, { root }: Root): CapabilityStatementRestResource => ({
  type: row.type,
  interaction: [
    { code: 'read' },
    { code: 'search-type' },
    ...(row.history === undefined
      ? []
      : [
          { code: 'vread' as const, documentation: row.history },
          { code: 'history-instance' as const },
          { code: 'history-type' as const },
        ]),
    ...(row.writes === undefined
      ? []
      : [{ code: 'create' as const, documentation: row.writes }, { code: 'update' as const }]),
    ...(row.deletes === undefined ? [] : [{ code: 'delete' as const, documentation: row.deletes }]),
    ...(row.conditionalDelete === undefined ? [] : [{ code: 'delete' as const, documentation: row.conditionalDelete }]),
    ...(row.conditionalUpdate === undefined ? [] : [{ code: 'update' as const, documentation: row.conditionalUpdate }]),
  ],
  versioning: 'versioned',
  readHistory: row.history !== undefined,
  ...(row.writes !== undefined && row.deletes === undefined && { conditionalCreate: true, conditionalUpdate: true }),
  ...(row.type === 'Subscription' && {
    extension: subscriptionTopicNames.map((topic) => ({
      url: backport.topicOfServer,
      valueCanonical: topicUrl(topic, { root }),
    })),
  }),
  conditionalRead: 'full-support',
  ...(row.conditionalDelete !== undefined && { conditionalDelete: 'single' as const }),
  ...(row.conditionalUpdate !== undefined && { conditionalUpdate: true, updateCreate: true }),
  ...(row.includes.length > 0 && { searchInclude: row.includes.map((name) => `${row.type}:${name}`) }),
  ...(row.revIncludes.length > 0 && { searchRevInclude: [...row.revIncludes] }),
  searchParam: row.parameters.map(({ name, type, documentation }) => ({ name, type, documentation })),
  ...(row.sorts.length > 0 && { documentation: `_sort takes one of ${row.sorts.join(', ')}, with - before it: down.` }),
  ...(row.operations.length > 0 && {
    operation: row.operations.map((operation) => ({
      name: operation.name,
      definition: `${root}/OperationDefinition/${operationId(row, operation)}`,
    })),
  }),
});

export interface StatementFacts {
  readonly version: string;
}

export const toCapabilityStatement = ({ version }: StatementFacts, at: Root): CapabilityStatement => ({
  resourceType: 'CapabilityStatement',
  url: `${at.root}/metadata`,
  name: 'Throughline',
  title: 'Throughline imaging hub',
  status: 'active',
  date: published,
  description:
    'Imaging of all sites: the same queries as DICOMweb, so that counts are always equal. Parameters that are not declared are refused. ImagingStudy is read and searched in R5 too, where Accept says fhirVersion=5.0.',
  kind: 'instance',
  software: { name: 'Throughline', version },
  implementation: { description: 'This hub', url: at.root },
  instantiates: ['http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data'],
  fhirVersion: '4.0.1',
  format: ['application/fhir+json', 'json'],
  rest: [
    {
      mode: 'server',
      extension: [
        {
          url: 'http://hl7.org/fhir/uv/fhircast/StructureDefinition/fhircast-configuration-extension',
          extension: [{ url: 'hub.url', valueUrl: at.root.replace(/\/fhir$/, '/fhircast') }],
        },
      ],
      security: {
        description:
          'Bearer tokens of the configured issuer: imaging.read, or scopes of SMART App Launch 2.2 (patient, user, system; each letter by itself). A patient context binds FHIR, DICOMweb and our own API alike.',
      },
      resource: resourceRows.map((row) => toResource(row, at)),
      operation: [
        { name: 'export', definition: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export' },
        { name: 'export', definition: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/patient-export' },
        { name: 'export', definition: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export' },
        {
          name: 'process-message',
          definition: 'http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message',
          documentation:
            'Mobile Patient Identity Feed of IHE PMIR (ITI-93) by a source that may store; links, merges and removals by one that may decide them',
        },
      ],
      interaction: [
        { code: 'batch', documentation: 'Each entry by itself, with the answer that it would have had alone' },
        { code: 'transaction', documentation: 'What is written is written whole or not at all; then what is read' },
      ],
    },
  ],
});

const toParameter = (parameter: OperationRow['parameters'][number]): OperationDefinitionParameter => {
  const { name, use, min, max, documentation, type } = parameter;
  const about = { name, use, min, max, documentation };
  if (type !== 'BackboneElement') return { ...about, type: type as OperationDefinitionParameter['type'] & string };
  const part = (inner: string, innerType: 'string' | 'code' | 'decimal' | 'integer' | 'Reference', many = false) => ({
    name: inner,
    use,
    min: 0,
    max: many ? '*' : '1',
    type: innerType,
  });
  return {
    ...about,
    part: [
      part('study', 'Reference'),
      part('label', 'string'),
      part('site', 'string'),
      part('rank', 'integer'),
      part('tier', 'code'),
      part('score', 'decimal'),
      part('place', 'code'),
      part('reason', 'string', true),
      part('warning', 'string', true),
    ],
  };
};

export const operationDefinitions = ({ root }: Root): readonly OperationDefinition[] =>
  resourceRows.flatMap((row) =>
    row.operations.map((operation) => ({
      resourceType: 'OperationDefinition' as const,
      id: operationId(row, operation),
      url: `${root}/OperationDefinition/${operationId(row, operation)}`,
      name: operation.name.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()),
      title: operation.title,
      status: 'active' as const,
      kind: 'operation' as const,
      date: published,
      description: operation.description,
      affectsState: false,
      code: operation.name,
      resource: [row.type],
      system: false,
      type: operation.level === 'type',
      instance: operation.level === 'instance',
      parameter: operation.parameters.map(toParameter),
    })),
  );
