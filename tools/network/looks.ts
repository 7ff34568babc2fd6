/** Everything that can be drawn, by its name. */
import { type AbdomenCtLook, abdomenCt } from './phantoms/abdomen-ct.ts';
import { type AbdomenFilmLook, abdomenFilm } from './phantoms/abdomen-film.ts';
import { type AngiogramLook, angiogram } from './phantoms/angiogram.ts';
import { type BrainLook, brain } from './phantoms/brain.ts';
import { type BreastLook, breast } from './phantoms/breast.ts';
import { type ChestCtLook, chestCt } from './phantoms/chest-ct.ts';
import { type HandFilmLook, handFilm, type KneeFilmLook, kneeFilm } from './phantoms/limb-film.ts';
import { type PelvisFilmLook, pelvisFilm } from './phantoms/pelvis-film.ts';
import { type PetLook, pet } from './phantoms/pet.ts';
import type { Ink, Picture } from './phantoms/picture.ts';
import { type SpineFilmLook, spineFilm } from './phantoms/spine-film.ts';
import { type ChestFilmLook, chestFilm } from './phantoms/thorax-film.ts';
import {
  type EchoLook,
  echo,
  type FetalUltrasoundLook,
  fetalUltrasound,
  type HipUltrasoundLook,
  hipUltrasound,
  type OrganUltrasoundLook,
  organUltrasound,
} from './phantoms/ultrasound.ts';

export type VolumeLook = AbdomenCtLook | BrainLook | ChestCtLook | PetLook;

export type Look =
  | VolumeLook
  | AbdomenFilmLook
  | AngiogramLook
  | BreastLook
  | ChestFilmLook
  | EchoLook
  | FetalUltrasoundLook
  | HandFilmLook
  | HipUltrasoundLook
  | KneeFilmLook
  | OrganUltrasoundLook
  | PelvisFilmLook
  | SpineFilmLook;

/** How many objects a look gives: a volume one a slice, everything else one. */
export const objectsOf = (look: Look): number => ('slices' in look ? look.slices : 1);

/** The object of that index, from 0. */
export const drawLook = (look: Look, index: number, ink: Ink): Picture => {
  switch (look.draw) {
    case 'abdomen-ct':
      return abdomenCt(look, index, ink);
    case 'abdomen-film':
      return abdomenFilm(look, ink);
    case 'angiogram':
      return angiogram(look, ink);
    case 'brain-ct':
    case 'brain-mr':
      return brain(look, index, ink);
    case 'breast':
      return breast(look, ink);
    case 'chest-ct':
      return chestCt(look, index, ink);
    case 'chest-film':
      return chestFilm(look, ink);
    case 'echo':
      return echo(look, ink);
    case 'fetal-us':
      return fetalUltrasound(look, ink);
    case 'hand-film':
      return handFilm(look, ink);
    case 'hip-us':
      return hipUltrasound(look, ink);
    case 'knee-film':
      return kneeFilm(look, ink);
    case 'organ-us':
      return organUltrasound(look, ink);
    case 'pelvis-film':
      return pelvisFilm(look, ink);
    case 'pet':
      return pet(look, index, ink);
    case 'spine-film':
      return spineFilm(look, ink);
    default:
      return look satisfies never;
  }
};
