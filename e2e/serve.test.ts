import { startServe } from './environments/serve.ts';
import { describeReading } from './suites/reading.ts';

describeReading('throughline serve', startServe);
