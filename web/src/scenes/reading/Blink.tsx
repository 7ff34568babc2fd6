import { useEffect, useRef } from 'react';
import { mirror } from '../../viewport/look.ts';

/** What the pane of the prior shows at any time, over the current study in turn with it; it says which of both that is. */
export const Blink = () => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => (canvas.current === null ? undefined : mirror('prior', canvas.current)), []);
  return (
    <div className="blink-picture pointer-events-none absolute inset-0">
      <canvas ref={canvas} className="h-full w-full bg-black object-contain" role="img" aria-label="The prior" />
      <span className="pane-text top-0 left-0 font-semibold text-strong">PRIOR</span>
    </div>
  );
};
