/** A volume of limited size (tmpfs): needs root, as the runner of continuous integration has. */
import { execFileSync } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';

export const canMount = process.getuid?.() === 0;

export interface SmallVolume {
  resize(mebibytes: number): void;
  unmount(): void;
}

export const mountVolume = (folder: string, mebibytes: number): SmallVolume => {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder]);
  return {
    resize: (size) => execFileSync('mount', ['-o', `remount,size=${size}m`, folder]),
    unmount: () => execFileSync('umount', ['-l', folder]),
  };
};

/** Moves a folder onto a volume of its own, with its owner, and leaves a link where it was. */
export const moveOnto = (folder: string, volume: string): void => {
  const { uid, gid, mode } = statSync(folder);
  const target = `${volume}/moved`;
  cpSync(folder, target, { recursive: true });
  execFileSync('chown', ['-R', `${uid}:${gid}`, target]);
  execFileSync('chmod', [(mode & 0o777).toString(8), target]);
  renameSync(folder, `${folder}.before`);
  rmSync(`${folder}.before`, { recursive: true });
  symlinkSync(target, folder);
  chownSync(volume, uid, gid);
};
