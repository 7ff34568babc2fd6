/** What is open in a session, and what an event makes of it (FHIRcast STU3 2.4, 2.9, 2.10). Pure. */
import { castEventOf, castKeys } from './events.ts';
import { CastError, type CastMessage, type CastRequest, type CastResource, castTime, contextAt } from './messages.ts';

export interface OpenContext {
  /** Number of the event that opened it. */
  readonly sequence: number;
  readonly message: CastMessage;
  /** The event that it follows from, when it was not told of itself. */
  readonly insteadOf: string | null;
  readonly versionId: string;
  /** What was shared in it, by content sharing. */
  readonly content: readonly CastResource[];
  readonly closed: boolean;
  /** Patient records that it is about; empty: none that is known here. */
  readonly records: readonly string[];
}

/** The newest context of each type; `Home` stands for none. */
export type Contexts = Readonly<Record<string, OpenContext>>;

export interface CastTold {
  readonly sequence: number;
  readonly message: CastMessage;
  /** CastTold only to whoever does not follow this event, from which it follows. */
  readonly insteadOf: string | null;
}

export interface Applied {
  readonly contexts: Contexts;
  readonly told: readonly CastTold[];
}

export interface Applying {
  /** Number of the last event of the session. */
  readonly last: number;
  readonly records: readonly string[];
  newId(): string;
}

const mostEntries = 200;
const mostContent = 1000;

const identifiersOf = (resource: CastResource | undefined): readonly string[] =>
  (Array.isArray(resource?.identifier) ? resource.identifier : []).flatMap(
    (each: { readonly system?: unknown; readonly value?: unknown } | null) =>
      typeof each?.value === 'string' ? [`${String(each.system ?? '')}|${each.value}`] : [],
  );

const isSame = (a: CastResource | undefined, b: CastResource | undefined): boolean => {
  if (a === undefined || b === undefined) return false;
  if (a.id !== undefined && a.id === b.id) return true;
  const known = new Set(identifiersOf(a));
  return identifiersOf(b).some((identifier) => known.has(identifier));
};

const anchorResource = (message: CastMessage, type: string): CastResource | undefined =>
  contextAt(message, castKeys[type] ?? '')?.resource;

const newestOf = (contexts: Contexts): OpenContext | undefined =>
  Object.values(contexts).toSorted((a, b) => b.sequence - a.sequence)[0];

/** An older change that arrives late would make the hub tell what nobody follows (2.5.1). */
const checkOrder = (contexts: Contexts, { message }: CastRequest): void => {
  const newest = newestOf(contexts);
  if (newest !== undefined && castTime(message.timestamp) < castTime(newest.message.timestamp))
    throw new CastError('conflict', 'A newer context is open already.');
};

const versioned = (message: CastMessage, versionId: string, prior?: string): CastMessage => ({
  ...message,
  event: {
    ...message.event,
    'context.versionId': versionId,
    ...(prior !== undefined && { 'context.priorVersionId': prior }),
  },
});

/** The opens that follow from one, for those who do not follow it itself; none for what is open already. */
const derivedOf = (
  contexts: Contexts,
  { row, message }: CastRequest,
  { last, newId }: Applying,
): readonly CastTold[] => {
  const types = ['Patient', 'Encounter', 'ImagingStudy'].filter((type) => type !== row.anchor);
  const found = types.flatMap((type) => {
    const resource = anchorResource(message, type);
    const open = contexts[type];
    const isOpen = open !== undefined && !open.closed && isSame(anchorResource(open.message, type), resource);
    return resource?.resourceType !== type || isOpen ? [] : [type];
  });
  return found.map((type, at) => {
    const keys = new Set([castKeys[type], 'patient']);
    const { event, timestamp } = message;
    return {
      sequence: last + 1 + at,
      insteadOf: row.name,
      message: {
        timestamp,
        id: newId(),
        event: {
          'hub.topic': event['hub.topic'],
          'hub.event': `${type}-open`,
          context: event.context.filter(({ key }) => keys.has(key)),
        },
      },
    };
  });
};

const open = (contexts: Contexts, request: CastRequest, applying: Applying): Applied => {
  checkOrder(contexts, request);
  const derived = derivedOf(contexts, request, applying);
  const own = { sequence: applying.last + derived.length + 1, message: request.message, insteadOf: null };
  const told = [...derived, own].map((each) => ({ ...each, message: versioned(each.message, applying.newId()) }));
  const opened = told.map(({ sequence, message, insteadOf }): [string, OpenContext] => [
    castEventOf(message.event['hub.event'])?.anchor ?? 'Home',
    {
      sequence,
      message,
      insteadOf,
      versionId: message.event['context.versionId'] ?? '',
      content: [],
      closed: false,
      records: applying.records,
    },
  ]);
  return { contexts: { ...contexts, ...Object.fromEntries(opened) }, told };
};

const tell = (contexts: Contexts, { message }: CastRequest, { last }: Applying): Applied => ({
  contexts,
  told: [{ sequence: last + 1, message, insteadOf: null }],
});

const close = (contexts: Contexts, request: CastRequest, applying: Applying): Applied => {
  const { anchor } = request.row;
  const known = anchor === null ? undefined : contexts[anchor];
  const told = tell(contexts, request, applying);
  if (anchor === null || known === undefined) return told;
  if (!isSame(anchorResource(known.message, anchor), anchorResource(request.message, anchor))) return told;
  checkOrder({ [anchor]: known }, request);
  return { ...told, contexts: { ...contexts, [anchor]: { ...known, closed: true, content: [] } } };
};

interface Change {
  readonly place: string;
  readonly resource: CastResource | undefined;
}

