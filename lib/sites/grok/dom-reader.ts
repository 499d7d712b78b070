import { layoutReader } from '../layout-reader.ts';
import { grokPages } from './layouts.ts';

export const grokReader = layoutReader(grokPages);
