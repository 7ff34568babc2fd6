/** How deep the loss tests go: small in every run, all of it with `npm run test:deep`. Single numbers may be set by hand. */
const deep = process.env.THROUGHLINE_LOSS_DEPTH === 'deep';

const numberOf = (name: string, small: number, large: number): number => {
  const given = Number(process.env[`THROUGHLINE_LOSS_${name}`]);
  return Number.isInteger(given) && given > 0 ? given : deep ? large : small;
};

/** Every number from 1 on when deep; else each twice the one before, so that few of them reach far. */
export const upTo = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => (deep ? at + 1 : 2 ** at));

export const depth = {
  deep,
  /** D2: times that the hub is killed */
  kills: numberOf('KILLS', 6, 1000),
  /** D1: calls of each kind before which it is killed */
  points: numberOf('POINTS', 6, 400),
  /** D3: times that each thing is done to PostgreSQL */
  database: numberOf('DATABASE', 2, 10),
  /** D4: calls of each kind that fail */
  errors: numberOf('ERRORS', 2, 100),
} as const;
