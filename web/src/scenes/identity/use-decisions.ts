/** Answers by key or button, and taking the last of them back. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerReview, takeBack } from '../../api/identity.ts';

type Answer = 'same' | 'not-same';

const words = { same: 'one person', 'not-same': 'not one person' } as const;

interface Done {
  readonly reviewId: string;
  readonly changeId: string;
  readonly answer: Answer;
}

export const useDecisions = (shown: (reviewId: string) => void) => {
  const client = useQueryClient();
  const [done, setDone] = useState<readonly Done[]>([]);
  // Not waited for: whoever answers by mistake takes it back by the next key, not when the list has come again.
  /** Of what was done last, and of nothing before it. */
  const [told, setTold] = useState<{ readonly text: string; readonly failed?: true }>({ text: '' });
  const onMutate = () => setTold({ text: '' });
  const onError = (error: Error) => setTold({ text: error.message, failed: true });
  const onSettled = () => void client.invalidateQueries({ queryKey: ['identity'] });
  const answer = useMutation({
    mutationFn: (said: { readonly id: string; readonly answer: Answer; readonly reason: string }) =>
      answerReview(said.id, said.answer, said.reason),
    onSuccess: ({ changeId }, { id, answer: given }) => {
      if (changeId !== null) setDone((all) => [...all, { reviewId: id, changeId, answer: given }]);
      setTold({ text: `Said: ${words[given]}.` });
    },
    onMutate,
    onError,
    onSettled,
  });
  const undo = useMutation({
    mutationFn: ({ changeId }: Done) => takeBack(changeId),
    onSuccess: (_nothing, { changeId, reviewId, answer: given }) => {
      setTold({ text: `Taken back: ${words[given]}.` });
      setDone((all) => all.filter((each) => each.changeId !== changeId));
      shown(reviewId);
    },
    onMutate,
    onError,
    onSettled,
  });
  const last = done.at(-1);
  return {
    busy: answer.isPending || undo.isPending,
    told,
    last,
    answer: answer.mutateAsync,
    undo: () => (last === undefined ? undefined : undo.mutate(last)),
  };
};
