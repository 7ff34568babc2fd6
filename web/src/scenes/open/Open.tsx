import { useQuery } from '@tanstack/react-query';
import { Navigate, useSearch } from '@tanstack/react-router';
import { launch } from '../../api/queries.ts';
import { Problem } from '../../components/Problem.tsx';

/** A link from elsewhere: by study UID, or by accession number and its issuer. */
export const Open = () => {
  const { study, accession, issuer } = useSearch({ from: '/open' });
  const request =
    study === undefined ? { accessionNumber: accession ?? '', issuer: issuer ?? '' } : { studyInstanceUid: study };
  const { data, error } = useQuery({ queryKey: ['launch', request], queryFn: () => launch(request) });
  if (error) return <Problem error={error} />;
  if (!data) return <main className="p-6">Opening the study …</main>;
  return <Navigate to="/read/$study" params={{ study: data.studyInstanceUid }} search={{ prior: undefined }} replace />;
};
