/** A ledger of three hospitals at half past nine, whole unless it is told otherwise, and what is stated of it. */
import {
  type Ledger,
  type LedgerSource,
  type LedgerStudy,
  stateCompleteness,
} from '../src/features/completeness/index.ts';

export const now = new Date(2026, 10, 24, 9, 30);
export const at = (hours: number, minutes: number): Date => new Date(2026, 10, 24, hours, minutes);

export const source = (name: string, more: Partial<LedgerSource> = {}): LedgerSource => ({
  sourceId: name,
  siteName: name,
  sourceName: `${name} PACS`,
  outcome: 'found',
  found: 3,
  askedAt: at(9, 20),
  answeredAt: at(9, 20),
  lastAnsweredAt: at(9, 20),
  durationMs: 120,
  covers: true,
  reports: null,
  from: null,
  to: null,
  modalities: null,
  ...more,
});

export const study = (
  label: string,
  received: number,
  claimed: number | null,
  more: Partial<LedgerStudy> = {},
): LedgerStudy => ({
  studyInstanceUid: label,
  label,
  siteName: 'County General',
  role: 'flagged',
  received,
  series: [],
  copies: [{ sourceId: 'County General', siteName: 'County General', claimed, kind: 'whole', gives: true }],
  announced: null,
  transfer: null,
  left: null,
  lastReceivedAt: at(9, 21),
  ...more,
});

export const current = study('Spine film 2026-11-24', 2, 2, { role: 'current' });
export const three = [
  source("Children's"),
  source('County General'),
  source('Riverside', { outcome: 'none', found: 0 }),
];
export const ledger = (more: Partial<Ledger> = {}): Ledger => ({
  sources: three,
  studies: [current, study('Echo 2022-11-03', 52, 52)],
  vanished: [],
  mentions: [],
  links: [],
  hidden: [],
  ...more,
});
export const state = (more: Partial<Ledger> = {}) => stateCompleteness(ledger(more), now);
export const codes = (more: Partial<Ledger>) => state(more).reasons.map((reason) => reason.code);
export const silent = source('County General', { outcome: 'unreachable', found: null, lastAnsweredAt: at(9, 12) });
