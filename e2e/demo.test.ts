import { startDemo } from './environments/demo.ts';
import { describeReading } from './suites/reading.ts';

describeReading('throughline demo', startDemo);
