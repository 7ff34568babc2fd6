/**
 * One site system of the synthetic network: an independent small PACS.
 *
 *   node tools/network/site/main.ts --ae COUNTY --dimse-port 11201 --web-port 8201 --folder OUT/sites/COUNTY --today OUT/today/COUNTY
 *     --hub AE:HOST:PORT [--pause-ms 0] [--send-today]
 *
 * Without --send-today it serves until it is ended; with it, it sends today's studies to the hub and ends.
 */
import { parseArgs } from 'node:util';
import { openArchive } from './archive.ts';
import { startDicomweb } from './dicomweb.ts';
import { type Caller, startDimse } from './dimse.ts';
import { sendToday } from './send.ts';

const { values } = parseArgs({
  options: {
    ae: { type: 'string' },
    'dimse-port': { type: 'string', default: '0' },
    'web-port': { type: 'string', default: '0' },
    folder: { type: 'string' },
    today: { type: 'string' },
    hub: { type: 'string', multiple: true },
    'pause-ms': { type: 'string', default: '0' },
    'send-today': { type: 'boolean', default: false },
  },
});

const callerOf = (text: string): Caller => {
  const [aeTitle = '', host = '', port = ''] = text.split(':');
  return { aeTitle, host, port: Number(port) };
};

const { ae, folder, today } = values;
const callers = (values.hub ?? []).map(callerOf);
const [hub] = callers;
if (ae === undefined || folder === undefined || today === undefined || hub === undefined) {
  throw new Error('Needed: --ae, --folder, --today, --hub');
}

const serve = async (): Promise<void> => {
  const archive = await openArchive([folder, today]);
  const milliseconds = Number(values['pause-ms']);
  const pause = (): Promise<void> =>
    milliseconds === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, milliseconds));
  const dimse = startDimse(archive, { aeTitle: ae, callers, pause });
  await dimse.listen(Number(values['dimse-port']), '127.0.0.1');
  const web = startDicomweb(archive, pause);
  await new Promise<void>((resolve) => web.listen(Number(values['web-port']), '127.0.0.1', resolve));
  process.stdout.write(`${JSON.stringify({ ready: true, ae, objects: archive.objects.length })}\n`);
  process.once('SIGTERM', () => process.exit(0));
};

if (values['send-today']) {
  const sent = await sendToday(await openArchive([today]), ae, hub);
  process.stdout.write(`${JSON.stringify({ sent })}\n`);
} else await serve();
