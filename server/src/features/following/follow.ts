/** A reading page in the session of its user: it tells what is opened in it, and opens what is opened elsewhere. */
import type { PageSaid, PageTold } from '@throughline/contract';
import { type CastMessage, type CastResource, castTime, contextAt } from '@throughline/fhir';
import { newId } from '../../db/index.ts';
import { Failure } from '../../errors.ts';
import { PeerError } from '../../peers/index.ts';
import { isPage, takePage } from '../fhircast/index.ts';
import { asOpened, type Hub, type Joining, joinHub, ourName } from './hubs.ts';
import { measuredResources, Sharing } from './sharing.ts';
import { isPatientOf, studyToOpen, toStudyEvent } from './studies.ts';

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

/** A page that is loaded again is there again by then; one that is not has been closed. */
const GONE_MS = 20_000;

export interface FollowOptions {
  /** Milliseconds after which a page that left without a word counts as closed. */
  readonly goneMs?: number;
}

/** How a page ends: the user closed it, or said not to follow any more. */
export type Leaving = 'gone' | 'stopped';

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
  readonly #sharing: Sharing;
  readonly #id = newId();
  #ownTopic: string | undefined;
  readonly #goneMs: number;

  constructor(joining: Joining, page: Page, { goneMs = GONE_MS }: FollowOptions) {
    this.#joining = joining;
    this.#page = page;
    this.#goneMs = goneMs;
    this.#sharing = new Sharing((items) => page.tell({ kind: 'shared', items }));
  }

  /** What the page says; the first thing is which study it shows, or that it waits for one. */
  said(said: PageSaid): Promise<void> {
    switch (said.kind) {
      case 'opened':
        return this.#opened(said);
      case 'waiting':
        return this.#waits(said.closed);
      case 'measured':
        return this.#measured(said);
      case 'answered':
        return this.#answered(said.id, said.done);
    }
  }

  async leave(how: Leaving): Promise<void> {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    const hub = await this.#hub?.catch(() => undefined);
    await hub?.leave();
    if (how === 'gone' && hub !== undefined && this.#shown !== undefined)
      setTimeout(() => this.#do(() => this.#closeWhenGone(hub)), this.#goneMs).unref();
  }

  /** Nobody has opened a page in the session since: what it showed is closed. */
  async #closeWhenGone(hub: Hub): Promise<void> {
    const { context, principal } = this.#joining;
    if (this.#ownTopic !== undefined && (await isPage(context, principal, this.#ownTopic, this.#id)))
      await this.#tellClosed(hub);
  }

  async #tellClosed(hub: Hub): Promise<void> {
    const studyInstanceUid = this.#shown;
    this.#shown = undefined;
    if (studyInstanceUid === undefined) return;
    const at = this.#joining.context.clock();
    await this.#publish(hub, { event: 'ImagingStudy-close', studyInstanceUid, at });
  }

  async #join(): Promise<Hub> {
    const { context, principal } = this.#joining;
    this.#ownTopic = await takePage(context, principal, this.#id);
    return joinHub(this.#joining, {
      event: (message) => this.#do(() => this.#heard(message)),
      ended: () => this.#page.close('lost'),
      denied: () => this.#page.close('denied'),
      others: (names) => this.#others([...new Set(names)]),
    });
  }

  async #waits(closed: boolean): Promise<void> {
    this.#hub ??= this.#join();
    const hub = await this.#hub;
    this.#sharing.over();
    if (closed) await this.#tellClosed(hub);
    this.#shown = undefined;
  }

  async #publish(hub: Hub, happened: Omit<Parameters<typeof toStudyEvent>[1], 'topic'>): Promise<void> {
    const message = await toStudyEvent(this.#joining, { ...happened, topic: hub.topic });
    if (message === undefined) return;
    this.#own.add(message.id);
    await hub.publish(message).catch((error: unknown) => {
      // Something newer was opened elsewhere: that is told, and followed. Or the session has ended.
      if (!(error instanceof Failure || error instanceof PeerError)) throw error;
    });
  }

  /** What the user measured, shared in the open report; once more where somebody else's update was quicker. */
  async #measured({ study, measurements }: Extract<PageSaid, { kind: 'measured' }>): Promise<void> {
    const hub = await this.#hub;
    if (hub === undefined) return;
    const resources = await measuredResources(this.#joining, study, measurements);
    const send = async (): Promise<boolean> => {
      const message = this.#sharing.toUpdate(hub.topic, resources, this.#joining.context.clock());
      if (message === undefined) return true;
      try {
        await hub.publish(message);
        return true;
      } catch (error) {
        if (!(error instanceof Failure || error instanceof PeerError)) throw error;
        return false;
      }
    };
    if (await send()) return;
    this.#sharing.known(await hub.current());
    if (!(await send()))
      this.#page.tell({ kind: 'out-of-step', text: 'What you measured could not be shared in the open report.' });
  }

  async #opened({ study, ago }: Extract<PageSaid, { kind: 'opened' }>): Promise<void> {
    // What was opened because it was opened elsewhere is known there already.
    if (study === this.#shown) return;
    this.#shown = study;
    const at = new Date(this.#joining.context.clock().getTime() - ago);
    this.#since = Math.max(this.#since, at.getTime());
    const isFirst = this.#hub === undefined;
    this.#hub ??= this.#join();
    const hub = await this.#hub;
    if (isFirst && (await this.#isReportOn(hub, study))) return;
    // Another study is open now than the one that the open report is about.
    this.#sharing.over();
    await this.#publish(hub, { event: 'ImagingStudy-open', studyInstanceUid: study, at });
  }

  /** Whether a report on this study is open already, as where a reporting system launched the page: it stays open, and is shared in. */
  async #isReportOn(hub: Hub, study: string): Promise<boolean> {
    const current = await hub.current();
    const opened = asOpened(hub.topic, current);
    if (opened?.event['hub.event'] !== 'DiagnosticReport-open') return false;
    if ((await studyToOpen(this.#joining, opened)) !== study) return false;
    this.#sharing.opened(opened);
    this.#sharing.known(current);
    return true;
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
    if (event['hub.event'] === 'DiagnosticReport-update' || event['hub.event'] === 'DiagnosticReport-select') {
      this.#sharing.heard(message);
      return hub?.answer(id, 200);
    }
    if (this.#own.delete(id) || castTime(message.timestamp) < this.#since) return hub?.answer(id, 200);
    if (event['hub.event'].endsWith('-close')) return this.#closedElsewhere(message, hub);
    return this.#openedElsewhere(message, hub);
  }

  async #openedElsewhere(message: CastMessage, hub: Hub | undefined): Promise<void> {
    const { id, event } = message;
    const isPatient = event['hub.event'] === 'Patient-open';
    // Of the patient whose study is shown already, the study stays.
    if (isPatient && this.#shown !== undefined && (await isPatientOf(this.#joining, message, this.#shown)))
      return hub?.answer(id, 200);
    const study = await studyToOpen(this.#joining, message);
    if (study === undefined) {
      const what = isPatient ? 'A patient was opened elsewhere of whom nothing' : 'A study was opened elsewhere that';
      this.#page.tell({ kind: 'out-of-step', text: `${what} is${isPatient ? '' : ' not'} here for you.` });
      return hub?.answer(id, 409);
    }
    this.#since = castTime(message.timestamp);
    if (event['hub.event'] === 'DiagnosticReport-open') {
      this.#sharing.opened(message);
      // Of a report that was open before us, what was shared in it.
      this.#sharing.known(await hub?.current());
    } else if (study !== this.#shown) this.#sharing.over();
    if (study === this.#shown) return hub?.answer(id, 200);
    this.#ask(message, { kind: 'open', id, study });
  }

  async #closedElsewhere(message: CastMessage, hub: Hub | undefined): Promise<void> {
    const { id, event } = message;
    const shown = this.#shown;
    if (event['hub.event'] === 'DiagnosticReport-close') this.#sharing.over();
    const isOurs =
      shown !== undefined &&
      (event['hub.event'] === 'Patient-close'
        ? await isPatientOf(this.#joining, message, shown)
        : (await studyToOpen(this.#joining, message)) === shown);
    if (!isOurs) return hub?.answer(id, 200);
    this.#ask(message, { kind: 'closed', id });
  }

  #ask(message: CastMessage, told: Extract<PageTold, { id: string }>): void {
    const timer = setTimeout(() => this.#do(() => this.#answered(message.id, false)), pageMs);
    this.#waiting.set(message.id, { timer, before: this.#shown });
    // Where the page opens or closes it, it is known before the page says so.
    if (told.kind !== 'logout') this.#shown = told.kind === 'open' ? told.study : undefined;
    this.#page.tell(told);
  }
}

/** Joins when the page first says what it shows: nothing is asked of any hub before its pictures are live. */
export const followSession = (joining: Joining, page: Page, options: FollowOptions = {}): Following =>
  new Following(joining, page, options);
