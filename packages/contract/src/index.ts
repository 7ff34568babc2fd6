export * from './completeness.ts';
export * from './measurements.ts';
export * from './orders.ts';
export * from './pictures.ts';
export * from './reading.ts';
export * from './session.ts';
export * from './sources.ts';
export * from './worklist.ts';
