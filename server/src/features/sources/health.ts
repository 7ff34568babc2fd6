/** How each source has been of late: answers, failures, what it owes, and whether it is left alone. */
import type { SourceHealth, SourceWithHealth } from '@throughline/contract';
import {
  type CircuitRow,
  listCircuits,
  listSources,
  type SourceActivity,
  type SourceRow,
  sourceActivity,
} from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { isOpenAt } from './hours.ts';
import { toSource } from './sources.ts';

const DAY_MS = 86_400_000;

const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

const circuitOf = (circuit: CircuitRow | undefined, now: Date): SourceHealth['circuit'] => {
  if (circuit?.opened_at == null) return 'closed';
  return (circuit.probe_at ?? now) <= now ? 'probing' : 'open';
};

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

type Numbers = Omit<SourceHealth, 'text'>;

const ofQuestions = (health: Numbers): string => {
  if (health.asked === 0) return 'was not asked in the last day';
  if (health.answered === health.asked) return `answered all ${health.asked} questions of the last day`;
  return `answered ${health.answered} of ${health.asked} questions of the last day`;
};

const sentence = (source: SourceRow, health: Numbers): string => {
  if (!source.enabled) return 'Turned off: it is not asked.';
  const parts = [
    ...(health.circuit === 'closed' ? [] : [`left alone after ${health.failuresInRow} failures in a row`]),
    ...(health.refusing ? ['lets us ask nothing: our credentials or rights there have to be mended'] : []),
    ofQuestions(health),
    ...(health.medianMs === null ? [] : [`in ${Math.round(health.medianMs)} ms as a rule`]),
    ...(health.owes > 0 ? [`owes an answer about ${plural(health.owes, 'person', 'persons')}`] : []),
    ...(health.queued > 0 ? [`${plural(health.queued, 'study waits', 'studies wait')}`] : []),
    ...(health.failed > 0 ? [`${plural(health.failed, 'study', 'studies')} could not be had whole`] : []),
    ...(health.open ? [] : ['outside its hours now']),
  ];
  const text = parts.join(', ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

const healthOf = (
  source: SourceRow,
  circuit: CircuitRow | undefined,
  activity: SourceActivity | undefined,
  now: Date,
): SourceHealth => {
  const health: Numbers = {
    circuit: circuitOf(circuit, now),
    failuresInRow: circuit?.failures ?? 0,
    nextProbeAt: iso(circuit?.probe_at),
    lastSuccessAt: iso(circuit?.last_success_at),
    lastFailureAt: iso(circuit?.last_failure_at),
    lastError: circuit?.error_code ?? null,
    asked: activity?.asked ?? 0,
    answered: activity?.answered ?? 0,
    refused: activity?.refused ?? 0,
    refusing: activity?.denied_in_row != null,
    unreachable: activity?.unreachable ?? 0,
    timedOut: activity?.timed_out ?? 0,
    medianMs: activity?.median_ms ?? null,
    p95Ms: activity?.p95_ms ?? null,
    owes: activity?.owes ?? 0,
    queued: activity?.queued ?? 0,
    running: activity?.running ?? 0,
    failed: activity?.failed ?? 0,
    open: isOpenAt(source, now),
  };
  return { ...health, text: sentence(source, health) };
};

/** Every registered source with its health. */
export const listSourcesWithHealth = async (
  { db, clock }: Context,
  principal: Principal,
): Promise<SourceWithHealth[]> => {
  authorise(principal, 'admin');
  const now = clock();
  return db.tenant(principal.tenantId, async (trx) => {
    const rows = await listSources(trx);
    const circuits = new Map((await listCircuits(trx)).map((row) => [row.source_id, row]));
    const since = new Date(now.getTime() - DAY_MS);
    const activities = new Map((await sourceActivity(trx, since)).map((row) => [row.source_id, row]));
    return rows.map((row) => ({
      ...toSource(row),
      health: healthOf(row, circuits.get(row.id), activities.get(row.id), now),
    }));
  });
};
