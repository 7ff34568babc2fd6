/** A reading page in the session of its user: it tells what is opened in it, and opens what is opened elsewhere. */
import type { PageSaid, PageTold } from '@throughline/contract';
import { type CastMessage, type CastResource, castTime, contextAt } from '@throughline/fhir';
import { Failure } from '../../errors.ts';
import { PeerError } from '../../peers/index.ts';
import { type Hub, type Joining, joinHub, ourName } from './hubs.ts';
import { studyToOpen, toOpened } from './studies.ts';

export interface Page {
  tell(told: PageTold): void;
  /** Nothing more comes. */
  close(why: 'lost' | 'denied'): void;
}

interface Waiting {
  readonly timer: NodeJS.Timeout;
  /** What the page showed before it was asked. */
  readonly before: string | undefined;
}

/** Whoever waits for our answer gives up after ten seconds (2.5.4). */
const pageMs = 8000;

const codingsOf = (outcome: CastResource | undefined) => {
  const issues = Array.isArray(outcome?.issue) ? outcome.issue : [];
  const codings: unknown = issues[0]?.details?.coding;
  type Coding = { readonly system?: unknown; readonly code?: unknown } | null;
  return Array.isArray(codings) ? (codings as readonly Coding[]) : [];
};

/** As it calls itself; a name of reasonable length, as it is shown. */
const whoFails = (message: CastMessage): string => {
  const codings = codingsOf(contextAt(message, 'operationoutcome')?.resource);
  const found = codings.find((coding) => String(coding?.system).endsWith('/subscriber'))?.code;
  return typeof found === 'string' && found !== '' ? found.slice(0, 60) : 'Another application';
};

/** Of ourselves the hub says it to a page that is for one patient, when another one was opened. */
const outOfStep = (who: string): string =>
  who === ourName ? 'Another patient is open elsewhere: this page is for one patient.' : `${who} does not follow.`;

class Following {
  readonly #joining: Joining;
  readonly #page: Page;
  readonly #own = new Set<string>();
  readonly #waiting = new Map<string, Waiting>();
  #hub: Promise<Hub> | undefined;
  /** The study that the page shows. */
  #shown: string | undefined;
  /** Time of what established the context: what is older is not followed (2.5.1). */
  #since = 0;
  /** Who else was there when the page was told last. */
  #named: string | undefined;

  constructor(joining: Joining, page: Page) {
    this.#joining = joining;
    this.#page = page;
  }

  /** What the page says; the first thing is which study it shows. */
  said(said: PageSaid): Promise<void> {
    return said.kind === 'opened' ? this.#opened(said) : this.#answered(said.id, said.done);
  }

  async leave(): Promise<void> {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    const hub = await this.#hub?.catch(() => undefined);
    await hub?.leave();
  }

  async #opened({ study, ago }: Extract<PageSaid, { kind: 'opened' }>): Promise<void> {
    // What was opened because it was opened elsewhere is known there already.
    if (study === this.#shown) return;
    this.#shown = study;
    const at = new Date(this.#joining.context.clock().getTime() - ago);
    this.#since = Math.max(this.#since, at.getTime());
    this.#hub ??= joinHub(this.#joining, {
      event: (message) => this.#do(() => this.#heard(message)),
      ended: () => this.#page.close('lost'),
      denied: () => this.#page.close('denied'),
      others: (names) => this.#others([...new Set(names)]),
    });
    const hub = await this.#hub;
    const message = await toOpened(this.#joining, { topic: hub.topic, studyInstanceUid: study, at });
    if (message === undefined) return;
    this.#own.add(message.id);
    await hub.publish(message).catch((error: unknown) => {
      // Something newer was opened elsewhere: that is told, and followed.
      if (!(error instanceof Failure || error instanceof PeerError)) throw error;
    });
  }

  #others(names: readonly string[]): void {
    const named = names.join('\n');
    if (named === this.#named) return;
    this.#named = named;
    this.#page.tell({ kind: 'following', names: [...names] });
  }

  async #answered(id: string, done: boolean): Promise<void> {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    if (!done) this.#shown = waiting.before;
    (await this.#hub)?.answer(id, done ? 200 : 409);
  }

  #do(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      this.#joining.context.log.warn({ err: error }, 'an event of a followed session failed');
    });
  }

  async #heard(message: CastMessage): Promise<void> {
    const { id, event } = message;
    const hub = await this.#hub;
    if (event['hub.event'] === 'SyncError')
      return this.#page.tell({ kind: 'out-of-step', text: outOfStep(whoFails(message)) });
    if (event['hub.event'] === 'UserLogout') return this.#ask(message, { kind: 'logout', id });
    if (this.#own.delete(id) || castTime(message.timestamp) < this.#since) return hub?.answer(id, 200);
    const study = await studyToOpen(this.#joining, message);
    if (study === undefined) {
      this.#page.tell({ kind: 'out-of-step', text: 'A study was opened elsewhere that is not here for you.' });
      return hub?.answer(id, 409);
    }
    this.#since = castTime(message.timestamp);
    if (study === this.#shown) return hub?.answer(id, 200);
    this.#ask(message, { kind: 'open', id, study });
  }

  #ask(message: CastMessage, told: Extract<PageTold, { id: string }>): void {
    const timer = setTimeout(() => this.#do(() => this.#answered(message.id, false)), pageMs);
    this.#waiting.set(message.id, { timer, before: this.#shown });
    // Where the page opens it, it is known before the page says so.
    if (told.kind === 'open') this.#shown = told.study;
    this.#page.tell(told);
  }
}

/** Joins when the page first says what it shows: nothing is asked of any hub before its pictures are live. */
export const followSession = (joining: Joining, page: Page): Following => new Following(joining, page);
