/** What can be told of, and what it is about. */
import type { SubscriptionFilter } from '../../db/index.ts';
import type { ReadableType } from '../access/index.ts';

interface TopicRow {
  readonly focus: ReadableType;
  readonly title: string;
  readonly description: string;
  /** What it can be narrowed to, beside a patient. */
  readonly filters: readonly SubscriptionFilter['name'][];
}

export const subscriptionTopics = {
  'study-arrived': {
    focus: 'ImagingStudy',
    filters: ['modality'],
    title: 'A study arrived',
    description: 'A study is here; told once, when no object of it has come for some seconds.',
  },
  'priors-ready': {
    focus: 'Patient',
    filters: [],
    title: 'The priors are ready',
    description:
      'Every source was asked about a patient and the relevant priors were fetched, as far as they could be.',
  },
  'report-changed': {
    focus: 'DiagnosticReport',
    filters: ['status'],
    title: 'A report changed',
    description: 'A report came, or another version of it, by message or by FHIR; the resource is the current version.',
  },
  'completeness-changed': {
    focus: 'Patient',
    filters: [],
    title: 'Completeness changed',
    description: 'What is said of how complete the imaging history of a patient is, is not what was said before.',
  },
} as const satisfies Readonly<Record<string, TopicRow>>;

export type SubscriptionTopic = keyof typeof subscriptionTopics;
