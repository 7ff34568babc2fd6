/** How a query went, before it is written as an answer. */
import type { AckError, QueryStatus, Segment, SegmentInput } from '@throughline/hl7';
import { isIssuerKnown } from '../../chart/index.ts';
import type { Context } from '../../context.ts';
import type { MessageSource } from '../sources.ts';

export interface Found {
  readonly status: QueryStatus;
  readonly patients: readonly SegmentInput[];
  readonly hits?: { readonly all: number; readonly here: number; readonly before?: number };
  readonly continuation?: string;
  readonly error?: AckError;
}

export const wrong = (condition: string, text: string, location: string): Found => ({
  status: 'AE',
  patients: [],
  error: { condition, text, location },
});

interface Component {
  component(component: number): { text(component: number): string };
}

/** The issuer that an HD names, as we call it; undefined when it names none. */
export const authorityIn = (value: Component, at: number, { mapping }: MessageSource): string | undefined => {
  const hd = value.component(at);
  const names = [hd.text(1), hd.text(2)].filter((name) => name !== '');
  const mapped = names.find((name) => Object.hasOwn(mapping.authorities, name));
  return mapped === undefined ? names[0] : mapping.authorities[mapped];
};

/** The domains that a field of QPD wants identifiers of. */
export const domainsIn = (qpd: Segment | undefined, field: number, source: MessageSource): readonly string[] =>
  (qpd?.repetitions(field) ?? []).map((domain) => authorityIn(domain, 4, source) ?? '');

/** Which of the domains nobody knows, counted from one as repetitions are; 0 when all are known. */
export const unknownAmong = async (
  context: Context,
  { principal }: MessageSource,
  domains: readonly string[],
): Promise<number> => {
  for (const [at, domain] of domains.entries()) if (!(await isIssuerKnown(context, principal, domain))) return at + 1;
  return 0;
};
