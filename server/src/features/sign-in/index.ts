export { isLauncher, listSignInProviders, offeredProviders, putSignInProvider } from './providers.ts';
export { endSignIn, type SignInFinished, startSignIn } from './sign-in.ts';
