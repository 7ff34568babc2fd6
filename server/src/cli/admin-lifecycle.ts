/** `throughline admin correct`, `move`, `undo`, `versions`, `original`, `reject`, `rejections`, `conflicts`: what is served of what came. */
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { RejectionCode } from '../db/index.ts';
import { listConflicts, resolveConflict, undoResolution } from '../features/conflicts/index.ts';
import { correctAttributes, listCorrections, moveStudy, undoCorrection } from '../features/corrections/index.ts';
import { rejectObjects } from '../features/key-objects/index.ts';
import { listRejections, undoRejection } from '../features/rejections/index.ts';
import { listVersions, openOriginal } from '../features/retrieve/index.ts';
import { type Actions, needed, onlyOne, printAll } from './admin-arguments.ts';
import { print, UsageError } from './command.ts';
import { withHub } from './context.ts';

export const lifecycleHelp = `       throughline admin correct STUDY [--series UID] --set KEYWORD=VALUE ... --reason TEXT
       throughline admin move STUDY --issuer ISSUER --patient ID [--name NAME] [--birth-date DATE] [--sex M|F|O] --reason TEXT
       throughline admin corrections STUDY
       throughline admin undo CORRECTION
       throughline admin versions OBJECT
       throughline admin original OBJECT [--version N] > FILE
       throughline admin reject STUDY [--series UID] [--object UID ...] --why quality|safety|worklist|retention
       throughline admin rejections [STUDY]
       throughline admin rejections undo NOTE
       throughline admin conflicts [--all]
       throughline admin conflicts choose CONFLICT VERSION
       throughline admin conflicts undo CONFLICT

Objects are never changed. "correct" lays values over the headers of a patient, a study or a series ("KEYWORD=" empties one),
"move" files a study under another patient; both show everywhere at once, and "undo" brings back exactly what was. "reject" hides
objects by a rejection note (IHE IOCM) as a modality's would, until that is undone. "original" writes an object as it was received,
also one that is hidden.

Example: throughline admin correct 1.2.840.99.1 --set StudyDescription="MR HEAD" --reason "wrong protocol chosen"`;

const assignment = (text: string): readonly [string, string | null] => {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError('--set takes KEYWORD=VALUE.');
  return [text.slice(0, at), text.slice(at + 1) || null];
};

const text = { type: 'string' } as const;

const correct = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { series: text, set: { type: 'string', multiple: true }, reason: text },
  });
  const input = {
    studyInstanceUid: onlyOne(positionals, 'one Study Instance UID'),
    seriesInstanceUid: values.series,
    attributes: Object.fromEntries((values.set ?? []).map(assignment)),
    reason: needed(values.reason, 'reason'),
  };
  print(await withHub((context, principal) => correctAttributes(context, principal, input)));
  return 0;
};

const move = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { issuer: text, patient: text, name: text, 'birth-date': text, sex: text, reason: text },
  });
  const input = {
    studyInstanceUid: onlyOne(positionals, 'one Study Instance UID'),
    issuer: needed(values.issuer, 'issuer'),
    patientId: needed(values.patient, 'patient'),
    name: values.name,
    birthDate: values['birth-date'],
    sex: values.sex,
    reason: needed(values.reason, 'reason'),
  };
  print(await withHub((context, principal) => moveStudy(context, principal, input)));
  return 0;
};

const corrections = async (args: readonly string[]): Promise<number> => {
  const study = onlyOne(args, 'one Study Instance UID');
  return printAll('corrections', await withHub((context, principal) => listCorrections(context, principal, study)));
};

const versions = async (args: readonly string[]): Promise<number> => {
  const uid = onlyOne(args, 'one SOP Instance UID');
  return printAll('versions', await withHub((context, principal) => listVersions(context, principal, uid)));
};

const original = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { version: text } });
  const uid = onlyOne(positionals, 'one SOP Instance UID');
  await withHub(async (context, principal) => {
    const { body } = await openOriginal(context, principal, uid, Number(values.version ?? '1'));
    await pipeline(body, process.stdout, { end: false });
  });
  return 0;
};

const rejections = async (args: readonly string[]): Promise<number> => {
  const [study] = args;
  return printAll('notes', await withHub((context, principal) => listRejections(context, principal, study)));
};

/** PS3.16 CID 7011. */
const reasons: Readonly<Record<string, RejectionCode>> = {
  quality: '113001',
  safety: '113037',
  worklist: '113038',
  retention: '113039',
};

const reject = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { series: text, object: { type: 'string', multiple: true }, why: text },
  });
  const code = Object.hasOwn(reasons, values.why ?? '') ? reasons[values.why ?? ''] : undefined;
  if (code === undefined) throw new UsageError(`--why is one of ${Object.keys(reasons).join(', ')}.`);
  const input = {
    studyInstanceUid: onlyOne(positionals, 'one Study Instance UID'),
    seriesInstanceUid: values.series,
    sopInstanceUids: values.object ?? [],
    code,
  };
  print(await withHub((context, principal) => rejectObjects(context, principal, input)));
  return 0;
};

const conflicts = async (args: readonly string[]): Promise<number> => {
  const { values } = parseArgs({ args: [...args], options: { all: { type: 'boolean' } } });
  const open = values.all !== true;
  return printAll('conflicts', await withHub((context, principal) => listConflicts(context, principal, open)));
};

const choose = async ([id, version, ...more]: readonly string[]): Promise<number> => {
  if (id === undefined || version === undefined || more.length > 0)
    throw new UsageError('Give a conflict and the version to serve.');
  await withHub((context, principal) => resolveConflict(context, principal, id, Number(version)));
  print({ id, chosen: Number(version) });
  return 0;
};

const undoing =
  (undo: typeof undoCorrection, what: string) =>
  async (args: readonly string[]): Promise<number> => {
    const id = onlyOne(args, `one ${what}`);
    await withHub((context, principal) => undo(context, principal, id));
    print({ id, undone: true });
    return 0;
  };

export const lifecycleActions: Actions = {
  correct,
  move,
  corrections,
  undo: undoing(undoCorrection, 'correction'),
  versions,
  original,
  reject,
  rejections,
  'rejections undo': undoing(undoRejection, 'rejection note'),
  conflicts,
  'conflicts choose': choose,
  'conflicts undo': undoing(undoResolution, 'conflict'),
};
