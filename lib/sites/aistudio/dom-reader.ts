import { layoutReader } from '../layout-reader.ts';
import { aistudioPages } from './layouts.ts';

export const aistudioReader = layoutReader(aistudioPages);
