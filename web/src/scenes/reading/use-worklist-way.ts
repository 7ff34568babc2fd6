import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo } from 'react';
import { dayOf, keepOpened, nextInList, useFilter } from '../../api/filter.ts';
import { following } from '../../api/following.ts';
import { worklistQuery } from '../../api/queries.ts';
import { say } from '../../state/desk-state.ts';
import { unsaved } from '../../viewport/measurements.ts';

export interface WorklistWay {
  readonly next: () => void;
  readonly leave: () => void;
}

/** Where the worklist is as the user left it. */
export const worklistAddress = (day: string): string => (day ? `/?date=${day}` : '/');

/** What was measured and not kept would be lost. */
const holdsMeasurements = (): boolean => {
  if (unsaved('current') === null && unsaved('prior') === null) return false;
  say('The measurements are not kept. Press K to keep them, or Delete to remove them, then go on.');
  return true;
};

/** From study to study of the worklist without going back to it, and back to where the user was in it. */
export const useWorklistWay = (study: string): WorklistWay => {
  const navigate = useNavigate();
  const client = useQueryClient();
  useEffect(() => keepOpened(study), [study]);
  const next = useCallback(async () => {
    if (holdsMeasurements()) return;
    const { wanted, ...place } = useFilter.getState();
    try {
      const { items } = await client.fetchQuery(worklistQuery(dayOf(place)));
      const found = nextInList(items, wanted, study);
      if (found === undefined) say('This study is not in the worklist that was shown last: H opens it.');
      else if (found === null) say('This was the last study of the worklist.');
      else
        await navigate({
          to: '/read/$study',
          params: { study: found.studyInstanceUid },
          search: { prior: undefined },
        });
    } catch {
      say('The server did not give the worklist; try again.');
    }
  }, [client, navigate, study]);
  const leave = useCallback(() => {
    if (holdsMeasurements()) return;
    following.left();
    location.assign(worklistAddress(useFilter.getState().day));
  }, []);
  return useMemo(() => ({ next: () => void next(), leave }), [next, leave]);
};
