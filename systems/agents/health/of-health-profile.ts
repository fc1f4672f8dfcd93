// What every table of the health record shares: its user, its profile, and that reading it is kept as well. What is said
// of a person's health is encrypted under the person's key; words of a closed list stay plain, for they are asked for.
import { audited, belongsTo, encrypted, timestamped } from '../../../kernel/index.ts'
import { ownLinks } from '../own-links.ts'
import { ofWorkspace } from '../workspace.ts'
import { onlyOwner } from './only-owner.ts'

/** `inverse` names the way back from the profile. */
export const profileLinks = <const Inverse extends string>(inverse: Inverse) => ({
  userId: belongsTo('users', { onDelete: 'cascade' }).immutable(),
  healthProfileId: belongsTo('health_profiles', { onDelete: 'cascade', inverse }).immutable(),
})

/** `sealed` are the columns that the database holds as ciphertext. */
export const ofHealthProfile = (...sealed: readonly string[]) =>
  [
    ofWorkspace({ through: 'healthProfileId' }),
    ownLinks('healthProfileId'),
    onlyOwner,
    encrypted({ columns: sealed, subject: 'userId' }),
    audited({ subject: 'userId', reads: true }),
    timestamped(),
  ] as const
