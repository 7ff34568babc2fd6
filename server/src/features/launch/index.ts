export { isHere, launch, newestStudyOf } from './launch.ts';
export { followLink, launchApp, makeLink, redeemLink } from './links.ts';
