export { adoptPack, listPacks, packsInForce, takeBackPack } from './adopt.ts';
export { packsOf, packsOfReaders } from './packs-of.ts';
