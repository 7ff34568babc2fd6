import { Problem } from './Problem.tsx';

/** Stands for a page that failed by a fault of its own; what failed is in the console of the browser. */
export const Broken = () => <Problem error={new Error('This page failed.')} />;
