import { layoutReader } from '../layout-reader.ts';
import { metaPages } from './layouts.ts';

export const metaReader = layoutReader(metaPages);
