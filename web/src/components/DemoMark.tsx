export const DemoMark = () => (
  <strong className="rounded bg-warn px-2 text-[11px] text-black" title="Everybody here is synthetic">
    DEMO
  </strong>
);
