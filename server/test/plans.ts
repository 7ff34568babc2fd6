/** How the database means to do what is asked of it (EXPLAIN), whatever the parameters are. */
import { CompiledQuery, type KyselyPlugin, type RootOperationNode } from 'kysely';
import type { Trx } from '../src/db/index.ts';

export interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Plan[];
}

/** A plan's steps, the last that is done first. */
export const stepsOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(stepsOf)];

const explain = async (trx: Trx, node: RootOperationNode): Promise<readonly Plan[]> => {
  const { sql, parameters } = trx.getExecutor().compileQuery(node, { queryId: 'plan' });
  const { rows } = await trx.executeQuery<{ 'QUERY PLAN': readonly [{ Plan: Plan }] }>(
    CompiledQuery.raw(`explain (format json) ${sql}`, [...parameters]),
  );
  return rows.map((row) => row['QUERY PLAN'][0].Plan);
};

/** Does the work, and gives the plan of each of its statements. */
export const withPlans = async <T>(
  trx: Trx,
  work: (watched: Trx) => Promise<T>,
): Promise<{ readonly done: T; readonly plans: readonly Plan[] }> => {
  const nodes: RootOperationNode[] = [];
  const watch: KyselyPlugin = {
    transformQuery: ({ node }) => {
      nodes.push(node);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const done = await work(trx.withPlugin(watch) as Trx);
  const plans: Plan[] = [];
  for (const node of nodes) plans.push(...(await explain(trx, node)));
  return { done, plans };
};
