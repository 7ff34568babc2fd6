/** DICOMweb (PS3.18): STOW-RS, QIDO-RS, WADO-RS and UPS-RS over the same features as every other door. */
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../features/context.ts';
import { registerCapabilities } from './capabilities.ts';
import { registerQido } from './qido.ts';
import { takeStreams } from './request-body.ts';
import { registerStow } from './stow.ts';
import { registerSubscriptions } from './subscriptions.ts';
import { registerWado } from './wado.ts';
import { registerWorkitems } from './workitems.ts';

export const registerDicomweb = async (app: FastifyInstance, context: Context): Promise<void> => {
  takeStreams(app);
  registerQido(app, context);
  registerWado(app, context);
  registerStow(app, context);
  registerWorkitems(app, context);
  registerSubscriptions(app, context);
  registerCapabilities(app, context);
};
