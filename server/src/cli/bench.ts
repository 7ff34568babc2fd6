import { parseArgs } from 'node:util';
import type { Benchmark, Peer } from './bench/benchmark.ts';
import { orthancPeers } from './bench/orthanc.ts';
import { type Command, print, UsageError } from './command.ts';

const benchmarks: Readonly<Record<string, () => Promise<{ readonly benchmark: Benchmark }>>> = {
  ingest: () => import('./bench/ingest.ts'),
  retrieve: () => import('./bench/retrieve.ts'),
  metadata: () => import('./bench/metadata.ts'),
  query: () => import('./bench/query.ts'),
  scale: () => import('./bench/scale.ts'),
  large: () => import('./bench/large.ts'),
  soak: () => import('./bench/soak.ts'),
  rank: () => import('./bench/rank.ts'),
  priors: () => import('./bench/priors.ts'),
  cds: () => import('./bench/cds.ts'),
  fhircast: () => import('./bench/fhircast.ts'),
  hl7: () => import('./bench/hl7.ts'),
  identity: () => import('./bench/identity.ts'),
  open: () => import('./bench/open.ts'),
  gather: () => import('./bench/gather.ts'),
};

const help = `Usage: throughline bench WHAT [--peer orthanc | orthanc-postgresql | copy] [--associations N] [--quick] [--json]

Measures the product by its own code, on free loopback ports and with data folders of its own that are removed afterwards.
With --peer the same work runs against that peer in the same run, in turns, and the ratio of medians is printed: above 1,
ours is better.

  ingest   objects of 512 KiB stored a second by C-STORE, every one acknowledged after fsync and COMMIT;
           --peer copy: beside one thread that writes the same bytes to files with fdatasync
  retrieve a study of 200 CT images (100 MB) whole by WADO-RS, after a restart and again; and one frame of it
  metadata the headers of those 200 images by WADO-RS
  query    QIDO-RS by patient, accession number and Study Instance UID over 10,000 studies, eight clients at once
  scale    searches by QIDO-RS and C-FIND among 1,000,000 studies, and storing beside them
  large    an object of 2 GiB by C-STORE, STOW-RS, WADO-RS, C-GET and C-MOVE: memory that the hub takes for it
  soak     64 associations open for ten minutes, 16 of them storing: rejects, lateness of the event loop, drift of memory and handles
  rank     200 priors ranked by meaning in one process: names never seen before, and the same again
  priors   the ranked priors with the completeness statement, over HTTP: 200 studies at six hospitals, gathered before
  cds      cards by CDS Hooks for somebody with 200 studies at six hospitals: an order that is answered already, one to which nothing
           is relevant, the history
  fhircast from the request that opens a study to the last of five subscribers being told, over HTTP and WebSockets
  hl7      ADT messages by MLLP at 200 a second from eight senders, effects committed before each answer; then as fast as it goes
  identity registrations a second in one process among 1,000,000 people, half of them known to another hospital: looked for, judged,
           linked, committed
  open     navigation to both first pictures, to both viewports live, and from a key to the next prior; a 200-slice CT, ten
           priors here, an empty profile, no GPU (Chromium at /usr/bin/chromium or CHROMIUM)
  gather   500 people with histories at four hospitals, from cases graded by hand: of what was graded 3, and 2 or 3, the share
           that is here before anybody opens anything, and the bytes fetched for each byte of these

  --associations N   parallel senders (8)
  --sender storescu  DCMTK sends, not our own SCU (ingest)
  --quick            less work: within a minute
  --json             nothing but the result line

The last line of standard output is {"what","ours","peer","ratio","unit","runs"}.`;

const senders = ['ours', 'storescu'] as const;

const peerOf = (what: string, name: string | undefined): Peer | undefined => {
  const peers: readonly Peer[] = what === 'ingest' ? [...orthancPeers, 'copy'] : orthancPeers;
  const peer = peers.find((known) => known === name);
  if (name !== undefined && peer === undefined) throw new UsageError(`The peers of ${what} are: ${peers.join(', ')}.`);
  return peer;
};

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      peer: { type: 'string' },
      associations: { type: 'string', default: '8' },
      sender: { type: 'string', default: 'ours' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [what = '', ...more] = positionals;
  const load = Object.hasOwn(benchmarks, what) ? benchmarks[what] : undefined;
  if (!load || more.length > 0) throw new UsageError(`Name one of: ${Object.keys(benchmarks).join(', ')}.`);
  const associations = Number(values.associations);
  if (!Number.isInteger(associations) || associations < 1 || associations > 64)
    throw new UsageError('--associations takes a number from 1 to 64.');
  const sender = senders.find((known) => known === values.sender);
  if (sender === undefined) throw new UsageError(`The senders are: ${senders.join(', ')}.`);
  const { benchmark } = await load();
  const options = { peer: peerOf(what, values.peer), associations, sender, quick: values.quick, silent: values.json };
  print(await benchmark(options));
  return 0;
};

export const command: Command = { name: 'bench', summary: 'measure, beside a peer when asked', help, run };
