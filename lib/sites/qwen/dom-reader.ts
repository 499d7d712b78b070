import { layoutReader } from '../layout-reader.ts';
import { qwenPages } from './layouts.ts';

export const qwenReader = layoutReader(qwenPages);
