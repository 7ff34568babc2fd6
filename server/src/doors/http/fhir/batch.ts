/** Bundles of what is asked (R4 http.html 2.21.0.17): each entry by itself in a batch, all or nothing of what a transaction writes. */
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { toOutcome } from '@throughline/fhir';
import { z } from 'zod';
import { Failure, fail } from '../../../errors.ts';
import { failureOf } from '../error-handler.ts';
import type { Answer, Input, Told } from './interaction.ts';
import { interactionOf } from './interactions.ts';
import type { Asking } from './kind.ts';
import { tell } from './writes.ts';

const mostEntries = 100;
const text = z.string().max(8192);

const bundleShape = z.object({
  resourceType: z.literal('Bundle'),
  type: z.enum(['batch', 'transaction']),
  entry: z
    .array(
      z.object({
        fullUrl: text.optional(),
        resource: z.looseObject({ resourceType: text }).optional(),
        request: z.object({
          method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']),
          url: text,
          ifNoneMatch: text.optional(),
          ifModifiedSince: text.optional(),
          ifMatch: text.optional(),
          ifNoneExist: text.optional(),
        }),
      }),
    )
    .max(mostEntries)
    .optional(),
});
type Entry = NonNullable<z.infer<typeof bundleShape>['entry']>[number];

/** What an entry asks, as a request by itself would have; undefined when there is no such interaction. */
const understood = ({ request, resource }: Entry, { at }: Asking) => {
  const { method, url, ...conditions } = request;
  const path = url.startsWith(`${at.root}/`) ? url.slice(at.root.length + 1) : url.replace(/^\//, '');
  const [place = '', query = ''] = path.split('?');
  const found = interactionOf(method, place);
  if (found === undefined) return undefined;
  const input: Input = {
    params: found.params,
    query: [...new URLSearchParams(query)],
    path,
    body: resource,
    conditions,
  };
  return { ...found, input };
};

const toEntry = ({ status, resource, location, etag, lastModified }: Answer): BundleEntry => ({
  ...(resource && { resource }),
  response: {
    status: String(status),
    ...(location !== undefined && { location }),
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  },
});

const failed = (error: unknown): BundleEntry => {
  const { entry, code, message } = failureOf(error);
  return {
    response: { status: String(entry.http), outcome: toOutcome({ http: entry.http, code, sentence: message }) },
  };
};

const alone = async (asking: Asking, entry: Entry): Promise<BundleEntry> => {
  try {
    const found = understood(entry, asking) ?? fail('not-found', 'There is no such interaction.');
    return toEntry(await found.interaction.run(asking, found.input));
  } catch (error) {
    if (!(error instanceof Failure)) asking.context.log.error({ err: error }, 'an entry of a batch failed');
    return failed(error);
  }
};

/** References to entries by their fullUrl become references to what was made of them. */
const resolved = (value: unknown, made: ReadonlyMap<string, string>): unknown => {
  if (Array.isArray(value)) return value.map((each) => resolved(each, made));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === 'reference' && typeof inner === 'string' ? (made.get(inner) ?? inner) : resolved(inner, made),
    ]),
  );
};

/** R4 http.html 3.1.0.11.2: what is deleted goes first. Then patients: what else is written is about them. */
const writtenFirst = (one: { readonly entry: Entry }, other: { readonly entry: Entry }): number => {
  const place = ({ entry: { request, resource } }: typeof one): number =>
    request.method === 'DELETE' ? 0 : resource?.resourceType === 'Patient' ? 1 : 2;
  return place(one) - place(other);
};

const transact = async (asking: Asking, entries: readonly Entry[]): Promise<readonly BundleEntry[]> => {
  const { context, principal } = asking;
  const all = entries.map((entry, at) => ({
    entry,
    at,
    asked: understood(entry, asking) ?? fail('not-found', `There is no such interaction: entry ${at + 1}.`),
  }));
  const writing = all.filter(({ asked }) => asked.interaction.write !== undefined).toSorted(writtenFirst);
  const told = await context.db.tenant(principal.tenantId, async (trx) => {
    const made = new Map<string, string>();
    const results = new Map<number, Told>();
    for (const { entry, at, asked } of writing) {
      const body = resolved(asked.input.body, made);
      const result = await asked.interaction.write?.(asking, trx, { ...asked.input, body });
      if (result === undefined) continue;
      results.set(at, result);
      if (entry.fullUrl !== undefined) made.set(entry.fullUrl, `${result.type}/${result.id}`);
    }
    return results;
  });
  const answers: BundleEntry[] = [];
  for (const { at, asked } of all) {
    const result = told.get(at);
    answers.push(toEntry(result ? await tell(asking, result) : await asked.interaction.run(asking, asked.input)));
  }
  return answers;
};

/** What is wrong with a body that is no Bundle of ours, in one sentence; of an entry, which one. */
const wrong = ({ path, code }: z.core.$ZodIssue): string => {
  const [field, at, ...inner] = path;
  if (field === undefined || field === 'resourceType') return 'What is sent to the service root is a Bundle.';
  if (field === 'type') return 'A Bundle that is sent is of type batch or transaction.';
  if (at !== undefined)
    return `The entry ${Number(at) + 1} of the Bundle cannot be understood for its ${inner.join('.') || 'form'}.`;
  return code === 'too_big' ? `A Bundle has at most ${mostEntries} entries.` : 'The entries of a Bundle are a list.';
};

export const runBundle = async (asking: Asking, body: unknown): Promise<Bundle> => {
  const read = bundleShape.safeParse(body);
  if (!read.success) {
    const [issue] = read.error.issues;
    return fail('bad-request', issue && wrong(issue));
  }
  const { type, entry: entries = [] } = read.data;
  const answers: BundleEntry[] = [];
  if (type === 'transaction') answers.push(...(await transact(asking, entries)));
  else for (const entry of entries) answers.push(await alone(asking, entry));
  return {
    resourceType: 'Bundle',
    type: `${type}-response`,
    ...(answers.length > 0 && { entry: answers }),
  };
};
