/** The day's studies to read, each with how far its priors are. */
import type { Worklist } from '@throughline/contract';
import { type WorklistCursor, worklistDays, worklistStudies } from '../../db/index.ts';
import { type Principal, wholeReach } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { readCorrections } from '../concepts/index.ts';
import type { Context } from '../context.ts';
import { examOf, isoDate, toItems } from './items.ts';

const pageSize = 100;
const days = 14;

const cursorOf = (text: string | undefined): WorklistCursor | undefined => {
  const [time, studyInstanceUid] = text?.split('~') ?? [];
  return time === undefined || studyInstanceUid === undefined ? undefined : { time, studyInstanceUid };
};

export interface WorklistInput {
  /** YYYY-MM-DD; the newest day with studies when absent. */
  readonly date?: string | undefined;
  readonly after?: string | undefined;
}

export const listWorklist = async (context: Context, principal: Principal, input: WorklistInput): Promise<Worklist> => {
  const { records, withheld } = wholeReach(principal, ['s']);
  const { known, day, rows, correctionOf } = await context.db.tenant(principal.tenantId, async (trx) => {
    const known = await worklistDays(trx, days, { records, withheld });
    const day = input.date?.replaceAll('-', '') ?? known[0]?.study_date ?? '';
    const rows = await worklistStudies(trx, day, {
      after: cursorOf(input.after),
      limit: pageSize + 1,
      records,
      withheld,
    });
    await recordAudit(trx, principal, {
      event: 'query',
      action: 'E',
      detail: { list: 'worklist', found: rows.length },
    });
    return { known, day, rows, correctionOf: await readCorrections(trx, rows.map(examOf)) };
  });
  const page = rows.slice(0, pageSize);
  const last = rows.length > pageSize ? page.at(-1) : undefined;
  return {
    date: isoDate(day) ?? context.clock().toISOString().slice(0, 10),
    days: known.flatMap((one) =>
      isoDate(one.study_date) === null ? [] : [{ date: isoDate(one.study_date) ?? '', studies: Number(one.studies) }],
    ),
    items: await toItems(context, principal, page, correctionOf),
    next: last === undefined ? null : `${last.study_time ?? ''}~${last.study_instance_uid}`,
    demo: context.config.demo,
    runsSystem: principal.rights.has('admin'),
  };
};
