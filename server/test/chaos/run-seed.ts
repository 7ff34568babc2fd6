/** One seeded run: the hub's own gathering, identity and completeness against sources that do as they like; then they calm down. */

import { newId } from '../../src/db/index.ts';
import { Fetcher } from '../../src/doors/jobs/fetcher.ts';
import { askSilentAgain, runGathering } from '../../src/doors/jobs/gatherer.ts';
import type { GatherJob, RankJob } from '../../src/doors/jobs/queues.ts';
import { Failures, relayOutbox } from '../../src/doors/jobs/relay.ts';
import type { Right } from '../../src/features/access/index.ts';
import type { Context } from '../../src/features/context.ts';
import { type PriorsOfStudy, pullPrior, rankAgain, rankPriors } from '../../src/features/priors/index.ts';
import { putSource } from '../../src/features/sources/index.ts';
import { storeInstance } from '../../src/features/store/index.ts';
import { testPrincipal } from '../context.ts';
import { inChunks } from '../objects.ts';
import { ChaosSource, type Mood } from './chaos-source.ts';
import { startClock, type VirtualClock } from './virtual-time.ts';
import type { TrueObject, World } from './world.ts';

const STEPS = 7;
const CALM_ROUNDS = 60;

/** What a run has shown, for the totals of many runs. */
export interface RunResult {
  readonly complete: boolean;
  readonly completeInChaos: boolean;
  readonly fetched: number;
}

