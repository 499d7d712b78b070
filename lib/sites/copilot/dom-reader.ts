import { layoutReader } from '../layout-reader.ts';
import { copilotPages } from './layouts.ts';

export const copilotReader = layoutReader(copilotPages);
