import { useQuery } from '@tanstack/react-query';
import { Navigate, useSearch } from '@tanstack/react-router';
import type { FollowRequest, LaunchAnswer, LaunchRequest } from '@throughline/contract';
import { launch } from '../../api/queries.ts';
import type { EmergencySubject } from '../../components/EmergencyAccess.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useTitle } from '../../components/use-title.ts';

type Fetching = LaunchAnswer['place'];

interface Search {
  readonly link?: string | undefined;
  readonly study?: string | undefined;
  readonly patient?: string | undefined;
  readonly accession?: string | undefined;
  readonly issuer?: string | undefined;
}

const requestOf = ({ link, study, patient, accession = '', issuer }: Search): FollowRequest | LaunchRequest => {
  if (link !== undefined) return { link };
  if (study !== undefined) return { studyInstanceUid: study };
  const from = issuer === undefined ? {} : { issuer };
  return patient === undefined ? { accessionNumber: accession, ...from } : { patientId: patient, ...from };
};

/** What an emergency can be declared of: a study, or a patient of an issuer. */
const subjectOf = (request: FollowRequest | LaunchRequest): EmergencySubject | undefined => {
  if ('studyInstanceUid' in request) return { studyInstanceUid: request.studyInstanceUid };
  if (!('patientId' in request) || request.issuer === undefined) return undefined;
  return { patient: { patientId: request.patientId, issuer: request.issuer } };
};

const waiting: Readonly<Record<Fetching, string>> = {
  here: 'Opening the study …',
  coming: 'The study is at another hospital. It is being fetched, and opens by itself …',
  silent: 'The study is at another hospital, which does not answer now. It is asked again by itself …',
};

/** A link from elsewhere: one of ours, or by study UID, accession number, or patient. */
export const Open = () => {
  useTitle('Opening');
  const request = requestOf(useSearch({ from: '/open' }));
  const { data, error } = useQuery({
    queryKey: ['launch', request],
    queryFn: () => launch(request),
    refetchInterval: ({ state }) => (state.data !== undefined && state.data.place !== 'here' ? 2_000 : false),
  });
  if (error) return <Problem error={error} about={subjectOf(request)} />;
  if (data === undefined || data.place !== 'here')
    return (
      <main className="p-6" role="status">
        {waiting[data?.place ?? 'here']}
      </main>
    );
  return <Navigate to="/read/$study" params={{ study: data.studyInstanceUid }} search={{ prior: undefined }} replace />;
};
