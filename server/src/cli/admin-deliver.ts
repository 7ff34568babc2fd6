/** `throughline admin deliver`: what we hold, to another system. */
import { parseArgs } from 'node:util';
import { getDelivery, requestDelivery, takeBackDelivery } from '../features/delivery/index.ts';
import { type Actions, onlyOne } from './admin-arguments.ts';
import { print, UsageError } from './command.ts';
import { withHub } from './context.ts';

export const deliverHelp = `       throughline admin deliver study STUDY-UID AE-TITLE [--series UID] [--associations N] [--order ACCESSION --order-issuer ISSUER]
                                [--manifest]
       throughline admin deliver status ID
       throughline admin deliver take-back ID

Sends a study, or one series of it, by C-STORE to an application entity that is listed with host and port, or by STOW-RS to one
that is listed with --stow. The jobs role of a
running hub does it, leaves out what the destination says it has, goes on after a restart, and tries again what did not get
through. --associations: how many at once (4). "take-back" sends a rejection note (IHE IOCM) for what a delivery gave.
--order: a local order; its accession number and procedure are written into what goes out, what was there before is kept in it.
--manifest: only a Key Object Selection Document that lists the objects; who is listed with --mhd is always given manifests.`;

const study = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      series: { type: 'string' },
      associations: { type: 'string' },
      order: { type: 'string' },
      'order-issuer': { type: 'string' },
      manifest: { type: 'boolean' },
    },
  });
  const [studyInstanceUid, aeTitle, ...more] = positionals;
  if (aeTitle === undefined || more.length > 0) throw new UsageError('Give a Study Instance UID and an AE title.');
  const input = {
    studyInstanceUid,
    aeTitle,
    ...(values.series !== undefined && { seriesInstanceUid: values.series }),
    ...(values.order !== undefined && { order: { accessionNumber: values.order, issuer: values['order-issuer'] } }),
    ...(values.manifest && { manifest: true }),
    ...(values.associations !== undefined && { associations: Number(values.associations) }),
  };
  print(await withHub((context, principal) => requestDelivery(context, principal, input)));
  return 0;
};

const status = async (args: readonly string[]): Promise<number> => {
  const id = onlyOne(args, 'the ID of one delivery');
  print(await withHub((context, principal) => getDelivery(context, principal, id)));
  return 0;
};

const takeBack = async (args: readonly string[]): Promise<number> => {
  const id = onlyOne(args, 'the ID of one delivery');
  print(await withHub((context, principal) => takeBackDelivery(context, principal, id)));
  return 0;
};

export const deliverActions: Actions = {
  'deliver study': study,
  'deliver status': status,
  'deliver take-back': takeBack,
};
