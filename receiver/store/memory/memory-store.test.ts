import { describeDeduplication, describeStore } from '../conformance.ts';
import { createMemoryStore } from './memory-store.ts';

describeStore('memory', createMemoryStore);
describeDeduplication('memory', createMemoryStore);
