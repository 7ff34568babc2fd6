/** Loaded before a role that is measured: tells its parent how late its event loop is, every second, in milliseconds. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const histogram = monitorEventLoopDelay({ resolution: 10 });
histogram.enable();
setInterval(() => {
  // What the histogram counts includes its own interval.
  process.send?.({ loopDelayMs: Math.max(0, histogram.percentile(99) / 1e6 - 10) });
  histogram.reset();
}, 1000).unref();
