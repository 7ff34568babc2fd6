import { useQuery } from '@tanstack/react-query';
import { lateQuery } from '../../api/queries.ts';

/** Who read a study without a prior that has come since is told, until they open it again. */
export const LatePriors = () => {
  const { data } = useQuery(lateQuery);
  if (data === undefined || data.length === 0) return null;
  return (
    <ul aria-label="Priors that came late" className="border-b border-line bg-panel px-4 py-1">
      {data.map(({ studyInstanceUid, priorStudyInstanceUid, text }) => (
        <li key={`${studyInstanceUid} ${priorStudyInstanceUid}`}>
          <a
            className="action text-warn"
            href={`/read/${studyInstanceUid}?prior=${encodeURIComponent(priorStudyInstanceUid)}`}
          >
            {text}. Open it again
          </a>
        </li>
      ))}
    </ul>
  );
};
