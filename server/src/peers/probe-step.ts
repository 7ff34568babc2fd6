/** The steps of a connection test: what was tried, what came of it, and what to do about the first that failed. */

export interface ProbeStep {
  readonly step:
    | 'address'
    | 'dns'
    | 'tcp'
    | 'tls'
    | 'association'
    | 'sop-classes'
    | 'echo'
    | 'query'
    | 'http'
    | 'qido'
    | 'capabilities'
    | 'fhir'
    | 'imaging-studies'
    | 'reports'
    | 'images';
  readonly protocol: 'dimse' | 'dicomweb' | 'fhir';
  readonly outcome: 'passed' | 'warned' | 'failed' | 'skipped';
  readonly tookMs: number;
  readonly text: string;
  /** What to do next; null when there is nothing to do. */
  readonly next: string | null;
}

export interface Said {
  readonly text: string;
  readonly warning?: string;
}

/** A step that failed, with what to do about it. */
export class Stop extends Error {
  readonly next: string;

  constructor(text: string, next: string, cause?: unknown) {
    super(text, { cause });
    this.next = next;
  }
}

export interface Plan {
  readonly step: ProbeStep['step'];
  readonly run: () => Promise<Said>;
}

/** What has no better words. */
export const unexpected = (): Stop =>
  new Stop('the exchange failed in a way that is not known', 'Look at the log of the other system at this time.');

/** In order; after the first failure the rest is skipped, since it would only fail again. */
export const runPlan = async (
  protocol: ProbeStep['protocol'],
  plan: readonly Plan[],
): Promise<readonly ProbeStep[]> => {
  const steps: ProbeStep[] = [];
  let broken = false;
  for (const { step, run } of plan) {
    if (broken) {
      steps.push({ step, protocol, outcome: 'skipped', tookMs: 0, text: 'not tried', next: null });
      continue;
    }
    const begun = performance.now();
    const took = () => Math.round(performance.now() - begun);
    try {
      const { text, warning } = await run();
      const outcome = warning === undefined ? 'passed' : 'warned';
      steps.push({ step, protocol, outcome, tookMs: took(), text, next: warning ?? null });
    } catch (error) {
      broken = true;
      const stop = error instanceof Stop ? error : unexpected();
      steps.push({ step, protocol, outcome: 'failed', tookMs: took(), text: stop.message, next: stop.next });
    }
  }
  return steps;
};

/** Everything that was to be tried was tried, and nothing failed. */
export const passedAll = (steps: readonly ProbeStep[]): boolean =>
  steps.length > 0 && steps.every(({ outcome }) => outcome === 'passed' || outcome === 'warned');
