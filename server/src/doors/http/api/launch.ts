import {
  appLaunchAnswer,
  appLaunchRequest,
  type FollowRequest,
  followRequest,
  type LaunchRequest,
  launchAnswer,
  launchLinkAnswer,
  launchLinkRequest,
  launchRequest,
} from '@throughline/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../../features/context.ts';
import { followLink, launch, launchApp, makeLink } from '../../../features/launch/index.ts';
import { fetchStudy } from '../../../features/priors/index.ts';
import { rootOf } from '../oauth/index.ts';
import { apiRoute } from './route.ts';

const anyLaunch: z.ZodType<FollowRequest | LaunchRequest> = z.union([followRequest, launchRequest]);

export const registerLaunchRoute = (app: FastifyInstance, context: Context): void => {
  apiRoute(app, {
    method: 'POST',
    url: '/launch',
    summary: 'Which study a link means; one that another hospital has is fetched from there',
    body: anyLaunch,
    answer: launchAnswer,
    handle: async ({ principal, body }) => {
      const { studyInstanceUid } =
        'link' in body ? await followLink(context, principal, body.link) : await launch(context, principal, body);
      return { studyInstanceUid, place: await fetchStudy(context, principal, studyInstanceUid) };
    },
  });
  apiRoute(app, {
    method: 'POST',
    url: '/launch-links',
    summary: 'A link into the reading page that says nothing of whom it opens; with signIn it lets one user in, once',
    body: launchLinkRequest,
    answer: launchLinkAnswer,
    handle: async ({ principal, body, request }) => {
      const { text, expiresAt } = await makeLink(context, principal, body);
      return { url: `${rootOf(context, request)}/launch/${text}`, expiresAt: expiresAt.toISOString() };
    },
  });
  apiRoute(app, {
    method: 'POST',
    url: '/app-launches',
    summary: 'Launches a registered SMART application for the study that is open',
    body: appLaunchRequest,
    answer: appLaunchAnswer,
    handle: async ({ principal, body, request }) => {
      const { launchUrl, text } = await launchApp(context, principal, body);
      const url = new URL(launchUrl);
      url.searchParams.set('iss', `${rootOf(context, request)}/fhir`);
      url.searchParams.set('launch', text);
      return { url: url.href };
    },
  });
};
