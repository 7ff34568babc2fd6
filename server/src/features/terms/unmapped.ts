/** Exam names that nobody has spoken of and that cannot be understood: those first that most studies wait for. */
import type { UnmappedExam, UnmappedPage } from '@throughline/contract';
import { examGuess } from '@throughline/contract';
import { guessesOf, lacksOf } from '@throughline/terminology';
import { countUnmapped, type ExamNameRow, findWalk, type QueueCursor, unmappedExams } from '../../db/index.ts';
import { fail } from '../../errors.ts';
import { authorise, type Principal } from '../access/index.ts';
import type { Context } from '../context.ts';
import { READING } from './count-exams.ts';
import { conceptOfExam, toExam } from './entry.ts';

const PAGE = 50;

const toUnmapped = (row: ExamNameRow): UnmappedExam => {
  const exam = toExam(row);
  const concept = conceptOfExam(exam);
  const name = { name: exam.name || exam.localCode, ...(exam.modality !== '' && { modality: exam.modality }) };
  return {
    id: row.id,
    exam,
    studies: row.studies,
    unclear: row.unclear,
    plain: concept.plain,
    confidence: concept.confidence,
    lacks: [...lacksOf(concept)],
    guesses: guessesOf(name).map((guess) => examGuess.parse(guess)),
  };
};

const cursorOf = (text: string | undefined): QueueCursor | undefined => {
  if (text === undefined) return undefined;
  const [, unclear, id] = /^(\d{1,9})~([0-9a-f-]{36})$/.exec(text) ?? [];
  return id === undefined ? fail('bad-request', 'The page is not one of this list.') : { unclear: Number(unclear), id };
};

export const listUnmapped = async (
  { db }: Context,
  principal: Principal,
  after: string | undefined,
): Promise<UnmappedPage> => {
  authorise(principal, 'admin');
  const cursor = cursorOf(after);
  const { waiting, walk, rows } = await db.tenant(principal.tenantId, async (trx) => ({
    waiting: await countUnmapped(trx),
    walk: await findWalk(trx),
    rows: await unmappedExams(trx, { after: cursor, limit: PAGE + 1 }),
  }));
  const page = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? page.at(-1) : undefined;
  return {
    waiting,
    counted: walk?.reading === READING && walk.finished_at !== null,
    exams: page.map(toUnmapped),
    next: last === undefined ? null : `${last.unclear}~${last.id}`,
  };
};
