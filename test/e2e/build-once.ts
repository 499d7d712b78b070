import { ensureBuild } from '../../scripts/ensure-build.ts';

/** Before the workers start, because two of them would otherwise build into one folder at once. */
export default async function buildOnce(): Promise<void> {
  await ensureBuild();
}
