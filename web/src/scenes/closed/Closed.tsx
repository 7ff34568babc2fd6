import { useTitle } from '../../components/use-title.ts';

/** Nothing of a patient stays on the screen when what was open is closed in the application that is followed. */
export const Closed = () => {
  useTitle('Closed');
  return (
    <main className="flex h-full">
      <section
        role="status"
        data-closed
        className="m-auto flex max-w-[36rem] flex-col gap-3 rounded border border-line bg-panel p-6"
      >
        <h1 className="text-base text-strong">This study was closed in another application.</h1>
        <p>What is opened there next opens here by itself.</p>
        <a className="action self-start" href="/">
          Worklist
        </a>
      </section>
    </main>
  );
};
