/** Reads new reports for what they were compared with; behind the scenes, never while somebody waits. */
import { noteMentions, reportsOfStudies, servedOfClasses, unreadReports } from '../../db/index.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { mentionsIn } from './mentions.ts';
import { type OneReport, reportClasses, reportOf } from './read-reports.ts';

interface Unread {
  readonly id: string;
  readonly studyInstanceUid: string;
  readonly read: () => Promise<Pick<OneReport, 'sections'>>;
}

const unreadOf = ({ db, ...context }: Context, principal: Principal, studyUids: readonly string[]): Promise<Unread[]> =>
  db.tenant(principal.tenantId, async (trx) => {
    const messages = await reportsOfStudies(trx, studyUids);
    const documents = await servedOfClasses(trx, studyUids, [...reportClasses]);
    const all: Unread[] = [
      ...messages.map((row) => ({
        id: row.id,
        studyInstanceUid: row.of_study,
        read: () => Promise.resolve({ sections: row.status === 'cancelled' ? [] : [...row.sections] }),
      })),
      ...documents.map((instance) => ({
        id: instance.sop_instance_uid,
        studyInstanceUid: instance.study_instance_uid,
        read: () => reportOf({ db, ...context }, instance),
      })),
    ];
    const unread = await unreadReports(
      trx,
      all.map(({ id }) => id),
    );
    return all.filter(({ id }) => unread.has(id));
  });

/** True when a report said something new. */
export const readMentions = async (
  context: Context,
  principal: Principal,
  studyUids: readonly string[],
): Promise<boolean> => {
  authorise(principal, 'read');
  let news = false;
  for (const { id, studyInstanceUid, read } of await unreadOf(context, principal, studyUids)) {
    const report = await read().catch((error: unknown) => {
      context.log.warn({ err: error }, 'a report could not be read for what it mentions');
      return undefined;
    });
    if (report === undefined) continue;
    const mentions = report.sections.flatMap(({ heading, text }) => mentionsIn(heading, text));
    news ||= mentions.length > 0;
    await context.db.tenant(principal.tenantId, (trx) =>
      noteMentions(
        trx,
        {
          tenant_id: principal.tenantId,
          report_id: id,
          study_instance_uid: studyInstanceUid,
          read_at: context.clock(),
        },
        mentions.map(({ modality, dates }) => ({ modality, dates: [...dates] })),
      ),
    );
  }
  return news;
};
