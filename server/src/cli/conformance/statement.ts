/** The conformance statement (PS3.2) as Markdown: every table is one that the code works by. */
import {
  implementationClassUid,
  implementationVersionName,
  storageSopClasses,
  tagToHex,
  transferSyntaxes,
  uidName,
} from '@throughline/dicom';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS, TLS_PROFILE } from '@throughline/dimse';
import { negotiable } from '../../doors/dimse/extended-negotiation.ts';
import { sopClasses } from '../../doors/dimse/sop-classes.ts';
import { resources } from '../../doors/http/dicomweb/resources.ts';
import { searchAttributes } from '../../features/query/index.ts';

type Row = readonly (string | number)[];

const table = (head: Row, rows: readonly Row[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const section = (title: string, ...paragraphs: readonly string[]): string =>
  [`## ${title}`, ...paragraphs].join('\n\n');

const services = (): string =>
  section(
    'Network services, as SCP',
    'Each service is allowed application entity by application entity; an association is rejected unless its calling AE title is listed and comes from its address.',
    table(
      ['SOP class', 'UID', 'service', 'section'],
      Object.entries(sopClasses).map(([uid, row]) => [uidName(uid) ?? uid, uid, row.service, row.section]),
    ),
    `Storage: the ${storageSopClasses.length} storage SOP classes of PS3.4 B.5 and those retired, and by default every private SOP class (THROUGHLINE_STORAGE_SOP_CLASSES lists which instead); a SOP class that is not known is taken when common extended negotiation says that it is specialised from one of these. Stored in the transfer syntax that they are sent in, which may be any below. C-GET returns them on the same association (role selection).`,
  );

const negotiation = (): string =>
  section(
    'Extended negotiation',
    'Of Query/Retrieve and of worklists (PS3.4 C.5, K.5); what is asked for and done is answered with 1.',
    table(
      ['SOP class', 'byte', 'option', 'done'],
      Object.entries(negotiable).flatMap(([uid, { names, done }]) =>
        names.map((name, at) => [uidName(uid) ?? uid, at + 1, name, done[at] ? 'yes' : 'no']),
      ),
    ),
    `Queries and retrievals may be relational whether or not that was negotiated. Common extended negotiation is read and, as PS3.7 D.3.3.6 says, not answered. An asynchronous operations window of up to ${DEFAULT_LIMITS.operations} invoked operations is agreed to; of 1 where objects may go back on the same association.`,
  );

const storage = (): string =>
  section(
    'Storage SOP classes',
    table(
      ['SOP class', 'UID'],
      storageSopClasses.map((uid) => [uidName(uid) ?? uid, uid]),
    ),
  );

const syntaxes = (): string =>
  section(
    'Transfer syntaxes',
    table(
      ['transfer syntax', 'UID', 'form'],
      transferSyntaxes().map(({ name, uid, encapsulated, deflated, lossy }) => [
        name,
        uid,
        encapsulated
          ? lossy
            ? 'encapsulated, may be lossy'
            : 'encapsulated, lossless'
          : deflated
            ? 'deflated'
            : 'native',
      ]),
    ),
  );

const matchings: Readonly<Record<string, string>> = { none: 'returned only', person: 'name' };

const levels = ['patient', 'study', 'series', 'instance'] as const;

const queries = (): string =>
  section(
    'Query attributes',
    'The same for C-FIND and QIDO-RS. `always` is returned unasked. Names match by component, without regard to case and accents; with fuzzy matching also by sound. A key that is not in these tables matches everything, and matches of C-FIND then come with FF01, answers of QIDO-RS with a Warning that names it. Matches of C-FIND, of worklists too, come in the Specific Character Set of the query where it can write them, else in ISO_IR 192; without one where none is needed.',
    ...levels.map((level) => {
      const own = searchAttributes(level).filter(
        ({ tag }) =>
          level === 'patient' ||
          !searchAttributes(levels[levels.indexOf(level) - 1] ?? 'patient').some((one) => one.tag === tag),
      );
      const rows = own.map(({ keyword, tag, match, always, within }) => [
        within === undefined ? keyword : `${within} > ${keyword}`,
        tagToHex(tag),
        matchings[match] ?? match,
        within === undefined ? (always ? 'yes' : 'when asked') : 'in its sequence',
      ]);
      return `### ${level} level\n\n${table(['attribute', 'tag', 'matching', 'returned'], rows)}`;
    }),
  );

const patients = (): string =>
  section(
    'Patient identifiers',
    'Patient ID (0010,0020) with Issuer of Patient ID (0010,0021) names a person: C-FIND, QIDO-RS, C-GET and C-MOVE match the studies of all patient records that are linked to it now. Without an issuer the one of the client counts; a client without one is answered for whoever has the Patient ID. An issuer that nobody has matches nothing. Wildcards in Patient ID match single records.',
    'The issuer of a client is that of its application entity (`throughline admin ae add --issuer`), and of DICOMweb the claim `patient_id_issuer` of its token. A client that has one is answered, and given objects, with its own Patient ID and Issuer of Patient ID where the person has one under that issuer, and with all other identifiers of the person in Other Patient IDs Sequence (0010,1002), Type of Patient ID TEXT; C-FIND tells the sequence when it is asked for. C-MOVE sends under the issuer of its destination. At the patient level a person is one match. Objects that go out so hold what they had in Original Attributes Sequence (0400,0561) with the reason COERCE; what is stored is not changed. A client without an issuer is given objects as they are stored.',
    'One issuer only (`--one-issuer`; the claim `one_issuer`, true): the client finds, and is given, only what is filed under its own issuer, with nothing added. It is a preference of the client and no protection: who may see what is decided by services and tokens.',
  );

const web = (): string =>
  section(
    'DICOMweb',
    'Below `/dicom-web`; `OPTIONS` tells the same. Objects, metadata, bulk data, frames and pictures carry validators (`ETag`); single objects and bulk data also by ranges. A search that has more gives `x-next-after`: the same search with `after` set to it is the next page, however many there are. `count=true` adds `x-total-count`, exact to 10,000. `emptyvaluematching` and `multiplevaluematching` (PS3.4 C.2.2.2.7 and C.2.2.2.8) are done of searches for objects and workitems, `fuzzymatching` of objects; without `multiplevaluematching`, several values of a key match where one of them does.',
    'Pictures of presentation states are what the states make of the pictures that they name: grayscale, colour, pseudo-colour, XA/XRF and variable modality LUT states of one picture, blending and advanced blending states of two sets or more that lie in parallel planes, in one frame of reference or moved there by a Spatial Registration of matrices, and grayscale and compositing planar MPR states, thin or as a slab, of volumes of parallel, evenly spaced slices, cropped by boxes and oblique planes. Masks are subtracted (AVG_SUB, TID, REV_TID). What asks for more (volume rendering, croppings by segmentations, labels of inputs, bodies as annotations, input sequences, deformable registrations, thresholds, blending over time, more than 20,000 points of annotations in a volume) is answered 406 with the reason, never drawn without it; so is a state that names pictures or a registration of another patient. ICC profiles of states are not applied; `iccprofile` is no, yes, srgb or displayp3.',
    '',
    'Rendered resources of single objects that are no pictures (PS3.18 8.7.4): an Encapsulated PDF is given as `application/pdf`, an Encapsulated CDA as `text/plain` (its titles and narrative text) or `text/xml` (as it was stored) and never as HTML, a video as it was stored in the media type of its container or stream (`video/mp4`, `video/mp2t`, `video/mpeg`, `video/H264`, `video/H265`); none of them is transcoded, and parts of them are given by ranges. Waveforms (ECG, haemodynamic, electrophysiology, arterial pulse, respiratory, EEG and others, with samples SB, UB, SS, US, SL or UL; no audio) are drawn as `image/svg+xml`, `image/png` or `image/jpeg`: 25 mm/s and 10 mm/mV where nothing else is usual, twelve leads in three lines of four columns with a rhythm strip, other channels a line each. Parameters of our own: `speed` (mm/s, 5 to 200), `gain` (mm/mV, 1 to 80), `from` (seconds) and `layout=rows`.',
    table(
      ['resource', 'method', 'transaction', 'media types', 'section'],
      resources.flatMap(({ path, methods }) =>
        methods.map(({ method, transaction, produces, consumes, section: where }) => [
          `\`${path}\``,
          method,
          transaction,
          [...(consumes ?? []), ...produces].map((type) => `\`${type}\``).join(', '),
          where,
        ]),
      ),
    ),
  );

const security = (): string =>
  section(
    'Security',
    `DICOM over TLS by the BCP 195 profile (PS3.15 B.9): ${TLS_PROFILE.minVersion} and ${TLS_PROFILE.maxVersion}, on a port of its own (2762 is the registered one), with mutual authentication unless that is switched off; an AE title may be bound to one certificate. Cipher suites:`,
    TLS_PROFILE.ciphers
      .split(':')
      .map((cipher) => `- ${cipher}`)
      .join('\n'),
    'User identity negotiation (PS3.7 D.3.3.7): name and passcode, and JSON web token of the issuer of DICOMweb; required or not application entity by application entity. What is offered must be good even where nothing is required; Kerberos and SAML are rejected. A response is given when it is asked for.',
    'DICOMweb: bearer tokens (JWT) of a configured issuer.',
  );

const limits = (): string =>
  section(
    'Limits',
    table(['limit', 'value'], [...Object.entries(DEFAULT_LIMITS), ...Object.entries(DEFAULT_TIMEOUTS)]),
    'Names ending in Bytes are bytes, in Ms milliseconds.',
  );

const commitment = (): string =>
  section(
    'Storage commitment',
    'A request is kept before it is answered. Each object is then looked up, its SOP class compared, and its bytes are read from storage again and held against the SHA-256 of when they were acknowledged. The result goes out on an association that the hub opens, within seconds, and is tried again for a day and a half. Failure reasons: 0110 (bytes damaged), 0112 (no such object), 0119 (other SOP class). Commitment does not expire.',
  );

export const conformanceStatement = (): string =>
  `${[
    '# DICOM conformance statement',
    `Throughline, ${implementationVersionName}, implementation class UID ${implementationClassUid}. Generated by \`throughline conformance\` from the tables that the code works by; not to be edited.`,
    services(),
    negotiation(),
    commitment(),
    queries(),
    patients(),
    web(),
    security(),
    limits(),
    syntaxes(),
    storage(),
  ].join('\n\n')}\n`;
