import { layoutReader } from '../layout-reader.ts';
import { mistralPages } from './layouts.ts';

export const mistralReader = layoutReader(mistralPages);
