/** DICOMweb (PS3.18): STOW-RS, QIDO-RS and WADO-RS over the same features as every other door. */
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../features/context.ts';
import { registerCapabilities } from './capabilities.ts';
import { registerQido } from './qido.ts';
import { registerStow } from './stow.ts';
import { registerWado } from './wado.ts';

export const registerDicomweb = (app: FastifyInstance, context: Context): void => {
  registerQido(app, context);
  registerWado(app, context);
  registerStow(app, context);
  registerCapabilities(app, context);
};
