import type { Role } from '../../api/types.ts';
import { t } from '../../text.ts';

export const roleOptions = (): readonly (readonly [Role, string])[] => [
  ['viewer', t('member_viewer')],
  ['member', t('member_member')],
  ['owner', t('member_owner')],
];