const changesOf = (bundle: CastResource | undefined): readonly Change[] => {
  const entries = Array.isArray(bundle?.entry) ? (bundle.entry as readonly Record<string, unknown>[]) : [];
  if (entries.length > mostEntries)
    throw new CastError('payload-too-large', `An update has at most ${mostEntries} entries.`);
  return entries.map((entry) => {
    const { method } = (entry?.request ?? {}) as { readonly method?: unknown };
    const resource = entry?.resource as CastResource | undefined;
    const isNamed = typeof resource?.id === 'string' && typeof resource.resourceType === 'string';
    const named = typeof entry?.fullUrl === 'string' ? entry.fullUrl.split('/').slice(-2).join('/') : undefined;
    const place = isNamed ? `${resource.resourceType}/${resource.id}` : named;
    if (place === undefined || (method !== 'PUT' && method !== 'DELETE') || (method === 'PUT' && !isNamed))
      throw new CastError('bad-request', 'An entry of an update puts a resource that has an id, or deletes one.');
    return { place, resource: method === 'PUT' ? resource : undefined };
  });
};

const placeOf = (resource: CastResource): string => `${resource.resourceType}/${resource.id}`;

/** All of the entries or none (2.10.1). */
const withChanges = (before: readonly CastResource[], changes: readonly Change[]): readonly CastResource[] => {
  if (new Set(changes.map(({ place }) => place)).size < changes.length)
    throw new CastError('bad-request', 'A resource stands in an update once.');
  const content = new Map(before.map((resource) => [placeOf(resource), resource]));
  for (const { place, resource } of changes)
    if (resource === undefined) content.delete(place);
    else content.set(place, resource);
  if (content.size > mostContent)
    throw new CastError('payload-too-large', `A context has at most ${mostContent} resources.`);
  return [...content.values()];
};

const contentAfter = (known: OpenContext, changes: readonly Change[]): readonly CastResource[] => {
  const fixed = new Set(known.message.event.context.flatMap(({ resource }) => (resource ? [placeOf(resource)] : [])));
  if (changes.some(({ place, resource }) => resource === undefined && fixed.has(place)))
    throw new CastError('bad-request', 'What a context was opened with is not removed.');
  return withChanges(known.content, changes);
};

/** What an update that a hub tells of makes of the content that is shared. @throws CastError when it cannot be read: nothing of it is taken */
export const contentWith = (content: readonly CastResource[], message: CastMessage): readonly CastResource[] =>
  withChanges(content, changesOf(contextAt(message, 'updates')?.resource));

/** The context that a content event is about: the one that is open now. */
const sharedIn = (contexts: Contexts, { row, message }: CastRequest): OpenContext => {
  const known = contexts[row.anchor ?? ''];
  const key = castKeys[row.anchor ?? ''] ?? '';
  const named = contextAt(message, key);
  const id = named?.resource?.id ?? named?.reference?.reference?.split('/')[1];
  const isCurrent = known !== undefined && !known.closed && newestOf(contexts) === known;
  if (!isCurrent || anchorResource(known.message, row.anchor ?? '')?.id !== id)
    throw new CastError('conflict', 'It is not about the context that is open.');
  return known;
};

const update = (contexts: Contexts, request: CastRequest, applying: Applying): Applied => {
  const known = sharedIn(contexts, request);
  if (request.message.event['context.versionId'] !== known.versionId)
    throw new CastError('conflict', 'The context has another version by now: get it again.');
  const content = contentAfter(known, changesOf(contextAt(request.message, 'updates')?.resource));
  const versionId = applying.newId();
  const message = versioned(request.message, versionId, known.versionId);
  return {
    contexts: { ...contexts, [request.row.anchor ?? '']: { ...known, content, versionId } },
    told: [{ sequence: applying.last + 1, message, insteadOf: null }],
  };
};

/** What an event makes of what is open, and what is told of it. @throws CastError when it is refused: then nothing changes */
export const applyCast = (contexts: Contexts, request: CastRequest, applying: Applying): Applied => {
  const { kind, name } = request.row;
  if (kind === 'open' || name === 'Home-open') return open(contexts, request, applying);
  if (kind === 'close') return close(contexts, request, applying);
  if (kind === 'update') return update(contexts, request, applying);
  if (kind === 'select') sharedIn(contexts, request);
  const told = tell(contexts, request, applying);
  return name === 'UserLogout' ? { ...told, contexts: {} } : told;
};

const isHome = (context: OpenContext): boolean => castEventOf(context.message.event['hub.event'])?.anchor === null;

/** The newest context of those that somebody may know of; undefined when it was closed, or none was opened (2.9.2). */
export const currentOf = (contexts: Contexts, may: (context: OpenContext) => boolean): OpenContext | undefined => {
  const newest = newestOf(Object.fromEntries(Object.entries(contexts).filter(([, context]) => may(context))));
  return newest === undefined || newest.closed || isHome(newest) ? undefined : newest;
};

/** The answer to a question for the current context (2.9.2). */
export const toCurrentContext = (current: OpenContext | undefined, bundleId: string) => {
  if (current === undefined) return { 'context.type': '', 'context.versionId': '', context: [] };
  const { message, versionId, content } = current;
  const bundle = {
    resourceType: 'Bundle',
    id: bundleId,
    type: 'collection',
    ...(content.length > 0 && { entry: content.map((resource) => ({ resource })) }),
  };
  return {
    'context.type': castEventOf(message.event['hub.event'])?.anchor ?? '',
    'context.versionId': versionId,
    context: [...message.event.context, { key: 'content', resource: bundle }],
  };
};

/** What a new subscriber is told first: what is open, oldest first (2.4.5). */
export const opensOf = (contexts: Contexts): readonly OpenContext[] =>
  Object.values(contexts)
    .filter((context) => !context.closed && !isHome(context))
    .toSorted((a, b) => a.sequence - b.sequence);