/** The job queue in memory: one that waits for each person, as the real one. */
class Queue {
  readonly waiting = new Map<string, { job: GatherJob; notBefore: number }>();
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  gather = async (job: GatherJob): Promise<void> => {
    const known = this.waiting.get(job.personId);
    if (known === undefined || known.notBefore > this.#clock.now().getTime())
      this.waiting.set(job.personId, { job, notBefore: 0 });
  };

  gatherLater = async (job: GatherJob, seconds: number): Promise<void> => {
    const notBefore = this.#clock.now().getTime() + seconds * 1000;
    if (!this.waiting.has(job.personId)) this.waiting.set(job.personId, { job, notBefore });
  };

  takeDue(): GatherJob[] {
    const due = [...this.waiting].filter(([, { notBefore }]) => notBefore <= this.#clock.now().getTime());
    for (const [person] of due) this.waiting.delete(person);
    return due.map(([, { job }]) => job);
  }
}

class Run {
  readonly #context: Context;
  readonly #principal: ReturnType<typeof testPrincipal>;
  readonly #world: World;
  readonly #clock: VirtualClock;
  readonly #sources: readonly ChaosSource[];
  readonly #queue: Queue;
  #fetcher: Fetcher;
  #notYetSent: TrueObject[];
  completeInChaos = false;
  /** Priors that were shown as relevant at any time: none of them may be gone without a word. */
  readonly #relevant = new Set<string>();

  constructor(context: Context, tenantId: string, world: World, clock: VirtualClock, sources: readonly ChaosSource[]) {
    this.#context = context;
    this.#principal = { ...testPrincipal(['read', 'store', 'admin'] satisfies Right[]), tenantId };
    this.#world = world;
    this.#clock = clock;
    this.#sources = sources;
    this.#queue = new Queue(clock);
    this.#fetcher = new Fetcher(context);
    this.#notYetSent = [...world.current.objects];
  }

  async register(): Promise<void> {
    for (const { source } of this.#sources)
      await putSource(this.#context, this.#principal, source.name, {
        siteName: `${source.name} Hospital`,
        issuer: source.issuer,
        dicomwebUrl: `http://${source.host}/dicom-web`,
        queryBy: 'qido',
        retrieveBy: 'wado',
      });
  }

  /** One object of the study that is being read comes by itself. */
  async receive(): Promise<void> {
    const object = this.#notYetSent.shift();
    if (object === undefined) return;
    const input = { body: inChunks(object.part10), receivedFrom: 'ALPHA', issuer: 'ALPHA' };
    await storeInstance(this.#context, this.#principal, input);
  }

  async receiveAll(): Promise<void> {
    while (this.#notYetSent.length > 0) await this.receive();
  }

  async #gather(job: GatherJob, dies: boolean): Promise<void> {
    const death = new AbortController();
    const running = runGathering(this.#context, this.#queue, job, death.signal, () => undefined);
    if (dies) setImmediate(() => death.abort());
    try {
      await running;
    } catch (error) {
      if (!dies) throw error;
      await this.#queue.gather(job);
    }
  }

  async #rank({ personId }: RankJob): Promise<void> {
    await rankAgain(this.#context, this.#principal, personId);
  }

  #requests(): number {
    return this.#sources.reduce((sum, { requests }) => sum + requests, 0);
  }

  /**
   * What the loops of the jobs role do, once; `dies`: the process ends in the middle, and another goes on. False when there was
   * nothing to do.
   */
  async work(dies = false): Promise<boolean> {
    const { tenantId } = this.#principal;
    const before = this.#requests();
    let ranked = false;
    const rankAgain = async (job: RankJob): Promise<void> => {
      ranked = true;
      await this.#rank(job);
    };
    const passing = { gather: this.#queue.gather, rankAgain };
    while (await relayOutbox(this.#context, passing, tenantId, new Failures()));
    await askSilentAgain(this.#context, this.#queue, tenantId);
    const due = this.#queue.takeDue();
    await Promise.all(due.map((job) => this.#gather(job, dies)));
    await this.#fetcher.start(tenantId);
    if (dies) {
      // What was being asked is asked again; until then the statement is as of the answer before.
      for (const source of this.#sources) source.answered = undefined;
      await this.#fetcher.close();
      this.#fetcher = new Fetcher(this.#context);
    } else await this.#fetcher.idle();
    return ranked || due.length > 0 || this.#requests() > before;
  }

  /** What the budget leaves is one click away. */
  async pullWhatIsLeft(): Promise<void> {
    const { completeness } = await this.#reading();
    for (const { code, studyInstanceUid } of completeness.reasons)
      if (code === 'study-left')
        await pullPrior(this.#context, this.#principal, this.#world.current.studyInstanceUid, studyInstanceUid ?? '');
  }

  async somebodyAsks(): Promise<void> {
    const { personId } = await this.#reading();
    const { tenantId } = this.#principal;
    await this.#queue.gather({ tenantId, personId, trigger: 'person' });
  }

  #reading(): Promise<PriorsOfStudy> {
    return rankPriors(this.#context, this.#principal, this.#world.current.studyInstanceUid);
  }

  #heldObjects(): Promise<ReadonlySet<string>> {
    return this.#context.db.tenant(this.#principal.tenantId, async (trx) => {
      const rows = await trx.selectFrom('instances').select('sop_instance_uid').execute();
      return new Set(rows.map((row) => row.sop_instance_uid));
    });
  }

  /** Of what those sources hold that have told of the study: of another's copy, of which nothing was said yet, nobody can know. */
  #missing(study: string, held: ReadonlySet<string>): readonly string[] {
    const told = this.#sources.filter((source) => source.told.has(study));
    return told.flatMap((source) => source.objectsOf(study)).filter((uid) => !held.has(uid));
  }

  /** What must be true at every moment. Gives the statement. */
  async check(): Promise<PriorsOfStudy> {
    const reading = await this.#reading();
    const held = await this.#heldObjects();
    const { others, current, seed } = this.#world;
    const wrong = (what: string): never => {
      throw new Error(`seed ${seed}: ${what}; said: ${reading.completeness.headline}`);
    };
    for (const { study, flagged } of reading.priors) if (flagged) this.#relevant.add(study.studyInstanceUid);
    for (const uid of others.objects) if (held.has(uid)) wrong('an object of somebody else was taken');
    for (const { study } of reading.priors)
      if (others.studies.has(study.studyInstanceUid)) wrong('a study of somebody else is shown');
    if (reading.completeness.verdict !== 'complete') return reading;
    const listed = new Map(reading.priors.map((prior) => [prior.study.studyInstanceUid, prior]));
    if (current.objects.some(({ sopInstanceUid }) => !held.has(sopInstanceUid)))
      wrong('complete, and some of this study is missing');
    for (const source of this.#sources) {
      if (source.answered === false) wrong(`complete, and ${source.source.name} did not answer`);
      for (const uid of source.told) {
        const prior = listed.get(uid);
        const isOwn = uid === current.studyInstanceUid;
        if (prior === undefined && !isOwn && this.#relevant.has(uid) && !(await this.#isUnlinked(uid)))
          wrong('complete, and a prior that was shown as relevant is gone without a word');
        if (prior?.flagged && this.#missing(uid, held).length > 0) wrong('complete, and some of a prior is missing');
      }
    }
    return reading;
  }

  /** It is filed under a record that is not, or not surely, this person's. */
  async #isUnlinked(studyUid: string): Promise<boolean> {
    const { records } = await this.#reading();
    return this.#context.db.tenant(this.#principal.tenantId, async (trx) => {
      const rows = await trx
        .selectFrom('holdings')
        .select('patient_record_id')
        .where('study_instance_uid', '=', studyUid)
        .execute();
      return rows.every((row) => records.every((record) => record.id !== row.patient_record_id));
    });
  }

  /** Nothing is lied about any more: what can be had is had, and said to be. */
  async calm(): Promise<boolean> {
    for (const source of this.#sources) source.mood = 'calm';
    await this.receiveAll();
    let rest = 0;
    for (let round = 0; round < CALM_ROUNDS; round += 1) {
      await this.#clock.advance(20_000);
      if (round % 15 === 1) await this.somebodyAsks();
      if (this.#world.budget !== null && rest === 0) await this.pullWhatIsLeft();
      rest = (await this.work()) ? 0 : rest + 1;
      // Where nothing happens twice, time alone changes nothing more.
      if (rest > 2) continue;
      const { completeness, priors, records } = await this.check();
      const reviews = completeness.reasons.some(({ code }) => code === 'identity-review');
      const known = this.#sources.filter(({ source }) => records.some((record) => record.issuer === source.issuer));
      const all = this.#sources
        .filter((source) => known.includes(source) || this.#world.identifiersTold)
        .flatMap(({ source }) => source.studies.filter(({ owner }) => owner === 'person'))
        .map((study) => study.studyInstanceUid);
      const listed = new Set(priors.map((prior) => prior.study.studyInstanceUid));
      const isListed = all.every((uid) => listed.has(uid) || uid === this.#world.current.studyInstanceUid);
      const isHad = priors.every((prior) => !prior.flagged || prior.whole);
      if (isListed && isHad && (completeness.verdict === 'complete' || reviews))
        return completeness.verdict === 'complete';
    }
    const { completeness } = await this.#reading();
    throw new Error(`seed ${this.#world.seed}: what can be had is not had; said: ${completeness.headline}`);
  }

  async chaos(): Promise<void> {
    const { random } = this.#world;
    await this.receive();
    const moods: readonly Mood[] = ['down', 'flaky', 'flaky', 'flaky', 'calm'];
    for (let step = 0; step < STEPS; step += 1) {
      for (const source of this.#sources) if (random.chance(0.4)) source.mood = random.pick(moods);
      if (random.chance(0.5)) await this.receive();
      if (random.chance(0.2)) await this.somebodyAsks();
      await this.work(random.chance(0.15));
      const { completeness } = await this.check();
      this.completeInChaos ||= completeness.verdict === 'complete';
      await this.#clock.advance(random.pick([500, 3_000, 12_000, 40_000, 700_000]));
    }
  }

  async fetched(): Promise<number> {
    return (await this.#heldObjects()).size;
  }

  close(): Promise<void> {
    return this.#fetcher.close();
  }
}

const addTenant = async ({ db }: Context, tenantId: string): Promise<void> => {
  await db.pool.query('insert into tenants (id, name) values ($1::uuid, $1::text)', [tenantId]);
};

/** @throws with the seed and what was wrong */
export const runSeed = async (
  context: Context,
  world: World,
  today: Date,
  reach: Map<string, ChaosSource>,
): Promise<RunResult> => {
  const tenantId = newId();
  await addTenant(context, tenantId);
  const clock = await startClock(context.db, tenantId, today);
  const sources = world.sources.map((source) => new ChaosSource(world.seed, source));
  for (const source of sources) reach.set(source.source.host, source);
  const gathering = { bytes: world.budget, milliseconds: null };
  const config = { ...context.config, gathering };
  const run = new Run({ ...context, config, clock: clock.now }, tenantId, world, clock, sources);
  try {
    await run.register();
    await run.chaos();
    const complete = await run.calm();
    return { complete, completeInChaos: run.completeInChaos, fetched: await run.fetched() };
  } finally {
    await run.close();
    for (const source of sources) reach.delete(source.source.host);
  }
};
