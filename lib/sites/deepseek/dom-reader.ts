import { layoutReader } from '../layout-reader.ts';
import { deepseekPages } from './layouts.ts';

export const deepseekReader = layoutReader(deepseekPages);
