import { layoutReader } from '../layout-reader.ts';
import { perplexityPages } from './layouts.ts';

export const perplexityReader = layoutReader(perplexityPages);
