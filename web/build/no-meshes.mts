export const create = (): never => {
  throw new Error('Mesh files are not supported.');
};
