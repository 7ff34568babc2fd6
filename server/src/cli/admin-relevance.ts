/** `throughline admin relevance`: by which preferences priors are ranked, and what recorded feedback proposes. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { adoptPack, listPacks, packsInForce, takeBackPack } from '../features/preferences/index.ts';
import { readRecordedFeedback } from '../features/priors/index.ts';
import { type Actions, needed, onlyOne } from './admin-arguments.ts';
import { print, UsageError } from './command.ts';
import { withHub } from './context.ts';
import { calibrateOn } from './eval/calibrate.ts';
import { readCases, readJson } from './eval/read-cases.ts';

export const relevanceHelp = `       throughline admin relevance calibrate --cases PATH [--days N] [--subject USER] [--out PACK.json]
       throughline admin relevance adopt PACK.json --reason TEXT [--subject USER]
       throughline admin relevance list
       throughline admin relevance withdraw NAME [--subject USER]

Which priors matter is judged by packs of rules and weights; those of a department, or of one user, lie over the built-in ones.

  calibrate    reads what readers opened, dismissed and pulled in during the last days (365), proposes weights with the evidence of
               each, and shows the scores of the cases and of the feedback itself before and after; nothing changes
  adopt        puts a pack in force from the next ranking on, in place of the one of its name: a proposal, or one written by hand
  withdraw     takes it back
  --subject    of this user only; without it, everybody's

Example: throughline admin relevance calibrate --cases packages/relevance/cases/seen --out proposal.json`;

const options = {
  cases: { type: 'string' },
  days: { type: 'string' },
  subject: { type: 'string' },
  out: { type: 'string' },
  reason: { type: 'string' },
} as const;

const parse = (args: readonly string[]) => parseArgs({ args: [...args], allowPositionals: true, options });

const daysOf = (text = '365'): number => {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new UsageError('--days must be a whole number from 1 to 9999.');
  return Number(text);
};

const calibrate = async (args: readonly string[]): Promise<number> => {
  const { values } = parse(args);
  const { cases, subject, out } = values;
  if (cases === undefined) throw new UsageError('Measured on which cases? --cases PATH');
  const days = daysOf(values.days);
  const { feedback, packs } = await withHub(async (context, principal) => {
    const since = new Date(context.clock().getTime() - days * 86_400_000);
    const asked = { since, ...(subject !== undefined && { subject }) };
    return {
      feedback: await readRecordedFeedback(context, principal, asked),
      packs: await packsInForce(context, principal, subject),
    };
  });
  const { pack, lines, result } = calibrateOn(feedback, await readCases(cases), packs);
  for (const line of lines) print(line);
  if (out !== undefined) await writeFile(out, `${JSON.stringify(pack, null, 2)}\n`);
  print({ ...result, written: out ?? null });
  return 0;
};

const adopt = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parse(args);
  const file = onlyOne(positionals, 'the file of one pack');
  const adoption = {
    pack: await readJson(file),
    subject: values.subject ?? '',
    reason: needed(values.reason, 'reason'),
  };
  print(await withHub((context, principal) => adoptPack(context, principal, adoption)));
  return 0;
};

const list = async (): Promise<number> => {
  const packs = await withHub(listPacks);
  for (const { tenant_id: _, pack, ...said } of packs) print(said);
  print({ packs: packs.length, inForce: packs.filter((one) => one.withdrawn_at === null).length });
  return 0;
};

const withdraw = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parse(args);
  const of = { name: onlyOne(positionals, 'the name of one pack'), subject: values.subject ?? '' };
  await withHub((context, principal) => takeBackPack(context, principal, of));
  print({ ...of, withdrawn: true });
  return 0;
};

export const relevanceActions: Actions = {
  'relevance calibrate': calibrate,
  'relevance adopt': adopt,
  'relevance list': list,
  'relevance withdraw': withdraw,
};
