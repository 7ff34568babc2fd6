/** The built-in packs, in the order in which they overrule. */
import type { Pack } from '../pack/types.ts';
import { breast } from './breast.ts';
import { cardiac } from './cardiac.ts';
import { congenital } from './congenital.ts';
import { core } from './core.ts';
import { ophthalmology } from './eye.ts';
import { entDental } from './head.ts';
import { interventional } from './ir.ts';
import { neonatal } from './neonatal.ts';
import { neuro } from './neuro.ts';
import { nuclear } from './nuclear.ts';
import { obstetrics } from './obstetrics.ts';
import { oncology } from './oncology.ts';
import { orthopaedics } from './orthopaedics.ts';
import { radiology } from './radiology.ts';
import { dermatology } from './skin.ts';
import { urology } from './urology.ts';
import { vascular } from './vascular.ts';

export const builtInPacks: readonly Pack[] = [
  core,
  radiology,
  cardiac,
  congenital,
  orthopaedics,
  breast,
  neuro,
  vascular,
  obstetrics,
  urology,
  oncology,
  neonatal,
  entDental,
  ophthalmology,
  interventional,
  nuclear,
  dermatology,
];
