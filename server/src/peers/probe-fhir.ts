/** The steps of a connection test that a FHIR service takes: what it says of itself, then what a gathering asks, about nobody. */
import { newUid } from '@throughline/dicom';
import { type FhirSettings, readCapabilities, searchPatients, searchResources } from './fhir-search.ts';
import { searchImagingSeries } from './fhir-studies.ts';
import { PeerError, type PeerSettings } from './peer.ts';
import { type Plan, type Said, Stop } from './probe-step.ts';

const nobody = (): string => newUid().slice(0, 32);

const stopOf = (error: unknown, text: string, next: string): Stop =>
  new Stop(error instanceof PeerError ? error.message : text, next, error);

/** Some gateways hide it: then the searches say whether it works. */
const tryCapabilities = async (settings: FhirSettings, needed: readonly string[]): Promise<Said> => {
  const told = await readCapabilities(settings).catch((error: unknown) => {
    if (error instanceof PeerError && (error.kind === 'refused' || error.kind === 'misbehaved')) return undefined;
    throw stopOf(error, 'no answer', 'Check that this port speaks HTTP (http or https?), and that the path is right.');
  });
  if (told === undefined)
    return {
      text: 'it does not say what it can do',
      warning: 'Nothing to do when the searches work; else check that the path is the base of a FHIR R4 service.',
    };
  if (!told.version.startsWith('4.'))
    return {
      text: `FHIR ${told.version}`,
      warning: 'This hub asks by FHIR R4: what it does not understand is left out.',
    };
  const missing = needed.filter((type) => !told.types.includes(type));
  return missing.length === 0
    ? { text: `FHIR ${told.version}, with ${needed.join(', ')}` }
    : {
        text: `FHIR ${told.version}, without ${missing.join(', ')}`,
        warning: `Ask for ${missing.join(' and ')} to be opened to these credentials: nothing is told of them.`,
      };
};

const tryPatients = async (settings: FhirSettings): Promise<Said> => {
  try {
    await searchPatients(settings, [['identifier', nobody()]]);
    return { text: 'a search for a patient was answered' };
  } catch (error) {
    const next =
      'Check that the path is the base of a FHIR R4 service, and that searches by POST are allowed for these credentials.';
    throw stopOf(error, 'the search failed', next);
  }
};

const tryStudies = async (settings: FhirSettings, signal: AbortSignal): Promise<Said> => {
  try {
    await searchImagingSeries(settings, newUid(), signal);
    return { text: 'a search for ImagingStudy was answered' };
  } catch (error) {
    const next = 'Have reading and searching of ImagingStudy allowed, or ask this source by QIDO-RS or C-FIND.';
    throw stopOf(error, 'the search for ImagingStudy failed', next);
  }
};

const tryReports = async (settings: FhirSettings): Promise<Said> => {
  try {
    await searchResources(settings, 'DiagnosticReport', [['patient', nobody()]]);
    return { text: 'a search for DiagnosticReport was answered' };
  } catch (error) {
    const next = 'Have reading and searching of DiagnosticReport allowed: without it no report comes with its study.';
    throw stopOf(error, 'the search for DiagnosticReport failed', next);
  }
};

/** That it lists and does not give is no failure, and has a consequence for people. */
const sayWhatIsGiven = (): Promise<Said> =>
  Promise.resolve({
    text: 'it lists studies, and gives no images',
    warning:
      'Its studies are shown as remote until somebody there sends them; give it a DICOMweb or DICOM address to have them fetched.',
  });

export const fhirPlan = (settings: PeerSettings, baseUrl: string, signal: AbortSignal): readonly Plan[] => {
  const { credentials, timeoutMs, queryBy, retrieveBy } = settings;
  const fhir: FhirSettings = { baseUrl, timeoutMs, ...(credentials && { credentials }) };
  const asked = queryBy === 'fhir';
  const needed = ['Patient', ...(asked ? ['ImagingStudy'] : []), 'DiagnosticReport'];
  return [
    { step: 'capabilities', run: () => tryCapabilities(fhir, needed) },
    { step: 'fhir', run: () => tryPatients(fhir) },
    ...(asked ? [{ step: 'imaging-studies', run: () => tryStudies(fhir, signal) } as const] : []),
    { step: 'reports', run: () => tryReports(fhir) },
    ...(retrieveBy === 'none' ? [{ step: 'images', run: sayWhatIsGiven } as const] : []),
  ];
};
