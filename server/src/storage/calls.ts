/** The plain calls of the file system with one promise each: FileHandle costs a third more of the receiver's budget for an object. */
import fs from 'node:fs';
import { promisify } from 'node:util';

export const open = promisify(fs.open);
export const read = promisify(fs.read);
export const write = promisify(fs.write);
export const fsync = promisify(fs.fsync);
export const fstat = promisify(fs.fstat);
export const ftruncate = promisify(fs.ftruncate);
export const close = promisify(fs.close);
export const mkdir = promisify(fs.mkdir);
export const unlink = promisify(fs.unlink);
export const statfs = promisify(fs.statfs);
